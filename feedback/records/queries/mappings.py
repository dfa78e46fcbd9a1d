"""Reads about saved readings of exports: those in use, by name, and what they were before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.records.rules import ColumnMapping, DateOrder, Role, State
from feedback.records.rules.mappings import fingerprint, keys_of
from feedback.records.tables import ImportMapping


@dataclass(frozen=True, slots=True)
class MappingLine:
    """One version as lists show it; `ended_at` is None while it is in use."""

    mapping: ColumnMapping
    unit_id: int | None
    titles: tuple[str, ...]
    made_by: str
    made_at: datetime
    ended_at: datetime | None

    @property
    def said(self) -> list[tuple[str, Role]]:
        """Titles as printed with the role each was given, in the order of the sheet."""
        keys = keys_of(dict(enumerate(self.titles)))
        return [(self.titles[at], self.mapping.roles[key]) for at, key in keys.items() if key in self.mapping.roles]

    @property
    def as_json(self) -> dict[str, Any]:
        """What the command prints."""
        mapping = self.mapping
        return {
            "name": mapping.name,
            "version": mapping.version,
            "titles": list(self.titles),
            "columns": {title: role.value for title, role in self.said},
            "date_order": mapping.order.value,
            "statuses": {word: state.value for word, state in mapping.statuses.items()},
            "made_by": self.made_by,
            "made_at": self.made_at,
            "ended_at": self.ended_at,
        }

    @property
    def id(self) -> int:
        return self.mapping.id or 0


def mapping_for(session: Session, keys: Collection[str], home: int | None = None) -> ColumnMapping | None:
    """What was said about a sheet with exactly these titles (their keys); None when nobody said anything."""
    mark = fingerprint(keys)
    return next((each for each in list_mappings(session, home) if each.fingerprint == mark), None)


def list_mappings(session: Session, home: int | None = None) -> list[ColumnMapping]:
    """Every saved reading in use: those of the unit `home`, then those for everybody, then other units'; newest first.

    One software serves a province: what one commune has told serves its neighbours, until they say otherwise.
    """
    rows = session.scalars(_in_use().order_by(ImportMapping.id.desc()))
    near = {home: 0, None: 1}
    return [_mapping(row) for row in sorted(rows, key=lambda row: near.get(row.unit_id, 2))]


def list_mappings_named(session: Session, name: str, home: int | None = None) -> list[ColumnMapping]:
    """Those in use of one software, for any of its exports that has their columns. NotFound when there is none."""
    found = [each.loosely() for each in list_mappings(session, home) if each.name.casefold() == name.strip().casefold()]
    if not found:
        known = ", ".join(sorted({f"“{each.name}”" for each in list_mappings(session)})) or "chưa có mẫu nào"
        raise NotFound(f"Không có mẫu cột “{name}”. Đang có: {known}.")
    return found


def list_mapping_lines(
    session: Session, name: str | None = None, units: Collection[int] | None = None
) -> list[MappingLine]:
    """All versions, those in use first, then the latest; of one software where named.

    With `units`: what these units have told, and what is for everybody.
    """
    order = (ImportMapping.ended_at.is_not(None), ImportMapping.name, ImportMapping.id.desc())
    query = select(ImportMapping).order_by(*order)
    if units is not None:
        query = query.where(or_(ImportMapping.unit_id.is_(None), ImportMapping.unit_id.in_(units)))
    lines = [_line(row) for row in session.scalars(query)]
    if name is None:
        return lines
    return [line for line in lines if line.mapping.name.casefold() == name.strip().casefold()]


def get_mapping(session: Session, mapping_id: int) -> MappingLine:
    row = session.get(ImportMapping, mapping_id)
    if row is None:
        raise NotFound("Không có mẫu cột này.")
    return _line(row)


def _in_use() -> Select[ImportMapping]:
    return select(ImportMapping).where(ImportMapping.ended_at.is_(None))


def _line(row: ImportMapping) -> MappingLine:
    return MappingLine(_mapping(row), row.unit_id, tuple(row.titles), row.made_by, row.made_at, row.ended_at)


def _mapping(row: ImportMapping) -> ColumnMapping:
    return ColumnMapping(
        name=row.name,
        roles={key: Role(role) for key, role in row.roles.items()},
        rows=row.title_rows,
        order=DateOrder(row.date_order),
        statuses={word: State(state) for word, state in row.statuses.items()},
        fingerprint=row.fingerprint,
        id=row.id,
        version=row.version,
    )
