"""Reading an upload: the sheet that holds records, its rows checked against what the system knows."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import PurePath
from typing import Any

from sqlalchemy.orm import Session

from feedback.foundation.clock import local_day
from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets import Book, Row, Sheet, open_book
from feedback.foundation.text import clean
from feedback.organisation.queries import get_setting, list_prefixes, names_on, subtree_ids
from feedback.procedures.queries import read_catalogue
from feedback.procedures.rules import Catalogue
from feedback.records.queries.mappings import list_mappings, list_mappings_named
from feedback.records.rules import (
    DEFAULT_CODE_PATTERN,
    Checked,
    ColumnMapping,
    Found,
    Header,
    Ignored,
    Layout,
    Places,
    Role,
    check_row,
    find_header,
    find_heading_unit,
    reject_duplicates,
)
from feedback.records.rules.columns import is_handing_in, may_be_days
from feedback.records.rules.headers import with_third_row

CODE_PATTERN = "record_code_pattern"
"""The setting that holds another accepted form of record codes (a regular expression)."""
HEADER_WITHIN = 200
NO_HEADER = (
    "Không thấy dòng tiêu đề có cột “Mã hồ sơ” cùng cột ngày tiếp nhận hoặc thủ tục trong {where}. "
    "Xin kiểm tra lại tệp xuất từ phần mềm một cửa; nếu đúng tệp, xin tải lên ở trang Nhập sổ theo dõi để chỉ ra các "
    "cột một lần (trên lệnh: --column)."
)
NO_RECEIPT = (
    "Tệp không có cột “Ngày tiếp nhận”, nên không hồ sơ nào nhận được.{days} Nếu phần mềm chỉ ghi ngày nộp, xin chỉ ra "
    "một lần cột dùng thay ngày tiếp nhận, ở trang Nhập sổ theo dõi (trên lệnh: --column); mẫu cột ghi lại điều đó."
)


class UnknownColumns(Invalid):
    """No sheet has titles we know: somebody can say what its columns are."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to import. `unit_id` only fills gaps; `as_of` (aware) is the moment the export speaks of."""

    name: str
    content: bytes
    as_of: datetime
    unit_id: int | None = None
    software: str = ""
    """The saved reading of columns to use, by its name; without one, that of exactly these titles if there is one."""
    home: int | None = None
    """The unit whose saved readings come before those of others."""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def base_name(self) -> str:
        return clean(PurePath(self.name.replace("\\", "/")).name) or "khong-ten"


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of an upload after checking, and where they stood. Nothing is stored yet."""

    file_name: str
    sha256: str
    as_of: datetime
    places: Places
    rows: tuple[Checked, ...]
    ignored: tuple[Ignored, ...]
    about: dict[str, Any]

    @property
    def mapping_id(self) -> int | None:
        """The saved reading of its columns it was read with."""
        told = self.about.get("mapping")
        return int(told["id"]) if told else None


@dataclass(frozen=True, slots=True)
class Table:
    """The sheet of a book that holds records, and how its rows are read. `others` are further sheets with records."""

    book: Book
    sheet: Sheet
    others: tuple[str, ...]
    layout: Layout

    def read(self) -> Iterator[Found | Ignored]:
        """Every row in order, from the beginning."""
        return self.layout.read(self.sheet.rows())

    @property
    def about(self) -> dict[str, Any]:
        """What the counts of an import say about its file, once the header was read."""
        return {
            "sheet": self.sheet.name,
            "other_sheets": list(self.others),
            "titles": _titles(self.layout),
            "unused": unused_titles(self.layout.header) if self.layout.header is not None else [],
            "unused_days": _unused_days(self.layout.header),
            "handed_in": _handed_in(self.layout),
            "encoding": self.book.encoding,
            "converted": [list(pair) for pair in self.book.converted],
            "mapping": _mapping_told(self.layout.mapping),
        }


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are checked against: procedures, the form of codes, units by name and prefix."""

    as_of: datetime
    catalogue: Catalogue
    pattern: re.Pattern[str]
    names: Mapping[str, int]
    prefixes: Mapping[str, int]

    def check(self, found: Found) -> Checked:
        return check_row(found, self.catalogue, self.as_of, self.pattern)


def open_table(session: Session, book: Book, software: str = "", home: int | None = None) -> Table:
    """UnknownColumns where no sheet of the book holds records. What clerks said about titles is asked for first."""
    mappings = list_mappings_named(session, software, home) if software else list_mappings(session, home)
    sheet, others = choose_sheet(book, mappings)
    mapping = next((each for each in mappings if _is_told(sheet, each)), None)
    return Table(book, sheet, tuple(others), Layout(sheet.merges, numbered=book.form == "xlsx", mapping=mapping))


def _mapping_told(mapping: ColumnMapping | None) -> dict[str, Any] | None:
    return {"id": mapping.id, "name": mapping.name, "version": mapping.version} if mapping is not None else None


def read_ground(session: Session, as_of: datetime) -> Ground:
    names = names_on(session, local_day(as_of))
    return Ground(as_of, read_catalogue(session), code_pattern(session), names, list_prefixes(session))


def places_of(session: Session, ground: Ground, headings: Sequence[str], unit_id: int | None) -> Places:
    """Where rows below these headings may belong; `unit_id` is the unit chosen by the person."""
    heading = find_heading_unit(ground.names, headings)
    if heading is not None and unit_id in subtree_ids(session, heading):
        # "UBND TỈNH QUẢNG TRỊ" above the table names who is above the unit chosen, and does not contradict it.
        heading = unit_id
    return Places(ground.names, ground.prefixes, heading, unit_id)


def read_upload(session: Session, upload: Upload) -> Reading:
    """Read and check an export. Invalid (Vietnamese) when the file itself cannot be taken."""
    table = open_table(session, open_book(upload.content), upload.software, upload.home)
    ground = read_ground(session, upload.as_of)
    rows: list[Checked] = []
    ignored: list[Ignored] = []
    for each in table.read():
        if isinstance(each, Ignored):
            ignored.append(each)
        else:
            rows.append(ground.check(each))
    return Reading(
        file_name=upload.base_name,
        sha256=upload.sha256,
        as_of=upload.as_of,
        places=places_of(session, ground, table.layout.headings, upload.unit_id),
        rows=tuple(reject_duplicates(rows)),
        ignored=tuple(ignored),
        about=table.about,
    )


def code_pattern(session: Session) -> re.Pattern[str]:
    """The accepted form of record codes: the setting, else that of TT 01/2018 as printed in 2026."""
    try:
        return re.compile(str(get_setting(session, None, CODE_PATTERN, DEFAULT_CODE_PATTERN)))
    except re.error as error:
        at = (error.pos or 0) + 1
        raise Invalid(f"Cài đặt “{CODE_PATTERN}” không phải biểu thức chính quy đúng: sai từ chữ thứ {at}.") from error


def choose_sheet(book: Book, mappings: Sequence[ColumnMapping] = ()) -> tuple[Sheet, list[str]]:
    """The sheet that holds records, and the names of further ones with such a header.

    The first visible one that has a file below its header, else the first visible header, else a hidden sheet.
    """
    headers = [(sheet, header) for sheet in book.sheets if (header := _best_header(sheet, mappings)) is not None]
    useful = [sheet for sheet, header in headers if Role.RECEIVED in header.columns]
    if len(useful) > 1:
        useful.sort(key=lambda sheet: (sheet.hidden, not has_files(sheet, mappings)))
    if not useful:
        raise UnknownColumns(_no_receipt(headers[0][1]) if headers else _no_header(book))
    return useful[0], [sheet.name for sheet in useful[1:]]


def _best_header(sheet: Sheet, mappings: Sequence[ColumnMapping]) -> Header | None:
    """The first titles among which is the receipt, without which no file is taken; else the first ones."""
    first: Header | None = None
    for header in _headers(sheet, (None, *mappings)):
        if Role.RECEIVED in header.columns:
            return header
        first = first or header
    return first


def _no_header(book: Book) -> str:
    return NO_HEADER.format(where="tệp" if len(book.sheets) <= 1 else f"{len(book.sheets)} trang tính của tệp")


def _no_receipt(header: Header) -> str:
    days = ", ".join(f"“{title}”" for title in unused_titles(header) if may_be_days(title))
    return NO_RECEIPT.format(days=f" Trong tệp có: {days}." if days else "")


def _is_told(sheet: Sheet, mapping: ColumnMapping) -> bool:
    return any(header.mapping is not None for header in _headers(sheet, (mapping,)))


def _headers(sheet: Sheet, mappings: Sequence[ColumnMapping | None]) -> Iterator[Header]:
    """What may be read as titles in the first rows, as we know them or as a clerk told."""
    wide = {(merge.top, merge.left): merge.right for merge in sheet.merges if merge.right - merge.left >= 2}
    for row, following, third in _threes(islice(sheet.rows(), HEADER_WITHIN)):
        for mapping in mappings:
            header = find_header(row, following, wide, mapping)
            if header is not None:
                last, below = (following or row, third) if len(header.rows) == 2 else (row, following)
                yield with_third_row(header, last, below, wide)


def _threes(rows: Iterable[Row]) -> Iterator[tuple[Row, Row | None, Row | None]]:
    """Every row with the two after it."""
    window: deque[Row | None] = deque(maxlen=3)
    for row in chain(rows, (None, None)):
        window.append(row)
        if len(window) == 3 and window[0] is not None:
            yield window[0], window[1], window[2]


def has_files(sheet: Sheet, mappings: Sequence[ColumnMapping] = ()) -> bool:
    """Whether one of the first rows is a file."""
    mapping = next((each for each in mappings if _is_told(sheet, each)), None)
    layout = Layout(sheet.merges, mapping=mapping)
    return any(isinstance(each, Found) for each in layout.read(islice(sheet.rows(), HEADER_WITHIN)))


def _titles(layout: Layout) -> dict[str, str]:
    """Role → column title as printed, for the preview."""
    if layout.header is None:
        return {}
    columns = layout.header.columns
    return {role.value: clean(layout.header.titles.get(columns[role], "")) for role in Role if role in columns}


def unused_titles(header: Header) -> list[str]:
    """Titles of the columns nothing is read from, as printed."""
    used = {*header.columns.values(), *header.hours.values()}
    titles = (clean(title) for column, title in sorted(header.titles.items()) if column not in used)
    return [title for title in titles if title]


def _unused_days(header: Header | None) -> list[str]:
    """Titles of unused columns that may hold days, where due times or ends were found in none: perhaps it is there."""
    if header is None or header.mapping is not None:
        return []
    missing = Role.DUE not in header.columns or not {Role.RESULT, Role.RETURNED} & header.columns.keys()
    return [title for title in unused_titles(header) if may_be_days(title)] if missing else []


def _handed_in(layout: Layout) -> str:
    """The title of the column a clerk said to be the receipt although it tells when a file was handed in."""
    title = _titles(layout).get(Role.RECEIVED.value, "")
    return title if is_handing_in(title) else ""
