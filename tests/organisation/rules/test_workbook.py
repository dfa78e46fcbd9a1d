"""The organisation's sheets."""

import pytest

from feedback.organisation.rules.sheets import EXAMPLE_MARK, read_sheet
from feedback.organisation.rules.workbook import ORGANISATION_SHEETS


@pytest.mark.parametrize("sheet", ORGANISATION_SHEETS, ids=lambda sheet: sheet.key)
def test_each_sheet_has_examples_that_fit_its_columns_and_are_marked(sheet):
    for example in sheet.examples:
        assert example[0].startswith(EXAMPLE_MARK)
        assert len(example) == len(sheet.columns)


@pytest.mark.parametrize("sheet", ORGANISATION_SHEETS, ids=lambda sheet: sheet.key)
def test_each_example_would_be_read_without_its_mark(sheet):
    titles = [column.title for column in sheet.columns]
    rows = [(1, titles)]
    rows += [(2, [cell.removeprefix(EXAMPLE_MARK).strip() for cell in example]) for example in sheet.examples]
    lines, problems = read_sheet(sheet, rows)
    assert not problems
    assert len(lines) == len(sheet.examples)


def test_sheet_titles_fit_a_workbook_tab():
    assert all(len(sheet.title) <= 31 for sheet in ORGANISATION_SHEETS)
