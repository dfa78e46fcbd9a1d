from __future__ import annotations

import pytest

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.grid import MAX_COLUMN
from feedback.foundation.spreadsheets.html_tables import looks_like_html, read_html


def rows(page: str):
    return [{at: cell.text for at, cell in row.cells.items()} for row in read_html(page.encode()).sheets[0].rows()]


def test_the_longest_table_is_the_sheet_and_spans_keep_their_columns():
    page = (
        "<html><head><title>Sổ</title><style>td{}</style></head><table><tr><td>nhỏ</td></tr></table>"
        "<table><tr><td colspan=3><b>DANH SÁCH</b></td></tr><tr><th>STT<th>Mã<br>hồ sơ<th>Ngày</tr>"
        "<tr><td rowspan=2>1</td><td>H50</td><td>1/1&amp;2</td></tr><tr><td>H51</td><td>&nbsp;</td></tr></table>"
    )
    assert rows(page) == [
        {1: "DANH SÁCH"},
        {1: "STT", 2: "Mã\nhồ sơ", 3: "Ngày"},
        {1: "1", 2: "H50", 3: "1/1&2"},
        {1: "1", 2: "H51"},
    ]


def test_a_cell_that_spans_columns_and_rows_keeps_all_of_them():
    page = "<table><tr><td rowspan=2 colspan=2>Đầu<td>Mã<tr><td>H50<tr><td>a<td>b<td>c</table>"
    assert rows(page) == [{1: "Đầu", 3: "Mã"}, {1: "Đầu", 3: "H50"}, {1: "a", 2: "b", 3: "c"}]


def test_tables_with_the_same_titles_are_pages_of_one():
    titles = "<tr><td>STT<td>Mã hồ sơ<td>Ngày</tr>"
    page = f"<table>{titles}<tr><td>1<td>H50<td>x</table><p>Trang 2</p><table>{titles}<tr><td>2<td>H51<td>y</table>"
    read = read_html(page.encode())
    assert len(read.sheets) == 1
    assert [row.cells[2].text for row in read.sheets[0].rows()] == ["Mã hồ sơ", "H50", "Mã hồ sơ", "H51"]
    other = page.replace("<td>Ngày</tr><tr><td>2", "<td>Giờ</tr><tr><td>2")
    assert len(read_html(other.encode()).sheets) == 2


def test_a_page_that_was_cut_off_gives_what_it_holds():
    assert rows("<table><tr><td>a</td><td>b") == [{1: "a", 2: "b"}]


def test_what_a_page_would_run_is_no_text():
    assert rows("<table><tr><td>a<script>alert(1)</script></td></tr></table>") == [{1: "a"}]


def test_what_a_page_does_not_show_inside_a_cell_is_no_text():
    hidden = '<span class=key style="color:red; DISPLAY: none">20260701<small>x</small></span>'
    assert rows(f"<table><tr><td>{hidden}01/07/2026<td><span>a</span>b<td>{hidden[:-7]}<td>c</table>") == [
        {1: "01/07/2026", 2: "ab", 4: "c"}
    ]
    assert rows('<table><tr><td style="display:none">1<td><div style="display:none">2</div><p>3</table>') == [
        {1: "1", 2: "3"}
    ]


@pytest.mark.parametrize("span", ["9" * 30, "-1", "0", "x", "²"])
def test_an_odd_span_does_no_harm(span):
    assert rows(f"<table><tr><td colspan='{span}' rowspan='{span}'>a</td></tr><tr><td>b</td></tr></table>")[0][1] == "a"


def test_a_row_of_too_many_columns_ends_at_the_last_a_sheet_has():
    many = "<td colspan=1000>x</td>" * 20
    assert max(rows(f"<table><tr>{many}</tr></table>")[0]) <= MAX_COLUMN


def test_a_page_without_a_table_is_refused():
    with pytest.raises(Invalid, match="không có bảng"):
        read_html(b"<html><body>loi dang nhap</body></html>")


@pytest.mark.parametrize(
    "head", [b"<html>", b"\xef\xbb\xbf <!DOCTYPE html>", b"<?xml version='1.0'?><html>", b"<table>"]
)
def test_a_page_is_told_by_its_beginning(head):
    assert looks_like_html(head)


@pytest.mark.parametrize("head", [b"a;b", b"<?xml version='1.0'?><x/>", b"PK", b"<nope>"])
def test_what_is_no_page(head):
    assert not looks_like_html(head)
