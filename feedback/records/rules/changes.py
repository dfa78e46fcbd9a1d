"""What a later source says about a file already known: the same, something newer, or another file altogether."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from feedback.records.rules.rows import Facts
from feedback.records.rules.stamps import Stamp, before, same
from feedback.records.rules.states import State

FACT_WORDS = {
    "received": "Giờ tiếp nhận",
    "state": "Trạng thái",
    "due": "Hẹn trả",
    "finished": "Có kết quả",
    "returned": "Trả kết quả",
    "supplement": "Bổ sung hồ sơ",
    "step": "Bước giải quyết",
}
FLAG_WORDS = {
    "late_result_became_in_time": "trễ hạn thành đúng hạn",
    "result_dated_back": "kết quả ghi lùi ngày",
}


@dataclass(frozen=True, slots=True)
class Before:
    """What is stored about a file. `due` is the latest stated one; `as_of` the latest moment any import spoke of.

    `counted_due` is the one lateness goes by, where that is another: the first stated, as supplements moved it.
    """

    procedure_id: int
    received: Stamp
    state: State
    due: Stamp | None
    finished: Stamp | None
    returned: Stamp | None
    as_of: datetime | None
    counted_due: Stamp | None = None

    @property
    def lateness_due(self) -> Stamp | None:
        return self.counted_due or self.due


@dataclass(frozen=True, slots=True)
class Change:
    """One fact told differently. `flags` mark what an inspector should see."""

    fact: str
    before: str | None
    after: str | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """`kind`: unchanged, changed, older (an older source may not overwrite newer facts) or conflict."""

    kind: str
    changes: tuple[Change, ...] = field(default=())


def compare(known: Before, facts: Facts, as_of: datetime) -> Comparison:
    """Another procedure or day of receipt is another file; hour, state, due and result may be told anew: both stay."""
    if facts.procedure.id != known.procedure_id or known.received.day != facts.received.day:
        return Comparison("conflict")
    changes = tuple(_changes(known, facts))
    if not changes:
        return Comparison("unchanged")
    if known.as_of is not None and as_of < known.as_of:
        return Comparison("older")
    return Comparison("changed", changes)


def _changes(known: Before, facts: Facts) -> list[Change]:
    changes: list[Change] = []
    if not same(known.received, facts.received):
        changes.append(Change("received", _iso(known.received), _iso(facts.received)))
    if facts.state is not known.state and _state_is_news(known, facts):
        changes.append(Change("state", known.state.value, facts.state.value))
    # A source that leaves the due empty does not take back what an earlier one stated.
    if facts.due is not None and not same(known.due, facts.due):
        changes.append(Change("due", _iso(known.due), _iso(facts.due)))
    for fact, old, new in (
        ("finished", known.finished, facts.finished),
        ("returned", known.returned, facts.returned),
    ):
        if not same(old, new):
            changes.append(Change(fact, _iso(old), _iso(new), _flags(known, fact, old, new)))
    return changes


def _state_is_news(known: Before, facts: Facts) -> bool:
    """A state nobody wrote (derived from the dates) is news only when the dates are."""
    return bool(facts.status_text) or not same(known.finished, facts.finished)


def _flags(known: Before, fact: str, old: Stamp | None, new: Stamp | None) -> tuple[str, ...]:
    """What a late unit would like to write, and is taken, marked and shown: a result dated back before the due.

    Either a late one is told anew as a timely one, or a file that a source still showed open past its due is told
    afterwards to have been ready by then.
    """
    due = known.lateness_due
    if fact != "finished" or due is None or new is None or before(due, new):
        return ()
    if old is not None:
        return ("late_result_became_in_time",) if before(due, old) else ()
    seen_late = known.as_of is not None and before(due, Stamp(known.as_of, True))
    return ("result_dated_back",) if seen_late and known.state is State.RECEIVED else ()


def _iso(value: Stamp | None) -> str | None:
    return value.local_iso if value is not None else None
