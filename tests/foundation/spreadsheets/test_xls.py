from __future__ import annotations

import io
from datetime import datetime
from random import Random

import pytest
import xlwt

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets import open_book
from feedback.foundation.spreadsheets.cells import Kind
from feedback.foundation.spreadsheets.xls import read_xls
from tests.foundation.spreadsheets.old_letters import TEXT, as_tcvn3


def workbook(texts: tuple[str, ...] = ("Mã hồ sơ", "Ngày hẹn")) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sổ")
    date = xlwt.easyxf(num_format_str="DD/MM/YYYY HH:MM")
    sheet.write_merge(0, 0, 0, 2, "SỔ THEO DÕI")
    for column, text in enumerate(texts):
        sheet.write(1, column, text)
    sheet.write(3, 0, 912345678)
    sheet.write(3, 1, datetime(2026, 8, 21, 16, 10), date)  # noqa: DTZ001
    sheet.write(3, 2, True)
    sheet.write(4, 0, 2.00072)
    sheet.row(4).hidden = True
    book.add_sheet("Ẩn").visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_old_workbook_is_read_with_its_rows_dates_merges_and_hidden_parts():
    book = open_book(workbook())
    sheet, hidden = book.sheets
    assert (book.form, sheet.name, sheet.hidden, hidden.hidden) == ("xlsx", "Sổ", False, True)
    rows = {row.number: row for row in sheet.rows()}
    assert list(rows) == [1, 2, 4, 5]
    assert rows[4].cells[1].text == "912345678"
    assert (rows[4].cells[2].kind, rows[4].cells[2].moment) == (Kind.MOMENT, datetime(2026, 8, 21, 16, 10))  # noqa: DTZ001
    assert rows[4].cells[3].kind is Kind.TRUTH
    assert (rows[5].hidden, rows[5].cells[1].text) == (True, "2.00072")
    assert [(merge.top, merge.left, merge.bottom, merge.right) for merge in sheet.merges] == [(1, 1, 1, 3)]


def test_letters_of_old_fonts_in_an_old_workbook_are_read_as_vietnamese():
    book = open_book(workbook(tuple(as_tcvn3(text).decode("latin-1") for text in TEXT.split("; "))))
    assert book.encoding == "TCVN3 (ABC)"
    assert [cell.text for cell in list(book.sheets[0].rows())[1].cells.values()] == TEXT.split("; ")
    assert book.converted[0][1] == "Thủ tục đăng ký nhận cha, mẹ, con"


def test_a_damaged_workbook_is_refused_in_words_wherever_it_is_damaged():
    whole, chance = workbook(), Random(5)
    refusals = []
    for _ in range(150):
        broken = bytearray(whole[: chance.randrange(600, len(whole) + 1)])
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        try:
            for sheet in read_xls(bytes(broken)).sheets:
                list(sheet.rows())
        except Invalid as refusal:
            refusals.append(refusal.message)
    assert len(refusals) > 20
    assert all("xls" in words or "mật khẩu" in words for words in refusals)


def test_what_is_no_workbook_inside_is_refused():
    with pytest.raises(Invalid, match="hỏng"):
        read_xls(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
