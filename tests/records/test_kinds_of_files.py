"""One register as every kind of export writes it: letters, separators, pages, workbooks, dates, telephones, codes.

Each must be taken exactly as its plain version is.
"""

from __future__ import annotations

import csv
import html
import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.foundation.spreadsheets.old_letters import as_vni
from tests.records.kinds import (
    FILES,
    LETTERS,
    TITLES,
    WHEN,
    Truth,
    as_text,
    clean_register,
    lines,
    named,
    numeric,
    page,
    read,
    tcvn3,
    text,
    typed,
    xls,
    xlsx,
)

PLAIN = read(clean_register())
WIDE = str.maketrans("0123456789/:-H", "０１２３４５６７８９／：－Ｈ")
TABLE = page(lines())
CODE, PHONE = 1, 6


def changed(column: int, change: Callable[[str], str]) -> bytes:
    """The register with one column written otherwise."""
    head, *rows = lines()
    return text([head, *[[change(each) if at == column else each for at, each in enumerate(row)] for row in rows]], ";")


def days(truths: list[Truth]) -> list[Truth]:
    """The same where only days are told."""
    cut = (tuple(_day(fact) for fact in truth.facts) for truth in truths)
    return [replace(truth, facts=facts) for truth, facts in zip(truths, cut, strict=True)]


def _day(fact: object) -> object:
    return fact[:10] if isinstance(fact, str) and re.match(r"\d{4}-\d\d-\d\dT", fact) else fact


def serial(value: Any, *, epoch: datetime = datetime(1899, 12, 30)) -> Any:  # noqa: DTZ001
    return (value - epoch) / timedelta(days=1) if value is not None else None


def test_the_plain_version_is_taken_as_it_is():
    assert [truth.outcome for truth in PLAIN] == ["accepted"] * len(FILES)
    assert PLAIN[0].facts[2:5] == ("2026-07-01T08:05", "2026-07-06T08:05", "2026-07-05T16:20")
    assert PLAIN[1].facts[8:] == ("Khu phố Mẫu, phường Đông Hà", "0905000003")


# ── letters and separators ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("letters", LETTERS)
def test_text_in_any_letters_with_any_separator(letters):
    for delimiter, newline in itertools.product(";,\t|", ("\r\n", "\n", "\r")):
        for quote in (csv.QUOTE_ALL, csv.QUOTE_MINIMAL):
            assert read(LETTERS[letters](as_text(lines(), delimiter, newline, quote))) == PLAIN


@pytest.mark.parametrize("letters", LETTERS)
def test_titles_above_totals_below_and_capitals(letters):
    write = LETTERS[letters]
    above = "UBND XÃ HẢI LĂNG\r\nSỔ THEO DÕI HỒ SƠ\r\nTừ ngày 01/07/2026 đến ngày 31/08/2026\r\n\r\n"
    below = "\r\nTổng cộng: 4 hồ sơ\r\n;;;;;Người lập biểu\r\n"
    assert read(write(above + as_text(lines(), ";") + below)) == PLAIN
    assert read(write(as_text([[title.upper() for title in TITLES], *lines()[1:]], ";"))) == PLAIN
    assert read(write(as_text(lines()[:2], ";"))) == PLAIN[:1]


@pytest.mark.parametrize("letters", LETTERS)
def test_a_page_in_any_letters(letters):
    assert read(LETTERS[letters](f"<html><head><meta charset=x></head><body>{TABLE}</body></html>")) == PLAIN


# ── pages saved as .xls ───────────────────────────────────────────────────────────────────────────────────────────────


def cells(wrap: Callable[[str], str]) -> str:
    return page(lines(), cell=lambda words: wrap(html.escape(words)))


def grouped_titles() -> str:
    single = "".join(f"<th rowspan=2>{title}</th>" for title in TITLES[:7])
    upper = f"<tr>{single}<th colspan=3>Ngày, tháng, năm</th><th rowspan=2>Trạng thái</th></tr>"
    lower = "<tr><th>Tiếp nhận</th><th>Hẹn trả</th><th>Có kết quả</th></tr>"
    return "<table>" + upper + lower + TABLE.split("</tr>", 1)[1]


GROUP = "<tr><td colspan=11>Lĩnh vực: Hộ tịch</td></tr>"
END = "<tr><td colspan=11>Tổng cộng: 4 hồ sơ</td></tr><tr><td colspan=5></td><td colspan=6>Người lập biểu</td></tr>"
PAGES = {
    "letters as numbers": page(lines(), cell=numeric),
    "letters by name, blanks that do not break": page(lines(), cell=named),
    "capital tags": re.sub(r"</?\w+", lambda found: found.group().upper(), TABLE),
    "no closing tags": TABLE.replace("</td>", "").replace("</tr>", "").replace("</th>", ""),
    "fonts": cells(lambda words: f"<font face='Times New Roman'><b>{words}</b></font>"),
    "blocks and breaks": cells(lambda words: f"\n   <div>{words}</div><br/>\n  "),
    "a table in each cell": cells(lambda words: f"<table><tr><td>{words}</td></tr></table>"),
    "a table beside the text of a cell": cells(
        lambda words: f"{words}<table><tr><td>x</td></tr></table>" if "Nguyễn" in words else words
    ),
    "a time on a second line": cells(lambda words: words.replace("/2026 ", "/2026<br>")),
    "in a table of the whole page": f"<html><body><table><tr><td>Menu</td><td>{TABLE}</td></tr></table></body></html>",
    "below a longer table of something else": "<table>" + "<tr><td>Trợ giúp</td></tr>" * 50 + "</table>" + TABLE,
    "titles in a table of their own": TABLE.replace("</tr>", "</tr></table><table>", 1),
    "title rows": TABLE.replace("<tr>", "<tr><td colspan=11>UBND XÃ HẢI LĂNG</td></tr><tr>", 1),
    "group rows": TABLE.replace("<tr><td>3</td>", f"{GROUP}<tr><td>3</td>"),
    "total and signature": TABLE.replace("</table>", f"{END}</table>"),
    "two rows of titles": grouped_titles(),
    "no html around": f"\ufeff\n\n<div><h1>Danh sách</h1>{TABLE}</div>",
    "xhtml": f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html><html><body>{TABLE}</body></html>',
    "a page of an office program": (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><!--[if gte mso 9]><xml></xml><![endif]-->'
        f'<style><!-- .a{{mso-number-format:"\\@";}} --></style></head><body>{TABLE}</body></html>'
    ),
    "a script": f"<html><body><script>var a='<table>';</script>{TABLE}</body></html>",
}


@pytest.mark.parametrize("letters", ["tcvn3", "vni"])
def test_a_page_that_names_the_letters_of_an_old_font_by_number(letters):
    def cell(words: str) -> str:
        return numeric(LETTERS[letters](words).decode("cp1252" if letters == "vni" else "latin-1"))

    assert read(page(lines(), cell=cell).encode()) == PLAIN


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_read_however_it_is_built(kind):
    assert read(PAGES[kind].encode()) == PLAIN


# ── workbooks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("write", [xls, xlsx])
@pytest.mark.parametrize("epoch_1904", [False, True])
def test_days_of_a_workbook_are_read_whatever_they_count_from_and_look_like(write, epoch_1904):
    epoch = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)  # noqa: DTZ001

    def bare(value: Any) -> Any:
        return serial(value, epoch=epoch)

    assert read(write(typed(c7=bare, c8=bare, c9=bare), epoch_1904=epoch_1904)) == PLAIN
    for look in ("dd/mm/yyyy hh:mm", "m/d/yy h:mm", "[$-42A]dd mmmm yyyy;@", 'h "giờ" mm "ngày" d/m/yyyy', "General"):
        assert read(write(typed(), when=look, epoch_1904=epoch_1904)) == PLAIN


@pytest.mark.parametrize("write", [xls, xlsx])
def test_telephones_that_became_numbers_get_their_zero_back(write):
    assert read(write(typed(c6=float))) == PLAIN
    assert read(write(typed(c6=lambda number: float(f"84{number[1:]}")))) == PLAIN


def saved_as_text(rows: list[list[Any]]) -> bytes:
    return text([["" if value is None else f"{value}" for value in row] for row in rows], ";")


@pytest.mark.parametrize("write", [xls, xlsx, saved_as_text])
@pytest.mark.parametrize("old", [lambda words: tcvn3(words).decode("latin-1"), as_vni])
@pytest.mark.parametrize(
    ("columns", "rows"),
    [((4, 5), range(4)), ((3,), range(4)), ((4, 5, 10), range(4)), ((3, 4, 5, 10), (0, 2)), ((3, 4, 5, 10), (1, 3))],
)
def test_letters_of_an_old_font_in_some_columns_or_rows_alone(write, old, columns, rows):
    head, *files = typed()
    for at in rows:
        for column in columns:
            files[at][column] = old(files[at][column])
    assert read(write([head, *files])) == PLAIN


# ── days and moments ──────────────────────────────────────────────────────────────────────────────────────────────────

MOMENTS = (
    *("{0:%d/%m/%Y %H:%M}", "{0.day}/{0.month}/{0.year} {0.hour}:{0:%M}", "{0:%d-%m-%Y %H:%M}", "{0:%d-%m-%y %H:%M}"),
    *("{0:%Y-%m-%d %H:%M}", "{0:%Y-%m-%dT%H:%M:%S}", "{0:%Y-%m-%dT%H:%M:%S.000}", "{0:%Y-%m-%dT%H:%M:%S+07:00}"),
    *("{0:%Y-%m-%d %H:%M:%S.0}", "{0:%d.%m.%Y %H:%M}", "{0:%d/%m/%Y %H:%M:%S}", "{0:%Y/%m/%d %H:%M}"),
    *("{0.hour}h{0:%M} ngày {0:%d/%m/%Y}", "{0.hour} h {0:%M} ngày {0:%d/%m/%Y}", "{0.hour}g{0:%M} {0:%d/%m/%Y}"),
    *("{0:%H}h{0:%M}' ngày {0:%d/%m/%Y}", "{0:%H:%M:%S} - {0:%d/%m/%Y}", "{0:%H:%M} ngày {0:%d}/{0.month}/{0.year}"),
    "{0:%H} giờ {0:%M} phút, ngày {0:%d} tháng {0:%m} năm {0:%Y}",
    *("ngày {0:%d/%m/%Y} lúc {0.hour}h{0:%M}", "{0:%d/%m/%Y}  {0:%I:%M} {0:%p}", "{0:%d/%m/%Y %I:%M:%S %p}"),
    *("{0:%d/%m/%Y, %H:%M}", "{0:%d/%m/%Y (%H:%M)}", "{0:%d/%m/%Y - %H:%M}", "{0:%d/%m/%Y}\n{0:%H:%M}"),
    *("{0:%d/%m/%Y|%H:%M}", "{0:%Y%m%d%H%M%S}", "{0:%Y%m%d %H:%M}", "{0:%d%m%Y %H:%M}", "'{0:%d/%m/%Y %H:%M}"),
    *("{0:%d / %m / %Y %H:%M}", "{0:%d–%m–%Y %H:%M}", "{0:%d/%m/%Y %Hh%M}", "{0:%d/%m/%Y %H.%M}"),
    *("{0:%d-%b-%Y %H:%M}", "{0:%d %b %Y %H:%M}", "{0:%d/%m/%Y %H:%M +07:00}", "{0:%H:%M, %d/%m/%Y}"),
    *("Th 4, {0:%d/%m/%Y %H:%M}", "T4 {0:%d/%m/%Y %H:%M}", "{0:%d/%m/%Y %H : %M}", "{0:%d/%m/%Y %Hg%Mp}"),
)
DAYS = (
    *("{0:%d/%m/%Y}", "{0.day}/{0.month}/{0.year}", "{0:%d-%m-%y}", "{0:%Y-%m-%d}", "{0:%d.%m.%Y}", "{0:%Y%m%d}"),
    *("Ngày {0:%d} tháng {0:%m} năm {0:%Y}", "{0:%d/%m/%Y} 00:00:00", "{0:%d/%m/%Y} 12:00:00 AM", "{0:%d%m%Y}"),
    *("{0:%d-%b-%y}", "{0:%Y-%m-%d} 00:00:00.000", "{0:%d/%m/%Y}.", "{0:%Y-%m-%dT00:00:00+07:00}"),
    "{0:%d}-Th{0:%m}-{0:%Y}",
)


@pytest.mark.parametrize("style", MOMENTS)
def test_moments_in_any_style(style):
    assert read(text(lines(when=style))) == PLAIN


@pytest.mark.parametrize("style", DAYS)
def test_days_in_any_style(style):
    assert read(text(lines(when=style))) == days(PLAIN)


@pytest.mark.parametrize(
    ("write", "wanted"),
    [
        ("{:.6f}".format, PLAIN),
        (lambda number: f"{number:.6f}".replace(".", ","), PLAIN),
        (repr, PLAIN),
        (lambda number: str(int(number)), days(PLAIN)),
        (lambda number: str(float(int(number))), days(PLAIN)),
    ],
)
def test_day_numbers_that_became_text(write, wanted):
    def cell(at: int, value: Any) -> str:
        if value is None:
            return ""
        return write(serial(value)) if at in WHEN else str(value)

    assert read(text([TITLES, *[[cell(at, value) for at, value in enumerate(file)] for file in FILES]], ";")) == wanted


@pytest.mark.parametrize(
    ("titles", "order"),
    [
        (("Ngày tiếp nhận", "Giờ tiếp nhận", "Ngày hẹn trả", "Giờ hẹn trả", "Ngày có kết quả", "Giờ có kết quả"), 1),
        (("Giờ tiếp nhận", "Ngày tiếp nhận", "Giờ hẹn trả", "Ngày hẹn trả", "Giờ có kết quả", "Ngày có kết quả"), -1),
        (("Ngày tiếp nhận", "Giờ", "Ngày hẹn trả", "Giờ", "Ngày có kết quả", "Giờ"), 1),
    ],
)
def test_times_in_columns_of_their_own(titles, order):
    def apart(row: list[str]) -> list[str]:
        pairs = [[row[at][:10], row[at][11:]][::order] for at in WHEN]
        return [*row[: WHEN[0]], *itertools.chain(*pairs), *row[WHEN[-1] + 1 :]]

    head = [*TITLES[: WHEN[0]], *titles, *TITLES[WHEN[-1] + 1 :]]
    assert read(text([head, *map(apart, lines()[1:])], ";")) == PLAIN


def test_digits_and_letters_of_double_width():
    head, *rows = lines()
    wide = [
        [each.translate(WIDE) if at in (CODE, PHONE, *WHEN) else each for at, each in enumerate(row)] for row in rows
    ]
    assert read(text([head, *wide])) == PLAIN


# ── telephones, identity numbers, codes, words ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "write",
    [
        lambda number: f"{number[1:]}.0",
        lambda number: f"{number[1:]},0",
        lambda number: f"{float(number):.8E}",
        lambda number: f"{float(number):.8E}".replace("E+0", "E"),
        lambda number: f"{float(number):.8E}".replace(".", ","),
        lambda number: f"{float(number):.11E}",
        lambda number: f"{float('84' + number[1:]):.10E}",
        "'{}".format,
        '="{}"'.format,
        lambda number: f"+84{number[1:]}",
        lambda number: f"+84 {number[1:4]} {number[4:]}",
        lambda number: f"(84) {number[1:]}",
        lambda number: f"+84{number}",
        lambda number: f"84{number[1:]}.0",
        lambda number: f"{number[:4]}.{number[4:7]}.{number[7:]}",
        lambda number: f"{number[:4]}-{number[4:7]}-{number[7:]}",
        lambda number: f"{number[:4]}\u00a0{number[4:]}",
        lambda number: f"{int(number):,}",
        lambda number: number[1:],
        "\u200b{}\u202c".format,
        "ĐT: {}".format,
        "SĐT {}".format,
    ],
)
def test_telephones_however_they_are_written(write):
    assert read(changed(PHONE, write)) == PLAIN


@pytest.mark.parametrize("write", ["{:.8E}", "{:.9E}", "{:.1f}"])
def test_a_telephone_that_ends_in_noughts_is_whole_where_all_its_digits_stand(write):
    plain = read(changed(PHONE, lambda _: "0912345700"))
    assert not any("bad_phone" in truth.facts for truth in plain)
    assert read(changed(PHONE, lambda _: write.format(912345700.0))) == plain


@pytest.mark.parametrize("written", ["9.12E+08", "9,1235E8", "9.1E+8"])
def test_a_telephone_that_was_rounded_is_told_and_not_guessed(written):
    assert {truth.facts[-1] for truth in read(changed(PHONE, lambda _: written))} == {"bad_phone"}


@pytest.mark.parametrize(
    "write",
    [
        lambda code: code.replace("-", " - "),
        *(lambda code, dash=dash: code.replace("-", dash) for dash in "\u2010\u2011\u2013\u2014\u2212"),
        str.lower,
        "'{}".format,
        '="{}"'.format,
        "*{}*".format,
        lambda code: code.replace(".", ". "),
        lambda code: code.replace("-", "-\n"),
        lambda code: code.replace("-", "\u00ad-"),
    ],
)
def test_codes_with_other_blanks_and_dashes(write):
    assert read(changed(CODE, write)) == PLAIN


@pytest.mark.parametrize("write", ["'{}".format, '="{}"'.format, "\u200b{}\ufeff".format, "\u00a0 {} ".format])
def test_texts_that_are_kept_from_being_computed(write):
    head, *rows = lines()
    texts = [[write(each) if at in (2, 3, 4, 10) else each for at, each in enumerate(row)] for row in rows]
    assert read(text([head, *texts], ";")) == PLAIN


def test_an_identity_number_that_was_rounded_is_told_and_one_that_is_whole_is_not():
    def with_identity(number: str) -> set[object]:
        head, *rows = lines()
        return {read_row.facts[-1] for read_row in read(text([[*head, "Số CCCD"], *[[*row, number] for row in rows]]))}

    assert with_identity("4.5203E+10") == {"bad_identity"}
    assert with_identity("4.5203001234E+10") == {truth.facts[-1] for truth in PLAIN}
    assert with_identity("045203001234") == {truth.facts[-1] for truth in PLAIN}
