"""A file as a program tells it becomes the row a register would hold: one set of rules decides about both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedback.foundation.spreadsheets.cells import Cell, Kind, Row
from feedback.records.rules.columns import Role
from feedback.records.rules.layout import Found
from feedback.records.rules.stamps import BadDate, read_stamp
from feedback.records.rules.supplements import SupplementFacts

TIMES = (Role.RECEIVED, Role.DUE, Role.RESULT, Role.RETURNED)
COLUMNS = {role: number for number, role in enumerate(Role, start=1)}


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step as told: the agency by name or code."""

    unit: str
    received_at: datetime
    due_at: datetime | None
    handed_over_at: datetime | None


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A file as a program tells it: texts by role, and what happened to it on the way."""

    texts: Mapping[Role, str]
    supplements: tuple[SupplementFacts, ...] = ()
    steps: tuple[ToldStep, ...] = ()


def found_of(number: int, texts: Mapping[Role, str]) -> Found:
    """The row whose cells hold these texts, one column a role; empty texts are empty cells."""
    cells = {role: Cell(Kind.TEXT, text) for role, text in texts.items() if text.strip()}
    row = Row(number, {COLUMNS[role]: cell for role, cell in cells.items()})
    return Found(number, None, False, cells, row, has_procedure_code=True)


def wrong_times(found: Found) -> list[str]:
    """The fields whose day cannot be read, as programs name them."""
    return [role.value for role in TIMES if _is_wrong(found.cells.get(role))]


def _is_wrong(cell: Cell | None) -> bool:
    try:
        read_stamp(cell)
    except BadDate:
        return True
    return False


# ── kept with the row ─────────────────────────────────────────────────────────────────────────────────────────────────


def pack_way(row: ToldRow) -> dict[str, Any]:
    """JSON of what happened to the file on the way; empty where nothing was told of it."""
    supplements = [[_iso(each.asked_at), _iso(each.answered_at), each.note] for each in row.supplements]
    steps = [[each.unit, *map(_iso, (each.received_at, each.due_at, each.handed_over_at))] for each in row.steps]
    return {"supplements": supplements, "steps": steps} if supplements or steps else {}


def told_again(found: Found, way: Mapping[str, Any]) -> ToldRow:
    """The row as it was told, from what was kept of it."""
    supplements = (
        SupplementFacts(datetime.fromisoformat(asked), _moment(answered), note)
        for asked, answered, note in way.get("supplements", ())
    )
    steps = (
        ToldStep(unit, datetime.fromisoformat(received), _moment(due), _moment(handed_over))
        for unit, received, due, handed_over in way.get("steps", ())
    )
    return ToldRow({role: cell.text for role, cell in found.cells.items()}, tuple(supplements), tuple(steps))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None
