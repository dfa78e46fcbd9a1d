"""Every sum says what it is made of; cells under five can be read in no form of the report, nor computed from one."""

from __future__ import annotations

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.reports.documents.channels import NO_CELL, apart, channel_count, code_cells, has_code_cells, made_up_of
from feedback.reports.documents.html import weekly_html, weekly_letter
from feedback.reports.documents.lines import report
from feedback.reports.documents.pdf import weekly_pdf
from feedback.reports.exports.xlsx import weekly_xlsx
from feedback.reports.rules.code_cells import CellKey, shown_cells
from feedback.reports.rules.numbers import Channel, WeekNumbers, from_json, to_json
from feedback.reports.rules.parts import Limits
from feedback.scoring.rules.shares import Share
from tests.reports.samples import numbers as sample

MARK = "ab" * 32
FIELDS = [f"Ngành Thử {name}" for name in ("Chín", "Mười", "Sáu", "Bảy", "Tám")]
"""Words that stand nowhere else in a report."""
STICKER = CellKey("on_receipt", "", "")


def week(counts: dict[CellKey, int]) -> WeekNumbers:
    """A unit's week whose only answers to codes are these."""
    total = sum(counts.values())
    base = sample(3)
    shares = {key: Share(n // 2, n) for key, n in counts.items()}
    now = replace(base.now, by_channel={"qr": 40, "code": total})
    cells = shown_cells(shares, Limits(), "2026-W46/90001")
    return replace(base, now=now, code_cells=cells)


def keyed(field: str) -> CellKey:
    return CellKey("after_apology", field, "late_apologised")


def forms(numbers: WeekNumbers) -> dict[str, str]:
    """Every form that is quick to make, as text."""
    letter = weekly_letter([(numbers, MARK, "https://x.example")], person_name="Trần Thị Mẫu", late=False)
    book = openpyxl.load_workbook(io.BytesIO(weekly_xlsx(numbers, MARK)))
    cells = [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    return {
        "page": weekly_html(numbers, MARK),
        "xlsx": "\n".join(cells),
        "json": json.dumps(to_json(numbers), ensure_ascii=False),
        "mail": letter.html + letter.text,
    }


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.integers(1, 6), st.integers(5, 30)), min_size=1, max_size=5), st.integers(0, 20))
def test_the_name_of_a_hidden_cell_stands_in_no_form(sizes: list[int], stickers: int) -> None:
    counts = {keyed(field): n for field, n in zip(FIELDS, sizes, strict=False)} | {STICKER: stickers}
    numbers = week({key: n for key, n in counts.items() if n})
    shown = {cell.field for cell in numbers.code_cells}
    for form, text in forms(numbers).items():
        for field, n in zip(FIELDS, sizes, strict=False):
            if form != "mail":
                assert (field in text) == (field in shown), (form, field)
            if n < 5:
                assert field not in text, (form, field)


def test_the_pdf_prints_the_shown_cells_and_no_other(tmp_path: Path) -> None:
    counts = {keyed(field): n for field, n in zip(FIELDS, (3, 8, 12, 20, 31), strict=True)} | {STICKER: 9}
    numbers = week(counts)
    (tmp_path / "report.pdf").write_bytes(weekly_pdf(numbers, MARK))
    command = ["pdftotext", "-layout", tmp_path / "report.pdf", "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    shown = {cell.field for cell in numbers.code_cells}
    assert len(numbers.code_cells) == 3
    assert {field for field in FIELDS if field in text} == shown - {""}
    assert FIELDS[0] not in text


def test_the_stored_numbers_hold_nothing_of_a_hidden_cell() -> None:
    stored = to_json(week({keyed(FIELDS[0]): 4, keyed(FIELDS[1]): 6, STICKER: 8}))
    assert stored["code_cells"] == []
    assert from_json(stored).code_cells == ()


def test_the_section_says_when_nothing_may_be_shown_and_is_absent_without_codes() -> None:
    small = week({keyed(FIELDS[0]): 4})
    assert has_code_cells(small)
    assert [row[0].text for row in code_cells(small).rows] == [NO_CELL]
    assert "ma-mot-lan" in [table.key for table in report(small, MARK).tables]
    assert not has_code_cells(sample(3))
    assert not has_code_cells(replace(small, provisional=True))
    assert not has_code_cells(replace(small, scope=sample(3, 7).scope))


def test_a_cell_tells_field_state_share_and_number() -> None:
    table = code_cells(week({keyed("Đất đai"): 12, CellKey("after_apology", "", ""): 10, STICKER: 6}))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["không xác định", "không xác định", "50,00 %", "23,7 – 76,3 %", "10"],
        ["Đất đai", "trễ hẹn, đã xin lỗi", "giữ kín", "–", "12"],
        ["Mã dán trên giấy hẹn (không biết lĩnh vực)", "không xác định", "chưa đủ mẫu", "–", "6"],
    ]


def test_every_sum_of_answers_tells_its_channels() -> None:
    numbers = week({STICKER: 7})
    printed = report(numbers, MARK)
    assert "(quét mã QR 40, mã một lần 7)" in printed.facts[0].detail
    labels = {row[0].text: row[1].text for row in printed.table("tom-tat").rows}
    assert (labels["– quét mã QR"], labels["– máy tính bảng"], labels["– mã một lần"]) == ("40", "0", "7")
    assert printed.table("cac-tuan").rows[-1][4].text == "40 / 0 / 7"
    area = report(sample(1, 7), MARK)
    assert all(" / " in row[4].text for row in area.table("don-vi-tiep-nhan").rows)


def test_an_edition_from_before_channels_were_counted_says_so() -> None:
    old = replace(sample(3).now, by_channel={})
    assert (made_up_of(old), apart(old).text, channel_count("qr", old).text) == ("", "–", "–")
    assert apart(replace(old, by_channel={"qr": 2, "kiosk": 1})).text == "2 / 0 / 0 / 1"


@pytest.mark.parametrize("kind", ["page", "xlsx", "json"])
def test_the_three_channels_stand_apart_in_every_form(kind: str) -> None:
    numbers = week({STICKER: 12})
    keys = (("qr", "Mã QR tại quầy"), ("tablet", "Máy tính bảng tại quầy"), ("code", "Mã một lần"))
    apart_ = tuple(Channel(key, label, sample(3).now.satisfaction) for key, label in keys)
    text = forms(replace(numbers, channels=apart_))[kind]
    for _, label in keys:
        assert label in text
