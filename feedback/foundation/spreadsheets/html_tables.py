"""Web pages with a table, which many portals save under the name of a spreadsheet: the longest table is the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.cells import Book, Cell, Kind, Row, Sheet
from feedback.foundation.spreadsheets.encodings import decode
from feedback.foundation.spreadsheets.grid import MAX_COLUMN

MAX_SPAN = 1_000
_BREAKING = frozenset({"br", "p", "div", "li"})
_SILENT = frozenset({"script", "style", "head", "title"})

Line = list[tuple[int, int, str]]
"""One table row: the columns and rows a cell spans, and its text."""


def looks_like_html(content: bytes) -> bool:
    """Whether this is a web page, whatever its name."""
    head = content[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<style")) or (
        head.startswith((b"<?xml", b"<!--")) and (b"<html" in head or b"<table" in head)
    )


def read_html(content: bytes) -> Book:
    """A book of one sheet, rows numbered by record from 1. Invalid for a page without a table."""
    decoded = decode(content)
    collector = _Tables()
    collector.feed(decoded.text)
    collector.close()
    table = max(collector.tables, key=len, default=[])
    if not table:
        raise Invalid("Tệp là trang web không có bảng nào. Xin xuất lại danh sách hồ sơ từ phần mềm một cửa.")
    return Book("text", (Sheet("", lambda: _rows(table)),), decoded.encoding, decoded.converted)


class _Tables(HTMLParser):
    """Collects every table's rows; a table inside a cell is text of that cell no more, but a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Line]] = []
        self._open: list[list[Line]] = []
        self._span = (1, 1)
        self._text: list[str] | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._end_cell()
            self._open.append([])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            said = dict(attrs)
            self._span = (_span(said.get("colspan")), _span(said.get("rowspan")))
            self._text = []
        elif tag in _BREAKING and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self.tables.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(data)

    def close(self) -> None:
        """Also a page that was cut off gives what it holds."""
        super().close()
        self._end_cell()
        self.tables.extend(self._open)
        self._open = []

    def _end_cell(self) -> None:
        if self._text is None:
            return
        if not self._open[-1]:
            self._open[-1].append([])
        if len(self._open[-1][-1]) < MAX_COLUMN:
            self._open[-1][-1].append((*self._span, "".join(self._text).strip()))
        self._text = None


def _span(text: str | None) -> int:
    return min(int(text), MAX_SPAN) if text and text.isascii() and text.isdigit() and int(text[:6]) > 0 else 1


def _rows(table: list[Line]) -> Iterator[Row]:
    """Rows that hold something; a cell that spans several rows stands in each of them."""
    number = 0
    below: dict[int, tuple[int, str]] = {}
    for line in table:
        texts = dict(_placed(line, below))
        cells = {column: Cell(Kind.TEXT, text) for column, text in sorted(texts.items()) if text}
        if cells:
            number += 1
            yield Row(number, cells)


def _placed(line: Line, below: dict[int, tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Column and text of a row's cells, those reaching down from above included; updates what reaches below it."""
    from_above = {column: text for column, (_, text) in below.items()}
    for column, (rows, text) in list(below.items()):
        if rows > 1:
            below[column] = (rows - 1, text)
        else:
            del below[column]
    yield from from_above.items()
    column = 1
    for columns, rows, text in line:
        while column in from_above:
            column += 1
        if column > MAX_COLUMN:
            return
        yield column, text
        if rows > 1:
            below[column] = (rows - 1, text)
        column += columns
