"""Files as programs read them: moments with their offset, days as days, nothing personal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from feedback.foundation.clock import to_local
from feedback.records.api import replying
from feedback.records.queries import ChangeLine, File, programs
from feedback.records.queries.clocks import explain_computed, list_steps, list_supplements, read_clock, tell_uncertain
from feedback.records.rules import Stamp, categorise
from feedback.records.rules.explaining import explain_moved
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import MissingCalendar


def iso_moment(at: datetime) -> str:
    """2026-11-20T17:00:00+07:00"""
    return to_local(at).isoformat(timespec="seconds")


def iso(stamp: Stamp | None) -> str | None:
    """A moment, or 2026-11-20 when only the day is known."""
    if stamp is None:
        return None
    return iso_moment(stamp.at) if stamp.has_time else stamp.day.isoformat()


def _maybe(at: datetime | None) -> str | None:
    return iso_moment(at) if at is not None else None


def brief(file: File, codes: Mapping[int, str], now: datetime) -> dict[str, Any]:
    """The members of a file in a list. `codes`: unit id → code."""
    return {
        "code": file.code,
        "procedure": replying.ProcedureRef(code=file.procedure_code, name=file.procedure_name),
        "field": file.field,
        "receiving_unit": replying.UnitRef(
            code=codes[file.receiving_unit_id], name=file.receiving_unit, inferred=file.receiving_inferred
        ),
        "solving_unit": replying.UnitRef(
            code=codes[file.solving_unit_id], name=file.solving_unit, inferred=file.solving_inferred
        ),
        "state": file.state,
        "status_text": file.status_text,
        "received": iso(file.received),
        "due": iso(file.due),
        "latest_due": iso(file.latest_due),
        "computed_due": iso(file.computed_due),
        "finished": iso(file.finished),
        "returned": iso(file.returned),
        "standing": categorise(file.times, now),
    }


def whole_record(
    session: Session, file: File, codes: Mapping[int, str], changes: Sequence[ChangeLine], now: datetime
) -> replying.RecordGiven:
    """Everything a program may know of a file."""
    return replying.RecordGiven(
        **brief(file, codes, now),
        effective_due=iso(file.best_due),
        unsettled=tell_uncertain(session, [file]).get(file.id, ""),
        why=list(_why(session, file)),
        changes=[
            replying.ChangeGiven(
                at=iso_moment(each.at),
                fact=each.fact,
                before=each.before,
                after=each.after,
                flags=list(each.flags),
                source=each.file_name,
            )
            for each in changes
        ],
        supplements=[
            replying.SupplementGiven(
                asked_at=iso_moment(each.supplement.asked_at),
                answered_at=_maybe(each.supplement.answered_at),
                note=each.supplement.note,
                told_at=_maybe(each.told_at),
            )
            for each in list_supplements(session, file.id)
        ],
        steps=_steps(session, file),
    )


def _steps(session: Session, file: File) -> list[replying.StepGiven]:
    lines = list_steps(session, file.id)
    codes = programs.unit_codes(session, {each.facts.unit_id for each in lines})
    return [
        replying.StepGiven(
            unit=replying.PlaceRef(code=codes[each.facts.unit_id], name=each.unit),
            received_at=iso_moment(each.facts.received_at),
            due_at=_maybe(each.facts.due_at),
            handed_over_at=_maybe(each.facts.handed_over_at),
        )
        for each in lines
    ]


def _why(session: Session, file: File) -> tuple[str, ...]:
    """Why the computed due is what it is, and where supplements moved the one that holds, line by line."""
    calendar = calendar_for(session, file.solving_unit_id)
    try:
        computed = explain_computed(session, file)
        reading = read_clock(session, file.id)
        if reading.moved is None or file.moved_due is None:
            return computed
        return (*computed, *explain_moved(reading.moved, reading.believed, file.received, calendar))
    except MissingCalendar as missing:
        return (missing.message,)
