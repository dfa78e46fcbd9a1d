"""Web pages with tables, which many portals save under the name of a spreadsheet: each table is a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.cells import Book, Cell, Kind, Row, Sheet
from feedback.foundation.spreadsheets.encodings import decode
from feedback.foundation.spreadsheets.grid import MAX_COLUMN

MAX_SPAN = 1_000
MAX_TITLE_LINES = 3
MIN_TITLES = 3
_BREAKING = frozenset({"br", "p", "div", "li"})
_SILENT = frozenset({"script", "style", "head", "title"})
_WRAPPING = frozenset({"span", "div", "label", "small"})
"""What is always closed, so that what is hidden in it ends with it: pages hide a sorting key beside a day."""
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)

Line = list[tuple[int, int, str]]
"""One table row: the columns and rows a cell spans, and its text."""


def looks_like_html(content: bytes) -> bool:
    """Whether this is a web page, whatever its name."""
    head = content[:65_536].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"<workbook" in head and b'"urn:schemas-microsoft-com:office:spreadsheet"' in head and b"<html" not in head:
        return False
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<style")) or (
        re.match(rb"<[a-z!?]", head) is not None and (b"<html" in head or re.search(rb"<table\b", head) is not None)
    )


def read_html(content: bytes) -> Book:
    """A book with a sheet for every table, the longest first, rows numbered by record from 1.

    A table of titles alone and the table of the same width below it are one: pages that scroll are built so. Invalid
    for a page without a table.
    """
    decoded = decode(content)
    collector = _Tables()
    collector.feed(decoded.text)
    collector.close()
    tables = sorted(filter(None, _whole(collector.tables)), key=len, reverse=True)
    if not tables:
        raise Invalid("Tệp là trang web không có bảng nào. Xin xuất lại danh sách hồ sơ từ phần mềm một cửa.")
    sheets = (Sheet(f"Bảng {at}" if at > 1 else "", partial(_rows, table)) for at, table in enumerate(tables, 1))
    return Book("text", tuple(sheets), decoded.encoding, decoded.converted)


def _whole(tables: list[Table]) -> list[list[Line]]:
    """Tables in the order of the page, those of titles alone put before the one they belong to, and one after another
    those that begin with the same titles: reports cut into pages are built so."""
    whole: list[list[Line]] = []
    pages: dict[tuple[str, ...], list[Line]] = {}
    titles: list[Line] = []
    for table in tables:
        lines = [*titles, *table.lines] if titles and table.width == _width(titles) else list(table.lines)
        titles = table.lines if table.is_titles else []
        first = _first_titles(lines)
        if first and not titles and first in pages:
            pages[first].extend(lines)
            continue
        whole.append(lines)
        if first and not titles:
            pages[first] = lines
    return whole


def _first_titles(lines: list[Line]) -> tuple[str, ...]:
    """The texts of the first row where they could be titles; empty where they could not."""
    texts = tuple(text.strip() for _, _, text in lines[0]) if lines else ()
    told = [text for text in texts if text]
    return texts if len(told) >= MIN_TITLES and not any(map(str.isdigit, "".join(told))) else ()


def _width(lines: list[Line]) -> int:
    return max((sum(columns for columns, _, _ in line) for line in lines), default=0)


@dataclass(slots=True)
class Table:
    """The rows of a table, and how many of its cells are no titles (`td`)."""

    lines: list[Line] = field(default_factory=list)
    plain: int = 0
    outer: tuple[tuple[int, int], list[str] | None] = ((1, 1), None)

    @property
    def width(self) -> int:
        return _width(self.lines[:MAX_TITLE_LINES])

    @property
    def is_titles(self) -> bool:
        return not self.plain and 0 < len(self.lines) <= MAX_TITLE_LINES


class _Tables(HTMLParser):
    """Collects every table's rows. A table inside a cell is a table of its own; one of a single cell is that text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self._open: list[Table] = []
        self._span = (1, 1)
        self._text: list[str] | None = None
        self._silent = 0
        self._hiding: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _WRAPPING and self._text is not None:
            self._hiding.append(_NOT_SHOWN.search(dict(attrs).get("style") or "") is not None)
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._open.append(Table(outer=(self._span, self._text)))
            self._text = None
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].lines.append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            self._open[-1].plain += tag == "td"
            said = dict(attrs)
            self._span = (_span(said.get("colspan")), _span(said.get("rowspan")))
            self._text, self._hiding = [], []
        elif tag in _BREAKING and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _WRAPPING and self._hiding:
            self._hiding.pop()
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._end_table()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent and not any(self._hiding):
            self._text.append(data)

    def close(self) -> None:
        """Also a page that was cut off gives what it holds."""
        super().close()
        while self._open:
            self._end_cell()
            self._end_table()

    def _end_table(self) -> None:
        """Go on with the cell around it, if there is one."""
        table = self._open.pop()
        self._span, self._text = table.outer
        cells = [text for line in table.lines for _, _, text in line]
        if self._text is not None and len(cells) <= 1 and not "".join(self._text).strip():
            self._text.extend(cells)
        else:
            self.tables.append(table)

    def _end_cell(self) -> None:
        if self._text is None:
            return
        lines = self._open[-1].lines
        if not lines:
            lines.append([])
        if len(lines[-1]) < MAX_COLUMN:
            lines[-1].append((*self._span, "".join(self._text).strip()))
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
            below |= {column + beside: (rows - 1, "" if beside else text) for beside in range(columns)}
        column += columns
