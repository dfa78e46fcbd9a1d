"""Loading the catalogue: again changes nothing; what differs is shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.text import fold
from feedback.organisation.rules import Change, Outcome, differences
from feedback.procedures.queries import find_many, limit_of
from feedback.procedures.rules import ProcedureLine, read_procedures, say_limit
from feedback.procedures.rules.reading import TEXTS
from feedback.procedures.tables import Procedure
from feedback.working_calendar.rules.changes import count_outcomes

REFERENCE = Path(__file__).parent / "data" / "procedures.csv"
FROM_REFERENCE, FROM_FILE = "reference", "file"
BATCH = 200
"""Lines in one work: a longer file is loaded in several, so that nobody else waits for long."""


def load_reference_procedures(session: Session, *, actor: Actor, now: datetime) -> list[Change]:
    """Load the catalogue that comes with the program; procedures from an administrator's file stay as they are."""
    lines = read_procedures(REFERENCE.read_text("utf-8"))
    return load_procedures(session, actor=actor, now=now, lines=lines, origin=FROM_REFERENCE)


def load_procedures(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    lines: Sequence[ProcedureLine],
    origin: str = FROM_FILE,
    first_row: int = 2,
) -> list[Change]:
    """Store these lines; a Change for each, with the fields that differ. Procedures not named stay.

    `first_row` is the file's row of the first line, for messages.
    """
    codes = [line.code for line in lines]
    rows = find_many(session, codes)
    changes = compare_procedures(rows, lines, origin=origin, first_row=first_row)
    for line, change in zip(lines, changes, strict=True):
        if not change.message:
            _store(session, rows.get(line.code), line, origin)
    session.flush()
    counts = count_outcomes(changes)
    if counts[Outcome.UNCHANGED] != len(changes):
        note(
            session,
            actor=actor,
            now=now,
            verb="procedures.load",
            object_kind="catalogue",
            object_id=f"{codes[0]}–{codes[-1]}",
            detail={outcome.value: times for outcome, times in counts.items()},
        )
    return changes


def compare_procedures(
    rows: Mapping[str, Procedure], lines: Sequence[ProcedureLine], *, origin: str = FROM_FILE, first_row: int = 2
) -> list[Change]:
    """What loading these lines over these rows (by code) would do; nothing is written."""
    return [_compare(number, line, rows.get(line.code), origin) for number, line in enumerate(lines, first_row)]


def _compare(number: int, line: ProcedureLine, row: Procedure | None, origin: str) -> Change:
    label = f"{line.code} {line.name}"
    if row is None:
        return Change("", number, label, Outcome.NEW)
    if origin == FROM_REFERENCE and row.origin != FROM_REFERENCE:
        return Change("", number, label, Outcome.UNCHANGED, message="giữ theo dữ liệu của đơn vị quản trị")
    found = differences(_shown(_stored(row)), _shown(_facts(line)))
    if row.name != line.name:
        return Change("", number, label, Outcome.RENAMED, found)
    return Change("", number, label, Outcome.CHANGED if found else Outcome.UNCHANGED, found)


def _store(session: Session, row: Procedure | None, line: ProcedureLine, origin: str) -> None:
    if row is None:
        session.add(Procedure(origin=origin, retired_on=None, **_facts(line)))
        return
    for name, value in _facts(line).items():
        setattr(row, name, value)
    row.origin = origin


def _facts(line: ProcedureLine) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "name_folded": fold(line.name),
        "field": line.field,
        "limit_kind": line.limit.kind.value,
        "limit_amount": line.limit.amount or None,
        "limit_max": line.limit_max,
        **line.texts,
    }


def _stored(row: Procedure) -> dict[str, Any]:
    names = ("code", "name", "name_folded", "field", "limit_kind", "limit_amount", "limit_max", *TEXTS)
    return {name: getattr(row, name) for name in names}


def _shown(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts a reader compares: the limit in words instead of its parts."""
    hidden = {"name_folded", "limit_kind", "limit_amount"}
    limit = limit_of(Procedure(limit_kind=facts["limit_kind"], limit_amount=facts["limit_amount"]))
    shown = {name: value for name, value in facts.items() if name not in hidden}
    return shown | {"limit": say_limit(limit, facts["limit_max"])}
