from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest
import xlsxwriter

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.cells import Kind, Merge
from feedback.foundation.spreadsheets.xlsx import read_xlsx
from tests.foundation.spreadsheets.books import RELATIONS, WORKBOOK, archive, sheet


def rows(content: bytes):
    return list(read_xlsx(content).sheets[0].rows())


def test_values_come_with_their_kind_and_formulas_with_their_stored_value():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("Sổ")
    page.write_string(0, 0, "chữ")
    page.write_number(0, 1, 912345678)
    page.write_datetime(
        0, 2, datetime.fromisoformat("2026-07-02T11:28"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    )
    page.write_boolean(0, 3, True)
    page.write_formula(0, 4, "=1+1", None, 2)
    page.write_formula(0, 5, '=HYPERLINK("x","y")', None, "Nguyễn Văn Mẫu")
    page.write_rich_string(0, 6, "Trần ", book.add_format({"bold": True}), "Thị")
    book.close()
    cells = rows(stream.getvalue())[0].cells
    assert [cells[at].text for at in (1, 2, 7)] == ["chữ", "912345678", "Trần Thị"]
    assert cells[3].moment == datetime.fromisoformat("2026-07-02T11:28")
    assert (cells[4].kind, cells[4].text) == (Kind.TRUTH, "TRUE")
    assert (cells[5].formula, cells[5].number) == (True, 2.0)
    assert (cells[6].formula, cells[6].text) == (True, "Nguyễn Văn Mẫu")


def test_hidden_rows_hidden_sheets_and_merges_are_seen():
    book = openpyxl.Workbook()
    page = book.active
    page.append(["a", "b"])
    page.append(["c", "d"])
    page.row_dimensions[2].hidden = True
    page.column_dimensions["B"].hidden = True
    page.merge_cells("A4:C5")
    book.create_sheet("Ẩn").sheet_state = "veryHidden"
    stream = io.BytesIO()
    book.save(stream)
    read = read_xlsx(stream.getvalue())
    assert [sheet.hidden for sheet in read.sheets] == [False, True]
    assert [row.hidden for row in read.sheets[0].rows()] == [False, True]
    assert read.sheets[0].merges == (Merge(4, 1, 5, 3),)


def test_days_may_count_from_1904():
    workbook = WORKBOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    content = archive(
        {"xl/workbook.xml": workbook, "xl/styles.xml": styles}, rows='<row r="1"><c r="A1" s="1"><v>44743</v></c></row>'
    )
    assert rows(content)[0].cells[1].moment == datetime.fromisoformat("2026-07-02T00:00")


def test_rows_and_cells_without_positions_follow_each_other():
    content = archive(rows="<row><c><v>1</v></c><c><v>2</v></c></row><row><c/></row><row><c><v>3</v></c></row>")
    assert [(row.number, [cell.text for cell in row.cells.values()]) for row in rows(content)] == [
        (1, ["1", "2"]),
        (3, ["3"]),
    ]


def test_errors_and_formulas_without_a_stored_value():
    inline = '<c r="C3" t="inlineStr"><is><t>x</t></is></c>'
    row = f'<row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3"><f>1+1</f></c>{inline}</row>'
    cells = rows(archive(rows=row))[0].cells
    assert (cells[1].kind, cells[2].formula, cells[2].text, cells[3].text) == (Kind.ERROR, True, "", "x")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE x [" + '<!ENTITY a "ha">' + '<!ENTITY b "&a;&a;&a;">' + "]>",
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_doctype_and_entities_are_refused_in_every_part(doctype, part):
    body = {"xl/worksheets/sheet1.xml": sheet(""), "xl/sharedStrings.xml": "<sst/>", "xl/workbook.xml": WORKBOOK}[part]
    hostile = f'<?xml version="1.0"?>{doctype}' + body.replace('<?xml version="1.0" encoding="UTF-8"?>', "")
    with pytest.raises(Invalid, match="DOCTYPE"):
        rows(archive({part: hostile}))


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="BDWGN1"><v>1</v></c></row>',
        '<row r="2000000"><c><v>1</v></c></row>',
        '<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>',
        '<row r="1"><c t="s"><v>7</v></c></row>',
        '<row r="1"><c><v>1</v>',
        '<row r="1">' + "<c/>" * 20_000 + "</row>",
    ],
)
def test_impossible_sheets_are_refused(row):
    with pytest.raises(Invalid):
        rows(archive(rows=row))


def test_a_dimension_of_a_million_columns_costs_nothing():
    text = sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
        "<sheetData>", '<dimension ref="A1:BDWGN1048576"/><sheetData>'
    )
    assert len(rows(archive({"xl/worksheets/sheet1.xml": text}))) == 1


def test_a_sheet_in_utf_16_cannot_smuggle_a_doctype():
    with pytest.raises(Invalid):
        rows(archive({"xl/worksheets/sheet1.xml": sheet("").encode("utf-16")}))


def test_missing_parts_are_refused():
    with pytest.raises(Invalid):
        rows(archive({"xl/_rels/workbook.xml.rels": RELATIONS.replace("rId1", "rId1", 1)[:-20]}))


def test_a_long_sheet_is_streamed():
    long = archive(rows="".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 20_001)))
    assert sum(1 for _ in read_xlsx(long).sheets[0].rows()) == 20_000
