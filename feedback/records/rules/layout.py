"""What each row of a register is: title, header, file, group heading, total, signature. Rows are never guessed away:
everything that is not taken as a file is named and listed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from feedback.foundation.spreadsheets.cells import Cell, Kind, Merge, Row
from feedback.foundation.text import fold
from feedback.records.rules.columns import Role, title_key
from feedback.records.rules.headers import WHEN, Header, find_header, holds_data, with_third_row
from feedback.records.rules.mappings import ORDER_WORDS, ColumnMapping, Wide
from feedback.records.rules.stamps import BadDate, DateOrder, is_blank, joined, read_stamp, read_text
from feedback.records.rules.states import State
from feedback.records.rules.values import cell_text, clean_code
from feedback.working_calendar.rules.days import LOCAL

Cells = Mapping[Role, Cell]
LONG_GAP = 1_000
"""Blank rows are listed one by one; a longer gap (a stray cell far below) is not."""

_CORE = (Role.APPLICANT, Role.ADDRESS, Role.PHONE, Role.RECEIVED, Role.DUE, Role.STATUS, Role.FIELD)
_TOTAL = re.compile(r"^(?:tong(?: cong| so|)?|cong)\b")
_SIGNATURE = re.compile(
    r"^(?:nguoi lap|nguoi tiep nhan|nguoi tong hop|thu truong|chu tich|pho chu tich|giam doc|lanh dao|ky ten|can bo lap"
    r"|\(?ky|tm\b|kt\b|tl\b|truong phong|cong chuc|ke toan|noi nhan)"
)
_INDEX = re.compile(r"^[(\[]?\s*(\d{1,2}|[a-z])\s*[)\]]?$")


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that is no file, and why."""

    number: int
    why: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A row that is a file: its cells by role, all of them as they stand, and the state a clerk said its word means."""

    number: int
    line: int | None
    hidden: bool
    cells: Cells
    row: Row
    has_procedure_code: bool
    state: State | None = None


@dataclass
class Layout:
    """Reads a sheet row by row. `headings` are the lines above the header (agency, title, period).

    `mapping` is what a clerk said about the titles of such an export.
    """

    merges: Iterable[Merge] = ()
    numbered: bool = True
    mapping: ColumnMapping | None = None
    header: Header | None = None
    headings: list[str] = field(default_factory=list)

    def read(self, rows: Iterable[Row]) -> Iterator[Found | Ignored]:
        """Every row in order. Text files number their records from the header on; XLSX keeps the sheet's rows."""
        fill = Fill(self.merges)
        wide = {(merge.top, merge.left): merge.right for merge in self.merges if merge.right - merge.left >= 2}
        last = 0
        offset = 0
        pending = _with_next(rows)
        for row, following in pending:
            if self.numbered:
                yield from _blanks(last, row.number)
            last = row.number
            header = None if self._is_plainly_a_file(row) else find_header(row, following, wide, self.mapping)
            if header is None:
                found = self._classify(Row(row.number - offset, row.cells, row.hidden, row.line), fill, wide)
                if self.numbered or self.header is not None:
                    yield found
                continue
            first = self.header is None
            self.header = header = _whole(header, row, following, pending, wide)
            last = header.rows[-1]
            if self.numbered:
                yield from (Ignored(number, "header" if first else "repeated header") for number in header.rows)
            elif first:
                offset = last
            else:
                yield Ignored(row.number - offset, "repeated header")

    def _is_plainly_a_file(self, row: Row) -> bool:
        """Whether a code stands where the header has it: no header does, so its words need not be looked at."""
        return self.header is not None and _looks_like_code(row.cells.get(self.header.columns[Role.CODE]))

    def _classify(self, row: Row, fill: Fill, wide: Mapping[tuple[int, int], int]) -> Found | Ignored:
        fill.note(row)
        if self.header is None:
            text = _line(row)
            self.headings.extend(filter(None, (cell_text(cell) for _, cell in sorted(row.cells.items()))))
            return Ignored(row.number, "title" if text else "blank", text)
        why = _not_a_file(row, self.header, wide)
        if why is not None:
            return Ignored(row.number, why, _line(row))
        return self._found(row, self.header, fill)

    def _found(self, row: Row, header: Header, fill: Fill) -> Found:
        cells = {
            role: cell
            for role, column in header.columns.items()
            if (cell := row.cells.get(column) or fill.cell(row.number, column)) is not None
        }
        if header.mapping is not None:
            cells |= _in_order(cells, header.mapping.order)
        for role, column in header.hours.items():
            if (both := joined(cells.get(role), row.cells.get(column))) is not None:
                cells[role] = both
        state = header.mapping.state_of(cell_text(cells.get(Role.STATUS))) if header.mapping is not None else None
        return Found(row.number, row.line, row.hidden, cells, row, Role.PROCEDURE_CODE in header.columns, state)


def _in_order(cells: Cells, order: DateOrder) -> dict[Role, Cell]:
    """The cells of days of an export that does not put the day first, as moments; what is none stays to be refused."""
    texts = {role: cells[role] for role in WHEN if role in cells and cells[role].kind is Kind.TEXT}
    return {role: _moment(cell, order) for role, cell in texts.items()} if order is not DateOrder.DAY_FIRST else {}


def _moment(cell: Cell, order: DateOrder) -> Cell:
    try:
        read = read_text(cell.text, order)
    except BadDate:
        return replace(cell, text=f"{cell.text} ({ORDER_WORDS[order]}?)")
    if read is None:
        return cell
    return replace(cell, kind=Kind.MOMENT, moment=read.at.astimezone(LOCAL).replace(tzinfo=None))


def _with_next(rows: Iterable[Row]) -> Iterator[tuple[Row, Row | None]]:
    before: Row | None = None
    for row in chain(rows, (None,)):
        if before is not None:
            yield before, row
        before = row


def _whole(
    header: Header, row: Row, following: Row | None, pending: Iterator[tuple[Row, Row | None]], wide: Wide
) -> Header:
    """The header that begins in `row` with all its rows, which are passed over."""
    below = following
    if len(header.rows) == 2:
        row, below = next(pending, (row, None))
    whole = with_third_row(header, row, below, wide)
    if whole is not header:
        next(pending, None)
    return whole


def _blanks(last: int, number: int) -> Iterator[Ignored]:
    if number - last <= LONG_GAP:
        yield from (Ignored(blank, "blank") for blank in range(last + 1, number))


def _line(row: Row) -> str:
    return " ".join(filter(None, (cell_text(cell) for _, cell in sorted(row.cells.items()))))


class Fill:
    """Values of cells merged downwards: the sheet stores only the uppermost."""

    def __init__(self, merges: Iterable[Merge]) -> None:
        self.tops: dict[int, list[Merge]] = defaultdict(list)
        for merge in merges:
            if merge.bottom > merge.top and merge.left == merge.right:
                self.tops[merge.top].append(merge)
        self.below: dict[int, tuple[int, Cell]] = {}

    def note(self, row: Row) -> None:
        for merge in self.tops.get(row.number, ()):
            if merge.left in row.cells:
                self.below[merge.left] = (merge.bottom, row.cells[merge.left])

    def cell(self, number: int, column: int) -> Cell | None:
        bottom, cell = self.below.get(column, (0, None))
        return cell if number <= bottom else None


def _not_a_file(row: Row, header: Header, wide: Mapping[tuple[int, int], int]) -> str | None:
    """Why the row is no file; None if it is one."""
    filled = {column: cell for column, cell in row.cells.items() if not is_blank(cell.text)}
    if not filled:
        return "blank"
    if _looks_like_code(row.cells.get(header.columns[Role.CODE])):
        return None
    if _is_index(filled, header):
        return "column index"
    if _repeats_titles(filled, header):
        return "repeated header"
    # Before its words are looked at: "Công nhận hộ nghèo" begins like "Cộng".
    if _is_told(filled, header):
        return None
    return _below_the_files(fold(_opening(filled))) or _too_little(row.number, filled, header, wide)


def _below_the_files(opening: str) -> str | None:
    if _TOTAL.match(opening):
        return "total"
    return "signature" if _SIGNATURE.match(opening) else None


def _too_little(
    number: int, filled: Mapping[int, Cell], header: Header, wide: Mapping[tuple[int, int], int]
) -> str | None:
    """What a row is that says too little to be a file; None if it says enough."""
    if len(filled) == 1 or (len(filled) <= 3 and any((number, column) in wide for column in filled)):
        return "group heading"
    if len(filled) == 2 or not (header.columns[Role.CODE] in filled or _has_figures(filled, header)):
        return "signature"
    return None if _core(filled, header) >= 3 else "group heading"


def _is_told(filled: Mapping[int, Cell], header: Header) -> bool:
    """Whether a row without a code says enough to be a file: its number and its receipt, or (where files have no
    number) the day of its receipt and what every file has."""
    if not _is_day(filled.get(header.columns.get(Role.RECEIVED, 0))):
        return False
    return _is_counted(filled, header) if Role.NUMBER in header.columns else _core(filled, header) >= 3


def _is_day(cell: Cell | None) -> bool:
    """Whether a day stands there, or a text meant as one; a total is neither."""
    try:
        return read_stamp(cell) is not None
    except BadDate:
        return cell is not None and cell.kind is Kind.TEXT and holds_data(cell)


def _opening(filled: Mapping[int, Cell]) -> str:
    """The first text that is no number."""
    texts = (cell.text for _, cell in sorted(filled.items()) if cell.kind is Kind.TEXT)
    return next((text for text in texts if not text.strip().isdigit()), "")


def _looks_like_code(cell: Cell | None) -> bool:
    return bool(re.search(r"\d-[0-9A-Z]{5,7}-[0-9A-Z]{2,8}$", clean_code(cell)))


def _has_figures(filled: Mapping[int, Cell], header: Header) -> bool:
    """Whether a running number or something like a date stands where it should: names under a table have neither."""
    return _is_counted(filled, header) or _holds_when(filled, header, WHEN)


def _holds_when(filled: Mapping[int, Cell], header: Header, roles: Iterable[Role]) -> bool:
    cells = (filled.get(header.columns.get(role, 0)) for role in roles)
    return any(cell is not None and holds_data(cell) for cell in cells)


def _is_counted(filled: Mapping[int, Cell], header: Header) -> bool:
    number = filled.get(header.columns.get(Role.NUMBER, 0))
    return number is not None and (number.kind is Kind.NUMBER or number.text.strip().isdigit())


def _core(filled: Mapping[int, Cell], header: Header) -> int:
    """How many of the things every file has stand in this row (the procedure and the code count once each)."""
    there = {role for role, column in header.columns.items() if column in filled}
    found = len(there & set(_CORE)) + bool(there & {Role.RESULT, Role.RETURNED}) + (Role.CODE in there)
    return found + bool(there & {Role.PROCEDURE_CODE, Role.PROCEDURE_NAME})


def _is_index(filled: Mapping[int, Cell], header: Header) -> bool:
    """(1) (2) (3) … under the titles."""
    marks = [_INDEX.match(fold(cell.text)) for _, cell in sorted(filled.items())]
    return len(marks) >= min(3, len(header.titles)) and all(marks) and len({mark[1] for mark in marks if mark}) > 1


def _repeats_titles(filled: Mapping[int, Cell], header: Header) -> bool:
    same = sum(title_key(header.titles.get(column, "")) == title_key(cell.text) for column, cell in filled.items())
    return same >= 2 and same * 2 > len(filled)
