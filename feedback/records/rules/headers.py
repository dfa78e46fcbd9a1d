"""Where a register's columns are: the row, or the two rows, of its titles, as we know them or as a clerk told us."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from feedback.foundation.spreadsheets.cells import Cell, Kind, Row
from feedback.records.rules.columns import Role, is_bare_hour, is_hour, role_below, role_of, standing, title_key
from feedback.records.rules.mappings import ColumnMapping, Wide, keys_of, spread, titles_of
from feedback.records.rules.stamps import is_blank

LONGEST_TITLE = 100
WHEN = (Role.RECEIVED, Role.DUE, Role.RESULT, Role.RETURNED)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns are: role → column number. `titles` are the texts as printed, by column.

    `hours` are columns that hold the time of day for the days of a role; `mapping` is what a clerk said of them.
    """

    columns: Mapping[Role, int]
    titles: Mapping[int, str]
    rows: tuple[int, ...]
    hours: Mapping[Role, int] = field(default_factory=dict)
    mapping: ColumnMapping | None = None


def find_header(row: Row, following: Row | None, wide: Wide, mapping: ColumnMapping | None = None) -> Header | None:
    """The header that starts in this row (one row, or two with groups above), if one does.

    What a clerk said about these titles comes before what we know of titles.
    """
    told = _told(row, following, wide, mapping) if mapping is not None else None
    if told is not None:
        return told
    own = {column: role for column, cell in row.cells.items() if may_be_title(cell) and (role := role_of(cell.text))}
    if len(set(own.values())) < 2:
        return None
    if following is not None and following.number == row.number + 1:
        both = _two_rows(row, following, own, wide)
        if both is not None:
            return both
    return _header(own, {column: cell.text for column, cell in row.cells.items()}, (row.number,))


def _told(row: Row, following: Row | None, wide: Wide, mapping: ColumnMapping) -> Header | None:
    below = following if mapping.rows == 2 else None
    if mapping.rows == 2 and (below is None or below.number != row.number + 1):
        return None
    if not all(map(may_be_title, chain(row.cells.values(), below.cells.values() if below else ()))):
        return None
    titles = titles_of(row, below, wide)
    keys = keys_of(titles)
    if not mapping.fits(keys.values()):
        return None
    columns = {mapping.roles[key]: column for column, key in keys.items() if key in mapping.roles}
    own = {column: role for column, title in titles.items() if (role := role_of(title))}
    hours = [column for column, title in titles.items() if is_hour(title)]
    rows = (row.number,) if below is None else (row.number, below.number)
    return Header(columns, titles, rows, _hours(columns, hours, own, titles), mapping)


def may_be_title(cell: Cell) -> bool:
    """Whether a cell is short and wordy enough for a column title: asked of every cell, so it must be cheap."""
    return cell.kind is Kind.TEXT and len(cell.text) <= LONGEST_TITLE and sum(map(str.isdigit, cell.text)) < 4


def _two_rows(row: Row, following: Row, own: Mapping[int, Role], wide: Wide) -> Header | None:
    upper = spread(row, wide)
    below = {
        column: role
        for column, cell in following.cells.items()
        if (role := role_below(upper.get(column, ""), cell.text)) is not None
    }
    titles = {column: cell.text for column, cell in row.cells.items()}
    # The same row again is the next page; with only some titles again, they reach down from the row above.
    repeats = sum(title_key(titles.get(column, "")) == title_key(following.cells[column].text) for column in below)
    if repeats == len(below) or any(holds_data(cell) for cell in following.cells.values()):
        return None
    if repeats > len(below) / 2 and set(below.values()) <= set(own.values()):
        return None
    covered = {column: role for column, role in own.items() if is_blank(_text(following, column))}
    titles |= {column: cell.text for column, cell in following.cells.items() if not is_blank(cell.text)}
    return _header({**covered, **below}, titles, (row.number, following.number))


def with_third_row(header: Header, row: Row, below: Row | None, wide: Wide) -> Header:
    """The header with the days that a further row of titles names below the groups of its last `row`; else as it is."""
    if header.mapping is not None or below is None or below.number != row.number + 1:
        return header
    if not all(may_be_title(cell) and not holds_data(cell) for cell in below.cells.values()):
        return header
    upper = spread(row, wide)
    found: dict[Role, int] = {}
    for column, cell in sorted(below.cells.items()):
        role = role_below(upper.get(column, ""), cell.text)
        if role in WHEN and role not in header.columns:
            found.setdefault(role, column)
    if not found:
        return header
    titles = {**header.titles, **{column: cell.text for column, cell in below.cells.items() if not is_blank(cell.text)}}
    return replace(header, columns={**header.columns, **found}, titles=titles, rows=(*header.rows, below.number))


def _text(row: Row, column: int) -> str:
    cell = row.cells.get(column)
    return cell.text if cell else ""


def holds_data(cell: Cell) -> bool:
    return cell.kind is not Kind.TEXT or bool(re.search(r"\d{4}", cell.text))


def _header(roles: Mapping[int, Role], titles: Mapping[int, str], rows: tuple[int, ...]) -> Header | None:
    """A header of records names the code, and when or what: a summary table is none."""
    hours = [column for column in sorted(titles) if is_hour(titles[column])]
    columns: dict[Role, int] = {}
    for column in sorted(roles, key=lambda each: (each in hours, standing(roles[each], titles.get(each, "")), each)):
        if not is_bare_hour(titles.get(column, "")):
            columns.setdefault(roles[column], column)
    named = {Role.RECEIVED, Role.PROCEDURE_NAME, Role.PROCEDURE_CODE} & columns.keys()
    if Role.CODE not in columns or not named or len(columns) < 3:
        return None
    return Header(columns, dict(titles), rows, _hours(columns, hours, roles, titles))


def _hours(
    columns: Mapping[Role, int], hours: list[int], roles: Mapping[int, Role], titles: Mapping[int, str]
) -> dict[Role, int]:
    """Columns of hours beside a column of days: by their own title, else by the column they stand beside (left of it
    where all of them do, else right)."""
    by_column = {column: role for role, column in columns.items() if role in WHEN}
    bare = [column for column in hours if is_bare_hour(titles[column])]
    after_days = all(column - 1 in by_column for column in bare)
    beside = 1 if not after_days and all(column + 1 in by_column for column in bare) else -1
    found: dict[Role, int] = {}
    for column in hours:
        if column in columns.values():
            continue
        role = by_column.get(column + beside) if is_bare_hour(titles[column]) else roles.get(column)
        if role in WHEN and role in columns:
            found.setdefault(role, column)
    return found
