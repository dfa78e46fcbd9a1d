"""Registers nobody has seen: whatever the order, titles, styles and mistakes, the outcome is the true one."""

from __future__ import annotations

import io
import random
import re

import openpyxl
import pytest

from feedback.foundation.spreadsheets import open_book
from feedback.procedures.actions import REFERENCE as PROCEDURES
from feedback.procedures.rules import Catalogue, ProcedureFacts, read_procedures
from feedback.records.actions.reading import choose_sheet
from feedback.records.rules import DEFAULT_CODE_PATTERN, Ignored, Layout, check_row, reject_duplicates
from tests.records.generated import Made, Maker
from tests.records.reference import content, expected
from tests.records.rules.samples import AS_OF, CATALOGUE

MESSY = "C_so-theo-doi-lon-xon.xlsx"
LINES = read_procedures(PROCEDURES.read_text("utf-8"))
AS_PRODUCT = Catalogue(
    ProcedureFacts(at, line.code, line.name, line.field, line.limit) for at, line in enumerate(LINES)
)


def outcomes(made: Made) -> dict[int, tuple[str, str, list[str]]]:
    return read(made.content, CATALOGUE)


def read(content: bytes, catalogue: Catalogue) -> dict[int, tuple[str, str, list[str]]]:
    """Row number → (outcome, code, reasons or warnings)."""
    book = open_book(content)
    sheet, _ = choose_sheet(book)
    rows = []
    found: dict[int, tuple[str, str, list[str]]] = {}
    for each in Layout(sheet.merges, book.form == "xlsx").read(sheet.rows()):
        if isinstance(each, Ignored):
            found[each.number] = ("ignored", "", [])
        else:
            rows.append(check_row(each, catalogue, AS_OF, re.compile(DEFAULT_CODE_PATTERN)))
    for row in reject_duplicates(rows):
        told = "rejected" if row.reasons else "accepted_with_warning" if row.warnings else "accepted"
        found[row.number] = (told, row.code, [str(each) for each in row.reasons or row.warnings])
    return found


@pytest.mark.parametrize("seed", range(60))
def test_a_register_made_at_random_is_read_as_it_was_meant(seed):
    made = Maker(seed).make()
    assert outcomes(made) == made.truth


@pytest.mark.parametrize("seed", range(3))
def test_the_sample_register_says_the_same_with_its_columns_in_another_order(seed):
    """Merges and stored formulas go with the copy; titles, groups, totals and signatures stay where they are."""
    told = expected(MESSY)
    wanted = {row["row"]: sorted({*row.get("warnings", ())} - {"formula_cell"}) for row in told["records"]}
    wanted |= {row["row"]: row["reasons"] for row in told["rejected"]}
    found = read(shuffled(content(MESSY), random.Random(seed)), AS_PRODUCT)
    assert {number: reasons for number, (_, _, reasons) in found.items() if found[number][0] != "ignored"} == wanted
    assert {number for number, each in found.items() if each[0] == "ignored"} == {
        row["row"] for row in told["ignored_rows"]
    }


def shuffled(original: bytes, dice: random.Random) -> bytes:
    """The first sheet with its columns in another order."""
    old = openpyxl.load_workbook(io.BytesIO(original), data_only=True).worksheets[0]
    order = dice.sample(range(1, old.max_column + 1), old.max_column)
    book = openpyxl.Workbook()
    for row in old.iter_rows():
        filled = [cell for cell in row if cell.value is not None]
        for cell in filled:
            column = order[cell.column - 1] if len(filled) > 2 else cell.column
            copy = book.active.cell(cell.row, column, cell.value)
            copy.number_format = cell.number_format
            if isinstance(cell.value, str):
                copy.data_type = "s"
        book.active.row_dimensions[row[0].row].hidden = bool(old.row_dimensions[row[0].row].hidden)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
