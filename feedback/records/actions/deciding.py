"""Deciding on checked rows: their units, their computed due, and how they compare with what is already known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from feedback.foundation.errors import Invalid
from feedback.procedures.rules import ProcedureFacts
from feedback.records.actions.reading import Reading
from feedback.records.queries import find_known
from feedback.records.queries.known import KnownFile
from feedback.records.rules import (
    STANDING_STATES,
    Belonging,
    Change,
    Checked,
    Facts,
    Ignored,
    Places,
    Reason,
    Stamp,
    Warn,
    belonging,
    compare,
    due_warning,
    same,
)
from feedback.working_calendar.queries import calendar_for, policy_for
from feedback.working_calendar.rules import Due, DuePolicy, LimitKind, MissingCalendar, WorkCalendar, due_at

NEW, CHANGED, UNCHANGED, OLDER = "new", "changed", "unchanged", "older"
COMPARED_KINDS = (LimitKind.WORKING_DAYS, LimitKind.SAME_DAY)
"""Statutory limits a stated due is compared with; calendar days and hours are counted too differently in practice."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A row with its outcome. `values` are the future columns of its record, where that is new or changed."""

    checked: Checked
    effect: str = ""
    record_id: int | None = None
    base_version: int | None = None
    values: dict[str, Any] | None = None
    changes: tuple[Change, ...] = ()

    @property
    def outcome(self) -> str:
        if not self.checked.accepted:
            return "rejected"
        return "accepted_with_warning" if self.checked.warnings else "accepted"

    @property
    def reasons(self) -> list[str]:
        return [str(reason) for reason in self.checked.reasons or self.checked.warnings]


ClockOf = Callable[[int], tuple[WorkCalendar, DuePolicy]]


class Clocks:
    """Calendar and policy of each unit, asked for once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[WorkCalendar, DuePolicy]] = {}

    def of(self, session: Session, unit_id: int) -> tuple[WorkCalendar, DuePolicy]:
        if unit_id not in self._known:
            self._known[unit_id] = (calendar_for(session, unit_id), policy_for(session, unit_id))
        return self._known[unit_id]


def decide(
    session: Session,
    rows: Sequence[Checked],
    places: Places,
    as_of: datetime,
    reach: Collection[int] | None,
    clocks: Clocks | None = None,
) -> list[Decided]:
    """The outcome of every row. Invalid when a file's unit cannot be told. `reach`: units this actor may import for.

    `clocks` are handed in by whoever decides one batch after another.
    """
    known = find_known(session, [row.code for row in rows if row.accepted])
    clock_of = partial((clocks or Clocks()).of, session)
    homes = {row.number: belonging(row.facts, places) for row in rows if row.facts is not None}
    _refuse_homeless(number for number, home in homes.items() if home is None)
    return [_decide(row, homes.get(row.number), known.get(row.code), clock_of, as_of, reach) for row in rows]


def decide_reading(session: Session, reading: Reading, reach: Collection[int] | None) -> list[Decided]:
    return decide(session, reading.rows, reading.places, reading.as_of, reach)


def nothing_anew(decided: Iterable[Decided]) -> list[Decided]:
    """The rows of a file that was imported before: what differs from them was told since, and stays."""
    return [
        Decided(row.checked.warned(Warn.OLDER_THAN_KNOWN), UNCHANGED, row.record_id, row.base_version)
        if row.effect == CHANGED
        else row
        for row in decided
    ]


def count(decided: Sequence[Decided], ignored: Sequence[Ignored]) -> dict[str, Any]:
    """How many rows had which outcome; `accepted` counts those with a warning too."""
    outcomes = [row.outcome for row in decided]
    effects = [row.effect for row in decided]
    warned = outcomes.count("accepted_with_warning")
    return {
        "accepted": outcomes.count("accepted") + warned,
        "accepted_with_warning": warned,
        "rejected": outcomes.count("rejected"),
        "ignored": len(ignored),
        "unchanged": effects.count(UNCHANGED),
        "changed": effects.count(CHANGED),
    }


def _refuse_homeless(numbers: Iterable[int]) -> None:
    homeless = list(numbers)
    if homeless:
        some = ", ".join(str(number) for number in homeless[:5])
        raise Invalid(
            f"Không biết {len(homeless)} hồ sơ thuộc đơn vị nào (dòng {some}{'…' if len(homeless) > 5 else ''}): "
            "tệp không ghi cơ quan giải quyết, đơn vị tiếp nhận, và tiền tố mã hồ sơ chưa khai báo. "
            "Xin chọn đơn vị khi nhập (trên lệnh: --unit MÃ). Chưa có gì được ghi."
        )


def _decide(
    row: Checked,
    home: Belonging | None,
    known: KnownFile | None,
    clock_of: ClockOf,
    as_of: datetime,
    reach: Collection[int] | None,
) -> Decided:
    facts = row.facts
    if facts is None or home is None:
        return Decided(row)
    if reach is not None and not {home.receiving_id, home.solving_id} & set(reach):
        return Decided(row.rejected(Reason.UNIT_OUT_OF_REACH))
    computed, warning = computed_due(facts, *clock_of(home.solving_id))
    contradiction = Warn.UNIT_CONTRADICTION if home.contradicts_choice else None
    row = row.warned(*filter(None, (warning, contradiction)))
    if known is None:
        return Decided(row, NEW, values=_new_values(facts, home, computed, as_of))
    return _against(row, facts, known, computed, as_of)


def _against(row: Checked, facts: Facts, known: KnownFile, computed: Due | None, as_of: datetime) -> Decided:
    """The row of a file already there. Out of reach of this comparison: its units, which stay as first told."""
    found = compare(known.before, facts, as_of)
    if found.kind == "conflict":
        return Decided(row.rejected(Reason.CONFLICTING_RECORD))
    if found.kind == "older":
        return Decided(row.warned(Warn.OLDER_THAN_KNOWN), UNCHANGED, known.id, known.version)
    if found.kind == "unchanged":
        return Decided(row, UNCHANGED, known.id, known.version)
    values = _changed_values(facts, known, as_of)
    if not same(known.before.received, facts.received):
        values |= _stamp("received", facts.received) | _computed(computed)
    return Decided(row, CHANGED, known.id, known.version, values, found.changes)


# ── the computed due ──────────────────────────────────────────────────────────────────────────────────────────────────


def computed_due(facts: Facts, calendar: WorkCalendar, policy: DuePolicy) -> tuple[Due | None, Warn | None]:
    """What the procedure's limit gives, and how the stated due compares with it."""
    limit = facts.procedure.limit
    try:
        due = due_at(limit, facts.received.at, calendar, policy)
        latest = due if facts.received.has_time else due_at(limit, _last_minute(facts.received), calendar, policy)
    except MissingCalendar:
        return None, Warn.CALENDAR_MISSING if limit.kind is not LimitKind.NONE else None
    if due is None or latest is None or facts.due is None or limit.kind not in COMPARED_KINDS:
        return due, None
    if facts.received.has_time and facts.due.has_time:
        return due, due_warning(facts.due, due.at, due.at)
    return due, due_warning(facts.due, Stamp(due.at, True).day, Stamp(latest.at, True).day)


def _last_minute(received: Stamp) -> datetime:
    return received.at if received.has_time else received.at + timedelta(hours=23, minutes=59)


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _new_values(facts: Facts, home: Belonging, computed: Due | None, as_of: datetime) -> dict[str, Any]:
    return {
        "code": facts.code,
        "procedure_id": facts.procedure.id,
        "field": _field(facts.procedure),
        "receiving_unit_id": home.receiving_id,
        "receiving_inferred": home.receiving_inferred,
        "solving_unit_id": home.solving_id,
        "solving_inferred": home.solving_inferred,
        "state": facts.state.value,
        "status_text": facts.status_text,
        **_stamp("received", facts.received),
        **_stamp("stated_due", facts.due),
        **_stamp("latest_due", facts.due),
        **_computed(computed),
        **_stamp("finished", facts.finished),
        **_stamp("returned", facts.returned),
        "paused_since": as_of if facts.state in STANDING_STATES else None,
    }


def _changed_values(facts: Facts, known: KnownFile, as_of: datetime) -> dict[str, Any]:
    """The record's columns after a change. The first stated due stays; a later one only becomes the latest."""
    values = dict(known.values)
    since = known.values["paused_since"] if facts.state is known.before.state else None
    if facts.status_text or not same(known.before.finished, facts.finished):
        values |= {"state": facts.state.value, "status_text": facts.status_text}
        values["paused_since"] = (since or as_of) if facts.state in STANDING_STATES else None
    if facts.due is not None and not same(known.before.due, facts.due):
        values |= _stamp("latest_due", facts.due)
        if values["stated_due_at"] is None:
            values |= _stamp("stated_due", facts.due)
    return values | _stamp("finished", facts.finished) | _stamp("returned", facts.returned)


def _field(procedure: ProcedureFacts) -> str:
    return procedure.field


def _stamp(name: str, value: Stamp | None) -> dict[str, Any]:
    return {f"{name}_at": value.at if value else None, f"{name}_has_time": value.has_time if value else True}


def _computed(due: Due | None) -> dict[str, Any]:
    """The computed due, and the days and years that could still move it, as ISO words."""
    unsettled = [*(day.isoformat() for day in due.provisional_days), *map(str, due.provisional_years)] if due else []
    return {"computed_due_at": due.at if due else None, "computed_provisional": " ".join(unsettled)}


def applicant_values(facts: Facts) -> dict[str, str]:
    """The applicant's data that is there."""
    told = ((each.name, getattr(facts.applicant, each.name)) for each in fields(facts.applicant))
    return {name: value for name, value in told if value}
