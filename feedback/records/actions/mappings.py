"""Saying once what the titles of a software's exports mean, changing it as a new version, and forgetting it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Invalid, NotFound
from feedback.foundation.spreadsheets import Book, Sheet
from feedback.foundation.text import clean, fold
from feedback.procedures.queries import read_catalogue
from feedback.records.actions.reading import code_pattern
from feedback.records.queries.mappings import list_mappings, mapping_for
from feedback.records.rules import ROLE_WORDS, ColumnMapping, DateOrder, Role, State
from feedback.records.rules.columns import role_of, standing, title_key
from feedback.records.rules.guessing import LOOKED_AT, Looked, look
from feedback.records.rules.mappings import LONGEST_NAME, fingerprint, missing_words
from feedback.records.tables import ImportMapping

NO_TITLES = "Không thấy dòng nào có thể là tiêu đề cột trong tệp. Xin kiểm tra lại tệp; có thể đã chọn nhầm."


def look_at(
    session: Session,
    book: Book,
    *,
    row: int | None = None,
    depth: int | None = None,
    chosen: Mapping[str, Role] | None = None,
    home: int | None = None,
) -> Looked:
    """The sheet that seems to hold the register, for a clerk to say what its columns are. Invalid without titles.

    What was said about these titles before is filled in, be there some more by now; `chosen` is what is being said now.
    """
    sheet = fullest(book)
    rows, merges = list(islice(sheet.rows(), LOOKED_AT)), sheet.merges
    catalogue, pattern = read_catalogue(session), code_pattern(session)
    looked = look(rows, merges, catalogue, pattern, row=row, depth=depth, chosen=chosen)
    if looked is None:
        raise Invalid(NO_TITLES)
    like = (each for each in list_mappings(session, home) if each.loosely().fits(looked.keys))
    told = mapping_for(session, looked.keys, home) or next(like, None)
    if told is None:
        return looked
    again = look(rows, merges, catalogue, pattern, row=looked.row, depth=told.rows, mapping=told, chosen=chosen)
    return again or looked


def fullest(book: Book) -> Sheet:
    """The sheet that seems to hold the register: the one with most in its first rows, a visible one first.

    Invalid where the book has none.
    """
    if not book.sheets:
        raise Invalid(NO_TITLES)
    return max(book.sheets, key=lambda each: (not each.hidden, _size(each)))


def _size(sheet: Sheet) -> int:
    return sum(len(row.cells) for row in islice(sheet.rows(), LOOKED_AT))


def tell_columns(
    session: Session, *, actor: Actor, now: datetime, name: str, book: Book, told: Sequence[tuple[str, Role]]
) -> ColumnMapping:
    """Remember what the columns with these titles are; the others are what was said of them before, else what their
    titles say, never what their cells look like. Invalid where the book has no such title, or no register could be
    read with it.
    """
    looked = _with_titles(session, book, {title_key(title) for title, _ in told})
    wanted = {title_key(title): role for title, role in told}
    before = mapping_for(session, looked.keys, None)
    known = before.roles if before is not None else _by_titles(looked)
    roles = {key: role for key, role in known.items() if key not in wanted and role not in wanted.values()}
    statuses = {word: state for word, state in looked.statuses if state is not None}
    return save_mapping(
        session,
        actor=actor,
        now=now,
        name=name,
        unit_id=None,
        looked=looked,
        roles=roles | wanted,
        order=looked.order,
        statuses=statuses,
    )


def _by_titles(looked: Looked) -> dict[str, Role]:
    """Key → role of the columns whose titles say it; of several of one role the one that says it best."""
    known = [(column.key, role, column.title) for column in looked.columns if (role := role_of(column.title))]
    found: dict[str, Role] = {}
    for key, role, _ in sorted(known, key=lambda each: standing(each[1], each[2])):
        if role not in found.values():
            found[key] = role
    return found


def _with_titles(session: Session, book: Book, keys: Collection[str]) -> Looked:
    """The sheet as a clerk sees it, its titles in the row that has these; Invalid names the titles where none has."""
    looked = look_at(session, book)
    if set(keys) <= set(looked.keys):
        return looked
    for row in islice(fullest(book).rows(), LOOKED_AT):
        if keys and set(keys) <= {title_key(cell.text) for cell in row.cells.values()}:
            return look_at(session, book, row=row.number, depth=1)
    unknown = ", ".join(f"“{key}”" for key in keys if key not in looked.keys)
    there = ", ".join(f"“{title}”" for title in looked.titles)
    raise Invalid(f"Tệp không có cột {unknown} (so không dấu). Các cột của tệp: {there}.")


def save_mapping(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    unit_id: int | None,
    looked: Looked,
    roles: Mapping[str, Role],
    order: DateOrder,
    statuses: Mapping[str, State],
) -> ColumnMapping:
    """Remember what a clerk of `unit_id` said (None: for everybody): a new version where it differs from before.

    `roles` by key of a title, `statuses` by word as written. Invalid where no register could be read with it. What
    other units have said stays as it is.
    """
    name = clean(name)[:LONGEST_NAME]
    _refuse(name, roles)
    mark = fingerprint(looked.keys)
    wanted = ColumnMapping(
        name, dict(roles), looked.rows, order, {fold(word).strip(" ."): state for word, state in statuses.items()}, mark
    )
    before = mapping_for(session, looked.keys, unit_id)
    if before is not None and _same(before, wanted):
        return before
    mine = and_(ImportMapping.fingerprint == mark, ImportMapping.unit_id == unit_id)
    latest = session.scalar(select(func.max(ImportMapping.version)).where(mine))
    session.execute(update(ImportMapping).where(mine, ImportMapping.ended_at.is_(None)).values(ended_at=now))
    row = ImportMapping(
        name=name,
        fingerprint=mark,
        unit_id=unit_id,
        version=(latest or 0) + 1,
        title_rows=looked.rows,
        titles=list(looked.titles),
        roles={key: role.value for key, role in roles.items()},
        statuses={word: state.value for word, state in wanted.statuses.items()},
        date_order=order.value,
        made_by=actor.name,
        made_by_login=actor.login,
        made_at=now,
    )
    session.add(row)
    session.flush()
    note(session, actor=actor, now=now, verb="records.save_mapping", **_told(row))
    return replace(wanted, id=row.id, version=row.version)


def _refuse(name: str, roles: Mapping[str, Role]) -> None:
    if not name:
        raise Invalid("Xin ghi tên phần mềm đã xuất tệp, ví dụ “Một cửa tỉnh”, để lần sau nhận ra.")
    twice = [ROLE_WORDS[role] for role, number in Counter(roles.values()).items() if number > 1]
    if twice:
        raise Invalid(f"Hai cột cùng được chọn là “{twice[0]}”. Xin chọn một cột; cột còn lại để “không dùng”.")
    missing = missing_words(list(roles.values()))
    if missing:
        raise Invalid(f"Chưa chỉ ra cột {', '.join(missing)}: thiếu cột này thì không nhận được hồ sơ nào.")


def _same(one: ColumnMapping, other: ColumnMapping) -> bool:
    return replace(one, id=None, version=1) == replace(other, id=None, version=1)


def forget_mapping(session: Session, *, actor: Actor, now: datetime, mapping_id: int) -> None:
    """Use it no more; what was read with it stays as it is. NotFound when it is not in use."""
    row = session.get(ImportMapping, mapping_id)
    if row is None or row.ended_at is not None:
        raise NotFound("Mẫu cột này không còn dùng.")
    row.ended_at = now
    note(session, actor=actor, now=now, verb="records.forget_mapping", **_told(row))


def _told(row: ImportMapping) -> dict[str, Any]:
    return {
        "object_kind": "import_mapping",
        "object_id": row.id,
        "object_label": f"{row.name}, phiên bản {row.version}",
        "unit_id": row.unit_id,
        "detail": {"columns": len(row.roles), "statuses": len(row.statuses)},
    }
