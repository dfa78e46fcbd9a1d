"""A commune on Saturday 21/11/2026 with running files of every kind of limit, their dues reckoned by hand.

Reference calendar: 24/11 is a day off that no paper has settled. Received on Friday 20/11; office 7:00–11:30,
13:30–17:00. "swapped": Monday 23/11 off as well, Saturday 28/11 worked. "plain": swapped, and 24/11 worked after all.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM, Actor
from feedback.foundation.database import Database
from feedback.organisation.tables import Unit
from feedback.records.actions.calendar_moves import apply_next, decide
from feedback.records.queries.calendar_moves import clockworks, scan_running
from feedback.records.rules.calendar_moves import Choice, marks, reckon
from feedback.records.tables import Record
from feedback.working_calendar.actions import load_reference_calendar
from feedback.working_calendar.queries.proposals import calendar_stamp
from feedback.working_calendar.rules.notices import Paper, swap, unswap
from feedback.working_calendar.rules.proposals import CalendarChange, Proposal
from feedback.working_calendar.rules.reading import CalendarLine
from tests.factories import Factory
from tests.working_calendar.calendars import at as at
from tests.working_calendar.calendars import written as written

TODAY = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
CULTURE, MONDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 28)
NOTICE = "TB 9999/TB-BNV ngày 21/11/2026"
REASON = "Thủ tướng cho hoán đổi ngày làm việc, báo trước khi các hạn này đến."


class Golden(NamedTuple):
    kind: str
    amount: int
    received: str
    reference: str
    swapped: str
    plain: str


GOLDEN = {
    "three days": Golden(
        "working_days", 3, "2026-11-20T09:00", "2026-11-26T09:00", "2026-11-27T09:00", "2026-11-26T09:00"
    ),
    "four days": Golden(
        "working_days", 4, "2026-11-20T10:00", "2026-11-27T10:00", "2026-11-28T10:00", "2026-11-27T10:00"
    ),
    "five days": Golden(
        "working_days", 5, "2026-11-20T10:00", "2026-11-30T10:00", "2026-11-30T10:00", "2026-11-28T10:00"
    ),
    "one day": Golden(
        "working_days", 1, "2026-11-20T16:00", "2026-11-23T16:00", "2026-11-25T16:00", "2026-11-24T16:00"
    ),
    "same day": Golden("same_day", 0, "2026-11-20T15:30", "2026-11-23T17:00", "2026-11-25T17:00", "2026-11-24T17:00"),
    "16 hours": Golden(
        "working_hours", 16, "2026-11-20T16:00", "2026-11-25T16:00", "2026-11-26T16:00", "2026-11-25T16:00"
    ),
    "3 calendar days": Golden(
        "calendar_days", 3, "2026-11-20T09:00", "2026-11-23T17:00", "2026-11-25T17:00", "2026-11-24T17:00"
    ),
    "before it all": Golden(
        "working_days", 1, "2026-11-19T09:00", "2026-11-20T09:00", "2026-11-20T09:00", "2026-11-20T09:00"
    ),
}


class World(NamedTuple):
    unit_id: int
    files: dict[str, int]


def build(session: Session, **more: Any) -> World:
    """The reference calendar, and one open file for each golden line, reckoned as at import."""
    load_reference_calendar(session, actor=SYSTEM, now=TODAY)
    make = Factory(session)
    unit = make.unit("Xã Mẫu")
    files = {}
    for name, golden in GOLDEN.items():
        procedure = make.procedure(limit_kind=golden.kind, limit_amount=golden.amount or None)
        files[name] = make.record(unit, procedure, received_at=at(golden.received), **more).id
    count_anew(session)
    return World(unit.id, files)


def unit_code(session: Session, world: World) -> str:
    return session.get_one(Unit, world.unit_id).code


def count_anew(session: Session) -> None:
    """Every running file's computed due and marks by the calendar of now."""
    for record_id, (due, unsettled) in fresh(session).items():
        row = session.get_one(Record, record_id)
        row.computed_due_at, row.computed_provisional = due, unsettled
    session.flush()


def fresh(session: Session) -> dict[int, tuple[datetime | None, str]]:
    """What an import of now would reckon for each running file."""
    files = scan_running(session, CalendarChange(None, (), ((0, None, ""),)))
    clocks = clockworks(session, {file.unit_id for file in files})
    dues = {file.id: reckon(file, clocks[file.unit_id].new, clocks[file.unit_id].policy) for file in files}
    return {record_id: (due.at if due else None, marks(due)) for record_id, due in dues.items()}


def stored(session: Session) -> dict[int, tuple[datetime | None, str]]:
    session.expire_all()
    return {row.id: (row.computed_due_at, row.computed_provisional) for row in session.query(Record)}


def dues(session: Session, world: World) -> dict[str, str]:
    kept = stored(session)
    return {name: written(due) if (due := kept[record_id][0]) else "" for name, record_id in world.files.items()}


def golden(which: str) -> dict[str, str]:
    return {name: getattr(line, which) for name, line in GOLDEN.items()}


def propose(lines: list[CalendarLine], title: str = "Hoán đổi ngày làm việc", unit_id: int | None = None) -> Proposal:
    return Proposal(title, CalendarChange(unit_id, tuple((line.day, line) for line in lines)), source=NOTICE)


def swapped() -> Proposal:
    return propose(swap(MONDAY, SATURDAY, Paper(NOTICE)))


def settled() -> Proposal:
    line = CalendarLine(CULTURE, "holiday", "Ngày Văn hóa Việt Nam", False, source="NQ 28/2026/QH16")
    return propose([line], "Xác nhận ngày 24/11")


def swapped_back() -> Proposal:
    return propose(unswap(MONDAY, SATURDAY, Paper("CV 2")), "Bỏ hoán đổi")


def worked_after_all() -> Proposal:
    return propose(
        [CalendarLine(CULTURE, "ordinary_day", "Làm việc bình thường", True, source="CV 1")], "24/11 làm việc"
    )


def settle(
    database: Database,
    proposal: Proposal,
    choice: Choice = Choice.RECOMPUTE,
    *,
    actor: Actor = SYSTEM,
    at: datetime = TODAY,
) -> int:
    """Decide and carry out, as the door does; the decision's id."""

    def begin(session: Session) -> int:
        stamp = calendar_stamp(session)
        return decide(session, actor=actor, now=at, proposal=proposal, stamp=stamp, choice=choice, reason=REASON)

    decision_id = database.run(begin)
    while database.run(lambda session: apply_next(session, now=at, decision_id=decision_id)):
        pass
    return decision_id
