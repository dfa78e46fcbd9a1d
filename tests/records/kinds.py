"""The same files of citizens written as every kind of export: whatever the bytes, they must be read the same."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
import xlwt

from feedback.foundation.spreadsheets import open_book
from feedback.records.actions.reading import choose_sheet
from feedback.records.rules import DEFAULT_CODE_PATTERN, Checked, Found, Layout, check_row
from tests.foundation.spreadsheets.old_letters import as_tcvn3, as_vni
from tests.records.rules.samples import AS_OF, BIRTH, CATALOGUE, LAND, MARRIAGE

TITLES = (
    "STT",
    "Mã hồ sơ",
    "Mã TTHC",
    "Tên thủ tục hành chính",
    "Chủ hồ sơ",
    "Địa chỉ",
    "Số điện thoại",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày có kết quả",
    "Trạng thái",
)
WHEN = (7, 8, 9)
Line = tuple[Any, ...]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


FILES: tuple[Line, ...] = (
    (1, "H50.41.03-260701-0001", MARRIAGE.code, MARRIAGE.name, "Nguyễn Thị Thử", "Thôn Thử, xã Hải Sơn", "0912345678",
     moment("2026-07-01T08:05"), moment("2026-07-06T08:05"), moment("2026-07-05T16:20"), "Đã xử lý xong"),
    (2, "H50.41.03-260702-0002", BIRTH.code, BIRTH.name, "Đỗ Quỳnh Ví Dụ", "Khu phố Mẫu, phường Đông Hà", "0905000003",
     moment("2026-07-02T15:20"), moment("2026-07-03T17:00"), None, "Đang xử lý"),
    (3, "H50.41.03-260715-0003", MARRIAGE.code, MARRIAGE.name, "Hồ Văn Giả Định", "Đường Thử Nghiệm", "0900000012",
     moment("2026-07-15T09:30"), moment("2026-07-20T09:30"), moment("2026-07-21T10:11"), "Đã trả kết quả"),
    (4, "H50.41.03-260812-0004", LAND.code, LAND.name, "Công ty Thương mại Ước Lệ", "Thị tứ Kiểm Thử", "0233300001",
     moment("2026-08-12T13:45"), moment("2026-08-14T13:45"), moment("2026-08-13T07:15"), "Đã trả kết quả"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Truth:
    """What is left of a row when all is said."""

    outcome: str
    facts: tuple[object, ...]


def read(content: bytes) -> list[Truth]:
    """The files in these bytes, in order, as an import would take them."""
    book = open_book(content)
    sheet, _ = choose_sheet(book)
    found = [row for row in Layout(sheet.merges, book.form == "xlsx").read(sheet.rows()) if isinstance(row, Found)]
    return [_truth(check_row(row, CATALOGUE, AS_OF, re.compile(DEFAULT_CODE_PATTERN))) for row in found]


def _truth(row: Checked) -> Truth:
    facts = row.facts
    if facts is None:
        return Truth("rejected", (row.code, *row.reasons))
    times = tuple(each and each.local_iso for each in (facts.received, facts.due, facts.finished, facts.returned))
    who = (facts.applicant.name, facts.applicant.address, facts.applicant.phone)
    return Truth("accepted", (facts.code, facts.procedure.id, *times, facts.state, *who, *row.warnings))


def clean_register() -> bytes:
    """The plain version everything else is compared with."""
    return text(lines())


def lines(files: Sequence[Line] = FILES, when: str = "{0:%d/%m/%Y %H:%M}") -> list[list[str]]:
    return [list(TITLES), *([_written(value, when) for value in file] for file in files)]


def _written(value: Any, when: str) -> str:
    if value is None:
        return ""
    return when.format(value) if isinstance(value, datetime) else str(value)


def text(
    rows: Iterable[Sequence[str]], delimiter: str = ",", newline: str = "\r\n", quote: int = csv.QUOTE_MINIMAL
) -> bytes:
    return as_text(rows, delimiter, newline, quote).encode()


def as_text(
    rows: Iterable[Sequence[str]], delimiter: str = ",", newline: str = "\r\n", quote: int = csv.QUOTE_MINIMAL
) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=newline, quoting=quote).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue()


# ── letters ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def tcvn3(words: str) -> bytes:
    """Capitals with a tone are written in small codes: a font of capitals shows them."""
    return b"".join(_tcvn3(letter) for letter in words)


def _tcvn3(letter: str) -> bytes:
    try:
        return as_tcvn3(letter)
    except UnicodeEncodeError:
        return as_tcvn3(letter.lower())


def cp1258(words: str) -> bytes:
    """The five tones follow their letter; â ă ê ô ơ ư are one letter with their hat."""
    return b"".join(_cp1258(letter) for letter in words)


def _cp1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        base, *marks = list(unicodedata.normalize("NFD", letter))
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        hat = "".join(mark for mark in marks if mark not in tones)
        return unicodedata.normalize("NFC", base + hat).encode("cp1258") + "".join(tones).encode("cp1258")


LETTERS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with mark": lambda words: words.encode("utf-8-sig"),
    "utf-8 decomposed": lambda words: unicodedata.normalize("NFD", words).encode(),
    "utf-16 le with mark": lambda words: b"\xff\xfe" + words.encode("utf-16-le"),
    "utf-16 be with mark": lambda words: b"\xfe\xff" + words.encode("utf-16-be"),
    "utf-16 le": lambda words: words.encode("utf-16-le"),
    "utf-16 be": lambda words: words.encode("utf-16-be"),
    "windows-1258": cp1258,
    "tcvn3": tcvn3,
    "vni": lambda words: as_vni(words).encode("cp1252"),
    "tcvn3 pasted as unicode": lambda words: tcvn3(words).decode("latin-1").encode(),
    "vni pasted as unicode": lambda words: as_vni(words).encode(),
}


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def page(rows: Sequence[Sequence[str]], *, cell: Callable[[str], str] = html.escape, around: str = "{}") -> str:
    head, *body = rows
    titles = "".join(f"<th>{cell(each)}</th>" for each in head)
    told = "".join("<tr>" + "".join(f"<td>{cell(each)}</td>" for each in row) + "</tr>\n" for row in body)
    return around.format(f"<table border=1><tr>{titles}</tr>{told}</table>")


def numeric(words: str) -> str:
    """Every letter beyond ASCII as a number, blanks that do not break."""
    return "".join(f"&#{ord(each)};" if ord(each) > 127 else html.escape(each) for each in words)


def named(words: str) -> str:
    table = {"à": "&agrave;", "ã": "&atilde;", "ô": "&ocirc;", "ê": "&ecirc;", "ý": "&yacute;", "â": "&acirc;"}
    return "".join(table.get(each, html.escape(each)) for each in words).replace(" ", "&nbsp;")


# ── workbooks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def xls(
    rows: Sequence[Sequence[Any]], *, epoch_1904: bool = False, top: int = 0, when: str = "DD/MM/YYYY HH:MM"
) -> bytes:
    book = xlwt.Workbook()
    book.dates_1904 = epoch_1904
    sheet, date = book.add_sheet("Sheet1"), xlwt.easyxf(num_format_str=when)
    if top:
        sheet.write_merge(0, 0, 0, 10, "DANH SÁCH HỒ SƠ")
    for at, row in enumerate(rows, top):
        for column, value in enumerate(row):
            if value is None:
                continue
            sheet.write(at, column, value, date) if isinstance(value, datetime) else sheet.write(at, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(
    rows: Sequence[Sequence[Any]], *, epoch_1904: bool = False, when: str = "dd/mm/yyyy hh:mm", **options: Any
) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "date_1904": epoch_1904, **options})
    sheet, date = book.add_worksheet(), book.add_format({"num_format": when})
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(at, column, value, date)
            elif value is not None:
                sheet.write(at, column, value)
    book.close()
    return stream.getvalue()


def typed(files: Sequence[Line] = FILES, **changes: Callable[[Any], Any]) -> list[list[Any]]:
    """Rows as a workbook holds them; `changes` by column number as `c6=float`."""
    rows = [[changes.get(f"c{at}", _same)(value) for at, value in enumerate(file)] for file in files]
    return [list(TITLES), *rows]


def _same(value: Any) -> Any:
    return value
