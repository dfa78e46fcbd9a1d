from __future__ import annotations

from datetime import datetime
from xml.etree.ElementTree import fromstring

import pytest

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.cells import Cell, Kind
from feedback.foundation.spreadsheets.xml_cells import Shared, integer, read_cell, rich_text

SHARED = Shared(["chữ"], frozenset({1}), epoch_1904=False)


@pytest.mark.parametrize(
    ("xml", "cell"),
    [
        ('<c t="s"><v>0</v></c>', Cell(Kind.TEXT, "chữ")),
        ('<c t="str"><f>A1</f><v>x</v></c>', Cell(Kind.TEXT, "x", formula=True)),
        ("<c><v>2.00072</v></c>", Cell(Kind.NUMBER, "2.00072", 2.00072)),
        ('<c s="1"><v>1</v></c>', Cell(Kind.NUMBER, "1", 1.0)),
        ("<c><v>1e999</v></c>", Cell(Kind.ERROR, "1e999")),
        ("<c><v>abc</v></c>", Cell(Kind.TEXT, "abc")),
        ('<c t="b"><v>0</v></c>', Cell(Kind.TRUTH, "FALSE")),
        ('<c t="e"><v>#REF!</v></c>', Cell(Kind.ERROR, "#REF!")),
        ('<c t="d"><v>hôm qua</v></c>', Cell(Kind.TEXT, "hôm qua")),
        ("<c/>", None),
        ('<c t="s"/>', None),
        ("<c><f>1+1</f></c>", Cell(Kind.TEXT, "", formula=True)),
    ],
)
def test_a_cell_becomes_a_typed_value(xml, cell):
    assert read_cell(fromstring(xml), SHARED) == cell


def test_a_date_style_makes_a_number_a_moment():
    cell = read_cell(fromstring('<c s="1"><v>46205.5</v></c>'), SHARED)
    assert cell is not None
    assert (cell.kind, cell.moment) == (Kind.MOMENT, datetime.fromisoformat("2026-07-02T12:00"))
    iso = read_cell(fromstring('<c t="d"><v>2026-07-02T12:00:00Z</v></c>'), SHARED)
    assert iso is not None
    assert iso.moment == cell.moment


def test_a_text_that_is_not_there_is_refused():
    with pytest.raises(Invalid):
        read_cell(fromstring('<c t="s"><v>7</v></c>'), SHARED)


def test_runs_are_joined_reading_aids_left_out_and_escapes_undone():
    assert (
        rich_text(fromstring("<si><r><t>Trần </t></r><rPh><t>x</t></rPh><r><t>Thị_x000A_Mẫu</t></r></si>"))
        == "Trần Thị\nMẫu"
    )


def test_numbers_of_attributes():
    assert (integer("12"), integer(None), integer("-1"), integer("x")) == (12, 0, 0, 0)
