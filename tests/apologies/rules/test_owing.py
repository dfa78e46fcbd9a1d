"""What a file owes at a moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedback.apologies.rules import FileFacts, FirstNotice, Owed, owed
from feedback.apologies.rules import State as NoticeState
from feedback.apologies.rules.owing import is_another_due
from feedback.records.rules import Stamp, State, Times

DUE = datetime(2026, 11, 23, 9, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEW = DUE + 72 * HOUR


def file(state: State = State.RECEIVED, finished: datetime | None = None, **more: bool) -> FileFacts:
    return FileFacts(Times(state, Stamp(DUE, True), Stamp(finished, True) if finished else None), **more)


def first(state: NoticeState, **more) -> FirstNotice:
    return FirstNotice(state, **more)


DRAFT, APPROVED = first(NoticeState.DRAFTED), first(NoticeState.APPROVED, new_due=NEW)
CANCELLED = first(NoticeState.CANCELLED)
EARLIER = DUE - 24 * HOUR
LATE_DRAFT = first(NoticeState.DRAFTED, due_at=EARLIER, late_since=EARLIER + HOUR)
LATE_PAPER = first(NoticeState.DELIVERED, new_due=NEW, due_at=EARLIER, late_since=EARLIER + HOUR)


@pytest.mark.parametrize(
    ("situation", "notice", "now", "expected"),
    [
        (file(), None, DUE - HOUR, Owed.NOTHING),
        (file(), None, DUE, Owed.NOTHING),
        (file(), None, DUE + HOUR, Owed.LATE_NOTICE),
        (file(), CANCELLED, DUE - HOUR, Owed.NOTHING),
        (file(), CANCELLED, DUE + HOUR, Owed.REOPEN),
        (file(), DRAFT, DUE + HOUR, Owed.NOTHING),
        (file(State.DONE, DUE - HOUR), None, DUE + HOUR, Owed.NOTHING),
        (file(State.DONE, DUE - HOUR), DRAFT, DUE + HOUR, Owed.CANCEL),
        (file(State.DONE, DUE + HOUR), DRAFT, DUE + 2 * HOUR, Owed.NOTHING),
        (file(State.DONE, DUE + HOUR), None, DUE + 2 * HOUR, Owed.LATE_NOTICE),
        (file(State.DONE, DUE + HOUR, known_open=False), None, DUE + 2 * HOUR, Owed.NOTHING),
        (file(State.RETURNED, DUE + HOUR), None, DUE + 2 * HOUR, Owed.LATE_NOTICE),
        (file(State.RETURNED, DUE + HOUR, known_open=False), None, DUE + 2 * HOUR, Owed.NOTHING),
        (file(State.AWAITING), None, DUE + HOUR, Owed.NOTHING),
        (file(State.AWAITING), DRAFT, DUE + HOUR, Owed.CANCEL),
        (file(State.WITHDRAWN), DRAFT, DUE - HOUR, Owed.CANCEL),
        (file(State.REFUSED), DRAFT, DUE - HOUR, Owed.CANCEL),
        (file(), APPROVED, NEW, Owed.NOTHING),
        (file(), APPROVED, NEW + HOUR, Owed.ESCALATE),
        (file(State.DONE, NEW + HOUR), APPROVED, NEW + 2 * HOUR, Owed.ESCALATE),
        (file(State.DONE, NEW - HOUR), APPROVED, NEW + 2 * HOUR, Owed.NOTHING),
        (file(State.AWAITING), APPROVED, NEW + HOUR, Owed.NOTHING),
        (file(), first(NoticeState.DELIVERED, new_due=NEW), NEW + HOUR, Owed.ESCALATE),
        (file(), first(NoticeState.HANDED_OVER, new_due=NEW), NEW + HOUR, Owed.ESCALATE),
        (file(), first(NoticeState.PUBLISHED, new_due=NEW), NEW + HOUR, Owed.ESCALATE),
        (file(), first(NoticeState.CLOSED, new_due=NEW), NEW + HOUR, Owed.ESCALATE),
        (file(), first(NoticeState.WITHDRAWN, new_due=NEW), NEW + HOUR, Owed.ESCALATE),
        (file(), first(NoticeState.WITHDRAWN, new_due=NEW), NEW, Owed.NOTHING),
        (file(), first(NoticeState.APPROVED, new_due=NEW, escalated=True), NEW + HOUR, Owed.NOTHING),
        (file(), LATE_DRAFT, DUE - HOUR, Owed.CANCEL),
        (file(), LATE_DRAFT, EARLIER, Owed.RENEW),
        (file(), LATE_DRAFT, DUE + HOUR, Owed.RENEW),
        (file(), replace(LATE_DRAFT, late_since=None), DUE - HOUR, Owed.RENEW),
        (file(), replace(LATE_DRAFT, due_at=DUE), DUE - HOUR, Owed.CANCEL),
        (file(State.DONE, DUE + HOUR), LATE_DRAFT, DUE + 2 * HOUR, Owed.RENEW),
        (file(), LATE_PAPER, DUE - HOUR, Owed.RECHECK),
        (file(State.DONE, DUE - HOUR), LATE_PAPER, DUE, Owed.RECHECK),
        (file(State.DONE, DUE - HOUR), replace(LATE_PAPER, due_at=DUE), DUE, Owed.NOTHING),
        (file(), LATE_PAPER, DUE + HOUR, Owed.NOTHING),
        (file(), LATE_PAPER, NEW + HOUR, Owed.ESCALATE),
        (file(), replace(LATE_PAPER, rechecked=DUE), DUE - HOUR, Owed.NOTHING),
        (file(), replace(LATE_PAPER, due_at=DUE + HOUR), DUE - HOUR, Owed.NOTHING),
        (file(), replace(LATE_PAPER, state=NoticeState.CLOSED), DUE - HOUR, Owed.NOTHING),
        (file(), replace(LATE_PAPER, late_since=None), DUE - HOUR, Owed.NOTHING),
        (file(), replace(LATE_PAPER, late_since=None, new_due=DUE), DUE - HOUR, Owed.RECHECK),
    ],
)
def test_a_file_owes_this(situation: FileFacts, notice: FirstNotice | None, now: datetime, expected: Owed) -> None:
    assert owed(situation, notice, now) == expected


def test_a_due_without_an_hour_is_met_all_day() -> None:
    whole_day = FileFacts(Times(State.RECEIVED, Stamp(datetime(2026, 11, 22, 17, tzinfo=UTC), False), None))
    assert owed(whole_day, None, datetime(2026, 11, 23, 16, 59, tzinfo=UTC)) == Owed.NOTHING
    assert owed(whole_day, None, datetime(2026, 11, 23, 17, 0, tzinfo=UTC)) == Owed.LATE_NOTICE


def test_a_due_without_an_hour_is_another_one_only_on_another_day() -> None:
    midnight = datetime(2026, 11, 22, 17, tzinfo=UTC)
    day = Stamp(midnight, False)
    for still in (midnight, midnight + 17 * HOUR, midnight + 24 * HOUR):
        assert not is_another_due(day, still), "the office's end, or midnight where it is closed"
    assert is_another_due(day, midnight - HOUR)
    assert is_another_due(day, midnight + 41 * HOUR)
    assert is_another_due(Stamp(DUE, True), DUE + timedelta(minutes=1))
    assert not is_another_due(None, DUE)
