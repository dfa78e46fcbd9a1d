"""The same figure everywhere: page = file = PDF = XLSX = JSON = mail, for invented weeks of units and of areas."""

from __future__ import annotations

import io
import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from feedback.reports.documents.cells import Cell, Report
from feedback.reports.documents.html import MOST_ROWS, weekly_html, weekly_letter
from feedback.reports.documents.lines import report
from feedback.reports.documents.pdf import weekly_pdf
from feedback.reports.exports.xlsx import TOP, weekly_xlsx
from feedback.reports.rules.numbers import WeekNumbers, from_json, sha256, to_json
from tests.reports.samples import numbers as sample

MARK = "ab" * 32
WEEKS = [(seed, units) for seed in range(1, 4) for units in (1, 7)]


class Tables(HTMLParser):
    """The cells of every table of a page, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.tables[-1][-1].append("".join(self._cell).strip())
            self._cell = None


def texts(printed: Report) -> list[list[list[str]]]:
    return [
        [list(table.columns), *([cell.text for cell in row] for row in table.rows)]
        for table in printed.tables
        if table.rows
    ]


@pytest.fixture(params=WEEKS, ids=lambda each: f"week {each[0]} of {each[1]}")
def numbers(request: pytest.FixtureRequest) -> WeekNumbers:
    seed, units = request.param
    return sample(seed, units)


def test_the_file_shows_every_cell_of_every_table(numbers: WeekNumbers) -> None:
    page = Tables()
    page.feed(weekly_html(numbers, MARK))
    assert page.tables == texts(report(numbers, MARK))


def test_the_workbook_holds_every_cell_and_nothing_hidden(numbers: WeekNumbers) -> None:
    book = openpyxl.load_workbook(io.BytesIO(weekly_xlsx(numbers, MARK)))
    printed = report(numbers, MARK)
    assert [sheet.sheet_state for sheet in book] == ["visible"] * (len(printed.tables) + 1)
    for table, sheet in zip(printed.tables, book.worksheets, strict=False):
        rows = [list(row) for row in sheet.iter_rows(min_row=TOP, max_col=len(table.columns), values_only=True)]
        assert rows[0] == list(table.columns)
        assert rows[1 : len(table.rows) + 1] == [[written(cell) for cell in row] for row in table.rows]


def written(cell: Cell) -> object:
    return cell.value if cell.value is not None else cell.text


def test_no_text_becomes_a_formula(numbers: WeekNumbers) -> None:
    book = openpyxl.load_workbook(io.BytesIO(weekly_xlsx(numbers, MARK)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_pdf_prints_every_cell(numbers: WeekNumbers, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(weekly_pdf(numbers, MARK))
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    squeezed = "".join(text.split())
    printed = report(numbers, MARK)
    for table in printed.tables:
        for row in table.rows:
            for cell in row:
                assert all("".join(word.split()) in squeezed for word in cell.text.split()), cell.text
    for key in ("4-xin-4-luon", "nam-yeu-to"):
        for row in printed.table(key).rows:
            assert "".join("".join(cell.text for cell in row).split()) in squeezed
    for fact in printed.facts:
        assert "".join(fact.value.split()) in squeezed


def test_the_letter_tells_the_facts_in_words_and_in_html(numbers: WeekNumbers) -> None:
    letter = weekly_letter([(numbers, MARK, "https://x.example/bao-cao")], person_name="Trần Thị Mẫu", late=False)
    for fact in report(numbers, MARK).facts:
        assert fact.value in letter.html
        assert fact.value in letter.text
        assert fact.detail in letter.text
    looked_at = report(numbers, MARK).table("can-xem")
    assert looked_at.rows
    for row in looked_at.rows[:MOST_ROWS]:
        for cell in row:
            assert cell.text in letter.text
            assert cell.text in letter.html
    more = len(looked_at.rows) - MOST_ROWS
    assert (f"{more} dòng nữa" in letter.text) is (f"{more} dòng nữa" in letter.html) is (more > 0)


def test_the_json_is_the_same_numbers_and_its_hash_does_not_depend_on_order(numbers: WeekNumbers) -> None:
    stored = json.loads(json.dumps(to_json(numbers)))
    assert from_json(stored) == numbers
    assert sha256(dict(reversed(stored.items()))) == sha256(stored)


def test_a_hidden_share_leaves_no_trace_in_any_form() -> None:
    """Of a hidden share only n is known, also to whoever reads the JSON."""
    for seed in range(40):
        found = to_json(sample(seed, 7))
        for unit in found["units"]:
            figure = unit["span"]["satisfaction"]
            if figure["standing"] == "hidden":
                assert {key: value for key, value in figure.items() if value is not None} == {
                    "n": figure["n"],
                    "standing": "hidden",
                }


def test_the_same_edition_gives_the_same_bytes(numbers: WeekNumbers) -> None:
    assert weekly_pdf(numbers, MARK) == weekly_pdf(numbers, MARK)
    assert weekly_xlsx(numbers, MARK) == weekly_xlsx(numbers, MARK)


def test_no_form_calls_the_index_by_the_name_of_the_ministrys_survey(numbers: WeekNumbers) -> None:
    letter = weekly_letter([(numbers, MARK, "https://x.example")], person_name="Trần Thị Mẫu", late=True)
    for text in (weekly_html(numbers, MARK), letter.html, letter.text, letter.subject):
        assert "SIPAS" not in text
    assert "Mức hài lòng của người trả lời" in letter.text
    assert "theo cách tính 766 mục 2.1, gồm hồ sơ bổ sung, rút, từ chối, dừng khi biết lúc nào" in letter.text
