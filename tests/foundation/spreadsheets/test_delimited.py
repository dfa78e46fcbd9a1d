from __future__ import annotations

import csv

import pytest

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.delimited import find_delimiter, read_delimited


def rows(text: str | bytes):
    content = text if isinstance(text, bytes) else text.encode()
    book = read_delimited(content)
    return [(row.number, row.line, {at: cell.text for at, cell in row.cells.items()}) for row in book.sheets[0].rows()]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    line = delimiter.join(("a, b" if delimiter == ";" else "a", "c", "d")) + "\n"
    assert find_delimiter(lambda: iter([line] * 5)) == delimiter


def test_a_quoted_line_break_stays_in_its_cell_and_lines_are_physical():
    assert rows('\ufeffa;b\r\n"x\r\ny";"1;2"\r\nz;3\r\n') == [
        (1, 1, {1: "a", 2: "b"}),
        (2, 2, {1: "x\r\ny", 2: "1;2"}),
        (3, 4, {1: "z", 2: "3"}),
    ]


def test_an_opening_sep_line_decides_and_is_no_record():
    assert rows("sep=,\na,b;c\n") == [(1, 2, {1: "a", 2: "b;c"})]


def test_blank_lines_are_not_counted():
    assert [row[:2] for row in rows("a;b\n\n\nc;d\n")] == [(1, 1), (2, 4)]


def test_mixed_encodings_are_refused_whole():
    with pytest.raises(Invalid, match="dòng 3"):
        rows("a;b\nà;é\n".encode() + "à;é\n".encode("cp1258"))


@pytest.mark.parametrize(("columns", "words"), [(20_000, "20000 cột"), (200_000, "hơn 100000 cột")])
def test_a_row_of_more_columns_than_a_sheet_has_is_refused(columns, words):
    with pytest.raises(Invalid, match=words):
        rows(b"a;b\n" + b";".join([b"x"] * columns))


def test_nul_is_refused():
    with pytest.raises(Invalid, match="NUL"):
        rows(b"a;b\x00\n")


@pytest.fixture(params=[131_072, 1_000_000])
def raised_limit(request):
    """The parser's own limit, as another part of the program may have left it."""
    before = csv.field_size_limit(request.param)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize("text", ['a;b\n"x;y\nz;1\n', 'a;b\n"x"y;z\n', 'a;b\n"' + "x" * 200_000 + '";c\n'])
@pytest.mark.usefixtures("raised_limit")
def test_broken_quoting_is_refused_with_its_line(text):
    with pytest.raises(Invalid, match="từ dòng 2"):
        rows(text)
