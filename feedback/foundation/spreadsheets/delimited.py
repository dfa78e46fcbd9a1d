"""Delimited text: `;` `,` tab or `|`, in any encoding we know, quoted fields that hold separators and line breaks."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.cells import Book, Cell, Gauge, Kind, Row, Sheet
from feedback.foundation.spreadsheets.encodings import decode
from feedback.foundation.spreadsheets.grid import MAX_COLUMN

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_RECORDS = 60
ENDLESS = 100_000
LONGEST_CELL = 131_072
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


Lines = Callable[[], Iterator[str]]
"""Reads a text from its beginning each time, line by line with their ends."""


def read_delimited(content: bytes) -> Book:
    """A book of one sheet. Rows are numbered by record from 1, blank lines not counted, with their physical line."""
    decoded = decode(content)
    _refuse_endless_lines(decoded.text)
    return book_of(lambda: _lines(decoded.text), decoded.encoding, decoded.converted)


def book_of(lines: Lines, encoding: str, converted: tuple[tuple[str, str], ...], gauge: Gauge | None = None) -> Book:
    """A text as a book of one sheet, whose lines are read when its rows are."""
    delimiter = find_delimiter(lines)
    sheet = Sheet("", lambda: _rows(lines, delimiter), gauge=gauge or Gauge())
    return Book("text", (sheet,), encoding, converted)


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, one after the other: a text stream would keep four bytes of every letter."""
    return (match.group() for match in _LINE.finditer(text) if match.group())


def _refuse_endless_lines(text: str) -> None:
    """Before anything splits it: a line of millions of separators would cost more memory than the whole file."""
    for number, line in enumerate(_lines(text), 1):
        refuse_endless(line, number)


def refuse_endless(line: str, number: int) -> None:
    """Invalid for a line of more columns than any spreadsheet has."""
    if len(line) > ENDLESS and max(map(line.count, DELIMITERS)) > ENDLESS:
        raise Invalid(f"Dòng {number} có hơn {ENDLESS} cột, không phải bảng tính. Xin xuất lại tệp.")


def find_delimiter(lines: Lines) -> str:
    """The separator that splits the first records most evenly into most fields; a first line `sep=;` decides."""
    first = next(lines(), "").strip()
    if first.lower().startswith("sep=") and len(first) >= 5:
        return first[4]
    return max(DELIMITERS, key=lambda each: _evenness(lines, each))


def _evenness(lines: Lines, delimiter: str) -> tuple[float, int]:
    sizes: Counter[int] = Counter()
    reader = csv.reader(lines(), delimiter=delimiter)
    try:
        for record in reader:
            sizes[len(record)] += 1
            if sizes.total() >= SAMPLE_RECORDS:
                break
    except csv.Error:
        return (0.0, 0)
    size, times = max(sizes.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(0, 0))
    return (times / max(sizes.total(), 1) if size > 1 else 0.0, size)


def _rows(lines: Lines, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    number = line = 0
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(line + 1) from error
        start, line = line + 1, reader.line_num
        # The parser's own limit is one for the whole program, and others may have moved it.
        if max(map(len, record), default=0) > LONGEST_CELL:
            raise _broken(start)
        if len(record) > MAX_COLUMN:
            raise Invalid(f"Dòng {start} có {len(record)} cột, nhiều hơn một bảng tính chứa được. Xin xuất lại tệp.")
        if not record or (start == 1 and record[0].strip().lower().startswith("sep=")):
            continue
        number += 1
        cells = {at: Cell(Kind.TEXT, value) for at, value in enumerate(record, 1) if value}
        yield Row(number, cells, line=start)


def _broken(line: int) -> Invalid:
    return Invalid(
        f"Tệp CSV hỏng từ dòng {line}: dấu nháy kép không khớp hoặc ô quá dài. "
        "Xin sửa dòng này hoặc xuất lại tệp. Chưa có gì được ghi."
    )
