from __future__ import annotations

import pytest

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.archive import open_archive
from feedback.foundation.spreadsheets.cells import Merge
from feedback.foundation.spreadsheets.grid import merges_of, position
from tests.foundation.spreadsheets.books import archive

SHEET = "xl/worksheets/sheet1.xml"


def test_references_become_rows_and_columns():
    assert (position("A1"), position("C7"), position("AA10"), position("XFD1")) == (
        (1, 1),
        (7, 3),
        (10, 27),
        (1, 16384),
    )


@pytest.mark.parametrize("reference", ["XFE1", "A1048577", "BDWGN1", "A0", "1A", ""])
def test_cells_no_excel_has_are_refused(reference):
    with pytest.raises(Invalid):
        position(reference)


def test_merges_are_found_whatever_the_prefix_and_wherever_a_chunk_ends(monkeypatch):
    monkeypatch.setattr("feedback.foundation.spreadsheets.grid._CHUNK", 300)
    after = "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 60)) + "</mergeCells>"
    found = list(merges_of(open_archive(archive(after=after)), SHEET))
    assert found == [Merge(n, 1, n, 2) for n in range(1, 60)]


def test_a_million_merges_are_refused(monkeypatch):
    monkeypatch.setattr("feedback.foundation.spreadsheets.grid.MAX_MERGES", 10)
    after = "<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 11 + "</mergeCells>"
    with pytest.raises(Invalid, match="ô gộp"):
        list(merges_of(open_archive(archive(after=after)), SHEET))
