"""XLSX, streamed part by part: values, formulas, hidden rows, merged cells."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.archive import BROKEN, IN_MEMORY, STREAMED, Limits, open_archive
from feedback.foundation.spreadsheets.cells import Book, Cell, Gauge, Row, Sheet
from feedback.foundation.spreadsheets.dates import BUILTIN_DATES, is_date_format
from feedback.foundation.spreadsheets.grid import MAX_COLUMN, MAX_ROW, merges_of, position
from feedback.foundation.spreadsheets.texts import TextFile
from feedback.foundation.spreadsheets.xml_cells import Shared, integer, local_name, read_cell, rich_text

TRUE = ("1", "true")
MAX_SHEETS = 255


def read_xlsx(source: bytes | Path) -> Book:
    """The workbook's worksheets in their order. Raises Invalid (Vietnamese) on anything broken or dangerous.

    Of a path nothing is held in memory: its texts go to a file without a name beside it.
    """
    limits = IN_MEMORY if isinstance(source, bytes) else STREAMED
    archive = open_archive(source, limits)
    sheets, epoch_1904 = _workbook(archive)
    texts: list[str] | TextFile = [] if isinstance(source, bytes) else TextFile(source.parent)
    _read_strings(archive, texts, limits)
    shared = Shared(texts, _date_styles(archive), epoch_1904)
    return Book("xlsx", tuple(_sheet(archive, shared, name, part, hidden) for name, part, hidden in sheets))


def _sheet(archive: zipfile.ZipFile, shared: Shared, name: str, part: str, hidden: bool) -> Sheet:
    gauge = Gauge()
    return Sheet(name, lambda: _rows(archive, part, shared, gauge), hidden, tuple(merges_of(archive, part)), gauge)


def _events(archive: zipfile.ZipFile, part: str, gauge: Gauge | None = None) -> Iterator[tuple[str, Element]]:
    """Start and end of every element of a part; DOCTYPE and entities are refused."""
    try:
        with archive.open(part) as stream:
            if gauge is not None:
                gauge.tell, gauge.total = stream.tell, archive.getinfo(part).file_size
            _refuse_other_encodings(stream)
            yield from iterparse(stream, events=("start", "end"), forbid_dtd=True)
    except (ParseError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError) as error:
        raise Invalid(BROKEN) from error
    except DefusedXmlException as error:
        raise Invalid("Tệp Excel có khai báo DOCTYPE/ENTITY lạ, có thể gây hại, nên không được nhận.") from error


def _refuse_other_encodings(stream: IO[bytes]) -> None:
    if stream.read(2) in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"):
        raise Invalid(BROKEN)
    stream.seek(0)


def _part(archive: zipfile.ZipFile, name: str) -> str | None:
    """The archive's own spelling of a part name, if it is there."""
    wanted = name.lower()
    return next((each for each in archive.namelist() if each.lower() == wanted), None)


def _workbook(archive: zipfile.ZipFile) -> tuple[list[tuple[str, str, bool]], bool]:
    """(name, part, hidden) of each worksheet, and whether days count from 1904."""
    targets = _targets(archive)
    sheets: list[tuple[str, str, bool]] = []
    epoch_1904 = False
    for event, element in _events(archive, _part(archive, "xl/workbook.xml") or "xl/workbook.xml"):
        if event != "end":
            continue
        if local_name(element.tag) == "workbookPr":
            epoch_1904 = element.get("date1904", "0") in ("1", "true")
        elif local_name(element.tag) == "sheet":
            relation = next((value for key, value in element.items() if local_name(key) == "id"), "")
            part = _part(archive, targets.get(relation, ""))
            if len(sheets) >= MAX_SHEETS:
                raise Invalid(f"Tệp Excel có hơn {MAX_SHEETS} trang tính. Xin tách thành nhiều tệp rồi nhập lại.")
            if part:
                sheets.append((element.get("name", ""), part, element.get("state", "visible") != "visible"))
    return sheets, epoch_1904


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    part = _part(archive, "xl/_rels/workbook.xml.rels")
    if part is None:
        raise Invalid(BROKEN)
    found = {}
    for event, element in _events(archive, part):
        if (
            event == "end"
            and local_name(element.tag) == "Relationship"
            and element.get("Type", "").endswith("/worksheet")
        ):
            target = posixpath.normpath(posixpath.join("/xl", element.get("Target", "")))
            found[element.get("Id", "")] = target.lstrip("/")
    return found


def _whole(archive: zipfile.ZipFile, name: str, limits: Limits = IN_MEMORY) -> str | None:
    part = _part(archive, name)
    if part is not None and archive.getinfo(part).file_size > limits.part:
        words = f"Tệp Excel có quá nhiều chữ (hơn {limits.part >> 20} MB). Xin chia sổ thành nhiều tệp nhỏ hơn."
        raise Invalid(words)
    return part


def _read_strings(archive: zipfile.ZipFile, strings: list[str] | TextFile, limits: Limits) -> None:
    part = _whole(archive, "xl/sharedStrings.xml", limits)
    if part is None:
        return
    root: Element | None = None
    for event, element in _events(archive, part):
        if root is None:
            root = element
        if event == "end" and local_name(element.tag) == "si":
            strings.append(rich_text(element))
            root.clear()


def _date_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Indexes of the cell formats that show dates."""
    part = _whole(archive, "xl/styles.xml")
    if part is None:
        return frozenset()
    formats: dict[int, str] = {}
    found: set[int] = set()
    inside, index = False, 0
    for event, element in _events(archive, part):
        tag = local_name(element.tag)
        if tag == "cellXfs":
            inside = event == "start"
        elif event == "end" and tag == "numFmt":
            formats[integer(element.get("numFmtId"))] = element.get("formatCode", "")
        elif event == "end" and tag == "xf" and inside:
            number = integer(element.get("numFmtId"))
            if number in BUILTIN_DATES or is_date_format(formats.get(number, "")):
                found.add(index)
            index += 1
    return frozenset(found)


def _rows(archive: zipfile.ZipFile, part: str, shared: Shared, gauge: Gauge) -> Iterator[Row]:
    """Rows that hold something. Elements are dropped as soon as they are read, so memory does not grow."""
    reader = RowReader(shared)
    for event, element in _events(archive, part, gauge):
        tag = local_name(element.tag)
        if event == "start":
            reader.start(tag, element)
            continue
        row = reader.end(tag, element)
        if row is not None:
            yield row
        if tag == "sheetData":
            return


class RowReader:
    """Collects the cells of one row after another; rows and cells without a position follow the one before."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.data: Element | None = None
        self.number = self.column = self.seen = 0
        self.cells: dict[int, Cell] = {}

    def start(self, tag: str, element: Element) -> None:
        if tag == "sheetData":
            self.data = element
        elif tag == "row":
            self.begin(element)

    def end(self, tag: str, element: Element) -> Row | None:
        """The row that is complete with this element, if it holds anything."""
        if self.data is None or tag not in ("c", "row"):
            return None
        if tag == "c":
            self.take(element)
            return None
        row = self.finish(element)
        self.data.clear()
        return row

    def begin(self, element: Element) -> None:
        self.number = _row_number(element, self.number)
        self.column, self.seen, self.cells = 0, 0, {}

    def take(self, element: Element) -> None:
        self.column = position(element.attrib["r"])[1] if "r" in element.attrib else self.column + 1
        self.seen += 1
        if max(self.seen, self.column) > MAX_COLUMN:
            raise Invalid(BROKEN)
        cell = read_cell(element, self.shared)
        if cell is not None:
            self.cells[self.column] = cell
        element.clear()

    def finish(self, element: Element) -> Row | None:
        if any(cell.text.strip() for cell in self.cells.values()):
            return Row(self.number, self.cells, _is_hidden(element))
        return None


def _row_number(element: Element, before: int) -> int:
    number = integer(element.get("r")) or before + 1
    if number > MAX_ROW or number <= before:
        raise Invalid(BROKEN)
    return number


def _is_hidden(row: Element) -> bool:
    return row.get("hidden") in TRUE or row.get("zeroHeight") in TRUE or row.get("ht") == "0"
