"""What the columns of a sheet nobody knows may be: a proposal for a clerk, never used without one.

Samples are shown with everything personal covered; what a column is taken for decides what is personal in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from feedback.foundation.spreadsheets.cells import Cell, Kind, Merge, Row
from feedback.foundation.text import clean, fold
from feedback.procedures.rules import Catalogue
from feedback.records.rules.columns import Role, is_handing_in, role_of, standing
from feedback.records.rules.headers import WHEN, holds_data, may_be_title
from feedback.records.rules.mappings import ColumnMapping, keys_of, titles_of
from feedback.records.rules.stamps import BadDate, DateOrder, is_blank, read_text
from feedback.records.rules.states import State, read_state
from feedback.records.rules.values import cell_text, clean_code, read_phone

LOOKED_AT = 200
SHOWN = 3
LONGEST_SHOWN = 60
MOST = 0.6
"""Three of five cells decide what a column may be."""
STATUSES = 30
_OPEN = frozenset({
    *(Role.NUMBER, Role.CODE, Role.PROCEDURE_CODE, Role.PROCEDURE_NAME, Role.FIELD, Role.STATUS),
    *(Role.RECEIVING_UNIT, Role.SOLVING_UNIT, *WHEN),
})  # fmt: skip
"""Roles whose cells hold nothing personal."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet: its title as printed, covered samples, and what it may be."""

    number: int
    key: str
    title: str
    samples: tuple[str, ...]
    role: Role | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A sheet as a clerk is asked about it. `row` is where its titles stand, `rows` how many rows they take;
    `candidates` are the first rows with something in them; `statuses` the words of its status column."""

    row: int
    rows: int
    columns: tuple[Column, ...]
    candidates: tuple[tuple[int, str], ...]
    order: DateOrder
    statuses: tuple[tuple[str, State | None], ...]

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(column.title for column in self.columns)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns)

    @property
    def status_column(self) -> int | None:
        return next((column.number for column in self.columns if column.role is Role.STATUS), None)

    @property
    def roles(self) -> dict[str, Role]:
        return {column.key: column.role for column in self.columns if column.role is not None}


def look(
    rows: Sequence[Row],
    merges: Sequence[Merge],
    catalogue: Catalogue,
    pattern: re.Pattern[str],
    *,
    row: int | None = None,
    depth: int | None = None,
    mapping: ColumnMapping | None = None,
    chosen: Mapping[str, Role] | None = None,
) -> Looked | None:
    """The sheet's titles and what they may be; None where no row could be titles. `row` and `depth`: as somebody
    chose them; `mapping`: what was said before, which comes before every guess; `chosen`: what is said now."""
    head = list(rows[:LOOKED_AT])
    wide = {(merge.top, merge.left): merge.right for merge in merges if merge.right - merge.left >= 2}
    at = _title_row(head, row)
    if at is None:
        return None
    depth = depth or _depth(head, at)
    below = head[at + 1] if depth == 2 and at + 1 < len(head) else None
    titles = titles_of(head[at], below, wide)
    keys = keys_of(titles)
    data = [each for each in head[at + (2 if below else 1) :] if len(each.cells) > 1]
    roles = dict(chosen) if chosen is not None else _roles(keys, titles, data, catalogue, pattern, mapping)
    order = mapping.order if mapping is not None else _order(keys, data)
    columns = tuple(
        Column(number, key, titles[number], _samples(data, number, roles.get(key)), roles.get(key))
        for number, key in sorted(keys.items())
    )
    candidates = tuple((each.number, _line(each)) for each in head[:20] if _line(each))
    looked = Looked(head[at].number, 2 if below else 1, columns, candidates, order, ())
    return replace(looked, statuses=tuple(_statuses(looked, data, mapping)))


# ── where the titles are ──────────────────────────────────────────────────────────────────────────────────────────────


def _title_row(rows: Sequence[Row], chosen: int | None) -> int | None:
    """The chosen row, else the first one of titles that is nearly as wide as the sheet and has data below it."""
    if chosen is not None:
        return next((at for at, row in enumerate(rows) if row.number == chosen and _all_titles(row)), None)
    widest = max((len(row.cells) for row in rows), default=0)
    wide = [at for at, row in enumerate(rows[:-1]) if len(row.cells) >= max(3, widest * MOST) and _all_titles(row)]
    return next(iter(wide), None)


def _all_titles(row: Row) -> bool:
    return bool(row.cells) and all(map(may_be_title, row.cells.values()))


def _depth(rows: Sequence[Row], at: int) -> int:
    """Two where the next row holds titles as well, some of them in columns that have none above, and data follows."""
    if at + 2 >= len(rows):
        return 1
    row, below = rows[at], rows[at + 1]
    under = below.cells.keys() - row.cells.keys()
    if not under or below.number != row.number + 1 or not _all_titles(below):
        return 1
    return 2 if any(holds_data(cell) for cell in rows[at + 2].cells.values()) else 1


def _line(row: Row) -> str:
    texts = [clean(cell.text) for _, cell in sorted(row.cells.items()) if not is_blank(cell.text)]
    if any(map(holds_data, row.cells.values())):
        texts = [cover(text) for text in texts]
    return " · ".join(texts)[: 2 * LONGEST_SHOWN]


# ── what they may be ──────────────────────────────────────────────────────────────────────────────────────────────────


def _roles(
    keys: Mapping[int, str],
    titles: Mapping[int, str],
    data: Sequence[Row],
    catalogue: Catalogue,
    pattern: re.Pattern[str],
    mapping: ColumnMapping | None,
) -> dict[str, Role]:
    """Key → role: what was said, else what the title says, else what the cells look like; each role once."""
    if mapping is not None and mapping.roles.keys() <= set(keys.values()):
        return dict(mapping.roles)
    found: dict[str, Role] = {}
    known = [(key, role, titles[number]) for number, key in keys.items() if (role := role_of(titles[number]))]
    for key, role, _ in sorted(known, key=lambda each: standing(each[1], each[2])):
        if role not in found.values():
            found[key] = role
    for number, key in keys.items():
        if key not in found:
            cells = _cells(data, number) if not is_handing_in(titles[number]) else []
            role = next((each for each in _by_content(cells, catalogue, pattern) if each not in found.values()), None)
            if role is not None:
                found[key] = role
    return found


def _by_content(cells: Sequence[Cell], catalogue: Catalogue, pattern: re.Pattern[str]) -> Iterator[Role]:
    """Roles these cells could have, the likeliest first."""
    tests: tuple[tuple[Callable[[Cell], bool], tuple[Role, ...]], ...] = (
        (lambda cell: bool(pattern.match(clean_code(cell))), (Role.CODE,)),
        (lambda cell: catalogue.find_by_code(cell_text(cell)) is not None, (Role.PROCEDURE_CODE,)),
        (lambda cell: catalogue.find_by_name(cell_text(cell)) is not None, (Role.PROCEDURE_NAME,)),
        (_is_day, WHEN),
        (lambda cell: "@" in cell.text, (Role.EMAIL,)),
        (lambda cell: read_phone(cell)[1] and len(read_phone(cell)[0]) >= 9, (Role.PHONE,)),
        (_is_identity, (Role.IDENTITY,)),
        (_is_unit, (Role.RECEIVING_UNIT, Role.SOLVING_UNIT)),
        (_is_address, (Role.ADDRESS,)),
        (_is_name, (Role.APPLICANT,)),
    )
    for test, roles in tests:
        if cells and sum(map(test, cells)) >= MOST * len(cells):
            yield from roles
    if _are_words_of_states(cells):
        yield Role.STATUS
    if _counts(cells):
        yield Role.NUMBER


def _cells(data: Sequence[Row], number: int) -> list[Cell]:
    return [row.cells[number] for row in data if number in row.cells and not is_blank(row.cells[number].text)]


def _is_day(cell: Cell) -> bool:
    if cell.kind is Kind.MOMENT:
        return True
    if cell.kind is not Kind.TEXT:
        return False
    for order in DateOrder:
        try:
            return read_text(cell.text, order) is not None
        except BadDate:
            continue
    return False


def _is_identity(cell: Cell) -> bool:
    return re.fullmatch(r"\d{9}|\d{12}", cell_text(cell)) is not None


def _is_unit(cell: Cell) -> bool:
    return re.match(r"(ubnd|uy ban|xa|phuong|dac khu|so|chi nhanh|trung tam)\b", fold(cell.text)) is not None


def _is_address(cell: Cell) -> bool:
    return re.search(r"\b(thon|xa|phuong|khu pho|to dan pho|duong|ban|huyen|tinh)\b", fold(cell.text)) is not None


def _is_name(cell: Cell) -> bool:
    words = cell_text(cell).split()
    return 2 <= len(words) <= 6 and all(word[:1].isupper() and word.isalpha() for word in words)


def _are_words_of_states(cells: Sequence[Cell]) -> bool:
    """Whether some of the words are states we know: a software has some of its own."""
    known = sum(read_state(cell_text(cell)) is not None for cell in cells)
    return 3 * known >= len(cells) > 0 and len({cell.text for cell in cells}) <= STATUSES


def _counts(cells: Sequence[Cell]) -> bool:
    """Whether the cells are 1, 2, 3, …"""
    texts = [cell.text.strip() for cell in cells]
    if len(texts) < 2 or not all(text.isascii() and text.isdigit() and len(text) < 7 for text in texts):
        return False
    return all(0 < int(after) - int(before) <= 2 for before, after in pairwise(texts))


def _order(keys: Mapping[int, str], data: Sequence[Row]) -> DateOrder:
    """Months first where the second number of a day is more than twelve somewhere, and the first nowhere."""
    written = re.compile(r"^\s*'?(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b")
    pairs = [
        (int(found[1]), int(found[2]))
        for row in data
        for number in keys
        if number in row.cells and (found := written.match(row.cells[number].text))
    ]
    if any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs):
        return DateOrder.MONTH_FIRST
    return DateOrder.DAY_FIRST


def _statuses(looked: Looked, data: Sequence[Row], mapping: ColumnMapping | None) -> Iterator[tuple[str, State | None]]:
    """The words of the status column we do not know, or a clerk has told; the commonest first."""
    column = looked.status_column
    if column is None:
        return
    words = Counter(text for cell in _cells(data, column) if (text := cell_text(cell)) and len(text) <= LONGEST_SHOWN)
    for word, _ in words.most_common(STATUSES):
        told = mapping.state_of(word) if mapping is not None else None
        if told is not None or read_state(word) is None:
            yield word, told


# ── samples ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _samples(data: Sequence[Row], number: int, role: Role | None) -> tuple[str, ...]:
    texts = dict.fromkeys(clean(cell.text)[:LONGEST_SHOWN] for cell in _cells(data, number))
    plain = role in _OPEN or (role is None and all(map(_is_day, _cells(data, number))))
    return tuple(text if plain else cover(text) for text in list(texts)[:SHOWN])


def cover(text: str) -> str:
    """A text with every word but its first letter covered, and every digit but the last two."""
    digits = sum(letter.isdigit() for letter in text)
    out: list[str] = []
    seen, inside = 0, False
    for letter in text:
        if letter.isdigit():
            seen += 1
            out.append(letter if seen > digits - 2 and digits > 4 else "•")
        else:
            out.append("•" if inside and letter.isalpha() else letter)
        inside = letter.isalpha() or (inside and not letter.isspace())
    return "".join(out)
