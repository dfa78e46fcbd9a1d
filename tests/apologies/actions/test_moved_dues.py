"""A file gets another due by whatever way: a draft nobody has approved follows it, or ends with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from feedback.apologies.actions import escalate_unsigned
from feedback.apologies.actions.drafting import SIGN_TASK
from feedback.apologies.jobs.calendar import follow_decisions
from feedback.apologies.jobs.owed import draft_owed
from feedback.apologies.queries import list_ended, list_life
from feedback.apologies.queries.told import list_told_above
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict
from feedback.records.actions.supplements import tell_supplements
from feedback.records.rules.calendar_moves import Choice
from feedback.records.rules.supplements import SupplementFacts
from tests.apologies.conftest import DECISION, MORNING, OLD
from tests.apologies.jobs.test_calendar import close
from tests.records.calendar_world import at

STORM = date(2026, 11, 19)
RECEIVED, DUE = at("2026-11-16T09:00"), at("2026-11-19T09:00")
"""Three working days; a day more where Thursday 19/11 was off."""
TWO_DAYS = timedelta(days=2)
LATER = at("2026-11-27T09:00")
AGAIN = "Hạn trả của hồ sơ nay là 09:00 ngày 27/11/2026: hồ sơ còn trong hạn."


def late_draft(world, **more):
    """A file overdue since yesterday with the draft that was made of it; the file's id."""
    record_id = world.file(**{"received_at": RECEIVED, "stated_due_at": None, "computed_due_at": DUE} | more)
    assert world.follow(MORNING, record_id) == ["late_notice"]
    return record_id


def by_first_stated_due(world, record_id):
    """An import states a date for a file that had only the computed one."""
    world.change(record_id, stated_due_at=LATER, stated_due_has_time=True)


def by_corrected_receipt(world, record_id):
    world.change(record_id, computed_due_at=LATER)


def by_supplement(world, record_id):
    """The one-stop software tells of a wait that began before the due, of 22 working hours."""
    told = SupplementFacts(at("2026-11-17T09:00"), at("2026-11-20T06:30"))

    def tell(session):
        return tell_supplements(session, actor=SYSTEM, now=MORNING, record_id=record_id, told=[told])

    assert world.run(tell)


@pytest.mark.parametrize(
    ("way", "due"),
    [
        (by_first_stated_due, LATER),
        (by_corrected_receipt, LATER),
        (by_supplement, at("2026-11-23T17:00")),
    ],
)
def test_a_draft_of_an_overrun_ends_with_its_reason_when_the_file_is_in_time_again(world, way, due):
    record_id = late_draft(world)
    way(world, record_id)
    assert draft_owed(world.store, MORNING, "") == {"cancel": 1}
    assert draft_owed(world.store, MORNING, "") == {}
    notice = world.notice(record_id)
    assert (notice.state, world.tasks(SIGN_TASK)) == ("cancelled", [])
    with world.store.database.read() as session:
        (ended,) = list_ended(session, [world.commune], OLD)
        assert list_ended(session, [world.province], OLD) == []
        assert list_life(session, notice.id)[-1].more == ended.why
    assert (ended.id, ended.why) == (
        notice.id,
        f"Hạn trả của hồ sơ nay là {due:%H:%M} ngày {due:%d/%m/%Y}: hồ sơ còn trong hạn.",
    )
    assert draft_owed(world.store, due + timedelta(minutes=1), "") == {"reopen": 1}
    with world.store.database.read() as session:
        assert list_ended(session, None, OLD) == []


def test_a_day_off_announced_for_the_past_ends_it_with_the_decision(world):
    record_id = late_draft(world)
    close(world, STORM)
    assert follow_decisions(world.store, MORNING, "")["drafts"] == 1
    assert world.notice(record_id).state == "cancelled"
    assert len(world.tasks(SIGN_TASK, still_open=False)) == 1, "the head is not asked anew for nothing"


def test_where_dates_are_kept_the_draft_stays(world):
    record_id = late_draft(world)
    close(world, STORM, Choice.KEEP)
    follow_decisions(world.store, MORNING, "")
    assert draft_owed(world.store, MORNING, "") == {}
    assert world.notice(record_id).state == "drafted"


def test_a_clock_that_was_set_back_ends_no_draft(world):
    record_id = late_draft(world)
    assert draft_owed(world.store, DUE - timedelta(hours=1), "") == {}
    assert world.notice(record_id).state == "drafted"


def test_a_draft_of_a_file_that_is_overdue_still_stands_by_the_due_of_now(world):
    record_id = late_draft(world)
    world.change(record_id, computed_due_at=at("2026-11-18T10:00"))
    assert draft_owed(world.store, MORNING, "") == {"renew": 1}
    assert draft_owed(world.store, MORNING, "") == {}
    notice = world.notice(record_id)
    assert (notice.due_at, notice.limit_at) == (at("2026-11-18T10:00"), at("2026-11-17T17:00"))


def test_a_draft_made_beforehand_follows_a_due_that_an_import_changed(world):
    record_id = world.file(received_at=RECEIVED, stated_due_at=None, computed_due_at=at("2026-11-23T09:00"))
    notice = world.expect_late(record_id)
    by_first_stated_due(world, record_id)
    assert draft_owed(world.store, MORNING, "") == {"renew": 1}
    line = world.line(notice)
    assert (line.due_at, line.limit_at, line.state) == (LATER, at("2026-11-26T17:00"), "drafted")
    (task,) = world.tasks(SIGN_TASK)
    assert task.due_at == line.limit_at
    with world.store.database.read() as session:
        said = list_life(session, notice)[-1].more
    assert said == ("phải gửi trước 17:00 ngày 26/11/2026, trước đây 17:00 ngày 20/11/2026; hạn trả của hồ sơ đã đổi")


def test_a_due_without_its_hour_is_another_one_only_on_another_day(world):
    day = at("2026-11-25T00:00")
    notice = world.expect_late(world.file(stated_due_at=day, stated_due_has_time=False))
    assert world.line(notice).due_at == at("2026-11-25T17:00")
    close(world, day.date(), Choice.KEEP)
    follow_decisions(world.store, MORNING, "")
    assert draft_owed(world.store, MORNING, "") == {}


def test_whoever_approves_before_the_job_looked_is_refused_or_measured_by_the_due_of_now(world):
    record_id = late_draft(world)
    decided = world.notice(record_id).id
    world.decide(decided)
    by_first_stated_due(world, record_id)
    with pytest.raises(Conflict, match="hồ sơ còn trong hạn"):
        world.approve(decided)
    other = world.file(received_at=RECEIVED, stated_due_at=None, computed_due_at=at("2026-11-23T09:00"))
    expected = world.expect_late(other)
    world.decide(expected, decision=replace(DECISION, new_due=at("2026-12-01T16:00")))
    by_first_stated_due(world, other)
    world.approve(expected, at("2026-11-26T16:30"))
    assert (world.line(expected).sent_in_time, world.line(expected).due_at) == (True, LATER)


def told_above(world):
    with world.store.database.read() as session:
        return [each.id for each in list_told_above(session, [world.province, world.commune])]


def escalate(world, now):
    return world.run(lambda session: escalate_unsigned(session, now=now, url="https://x.example"))


def test_what_went_up_is_over_when_the_draft_has_time_again_and_can_go_up_again(world):
    record_id = world.file(received_at=RECEIVED, stated_due_at=None, computed_due_at=at("2026-11-23T09:00"))
    notice = world.expect_late(record_id)
    assert escalate(world, at("2026-11-21T09:00")) == 1
    assert len(world.tasks("apologies.unsigned")) == 1
    by_first_stated_due(world, record_id)
    draft_owed(world.store, at("2026-11-21T09:05"), "")
    assert (world.tasks("apologies.unsigned"), told_above(world)) == ([], [])
    assert escalate(world, at("2026-11-26T17:00")) == 0
    assert escalate(world, at("2026-11-26T17:10")) == 1
    assert len(world.tasks("apologies.unsigned")) == 1
    assert told_above(world) == [notice]


def test_what_went_up_is_over_when_the_draft_ends_and_goes_up_again_after_it_was_opened_again(world):
    record_id = late_draft(world)
    assert escalate(world, at("2026-11-27T09:00")) == 1
    world.change(record_id, state="awaiting_supplement", paused_since=MORNING)
    assert draft_owed(world.store, at("2026-11-27T09:05"), "") == {"cancel": 1}
    assert world.tasks("apologies.unsigned") == []
    world.change(record_id, state="received", paused_since=None)
    assert draft_owed(world.store, at("2026-11-27T09:10"), "") == {"reopen": 1}
    assert escalate(world, at("2026-12-02T09:15")) == 1
    assert len(world.tasks("apologies.unsigned")) == 1
