"""What the head has not approved yet follows the file's due; what was approved stays as printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from feedback.apologies.actions import calendar_drafts
from feedback.apologies.actions.drafting import SIGN_TASK
from feedback.apologies.jobs.calendar import follow_decisions
from feedback.apologies.queries import list_life
from feedback.apologies.rules import Kind
from feedback.records.rules.calendar_moves import Choice
from tests.apologies.conftest import DECISION, MORNING
from tests.apologies.jobs.test_calendar import close
from tests.records.calendar_world import at

MONDAY = date(2026, 11, 23)
DUE, MOVED = at("2026-11-25T09:00"), at("2026-11-26T09:00")
"""Three working days from Thursday 19/11 9:00: 20, 23 and 25/11 (24/11 is a holiday); 26/11 where 23/11 is off too."""
LIMIT, MOVED_LIMIT = at("2026-11-23T17:00"), at("2026-11-25T17:00")
LATER = replace(DECISION, new_due=at("2026-12-01T16:00"))


@pytest.fixture
def draft(world):
    """A notice the desk marked for a file without a printed date; its id."""

    def make(**more):
        facts = {"stated_due_at": None, "received_at": at("2026-11-19T09:00"), "computed_due_at": DUE}
        return world.expect_late(world.file(**facts | more))

    return make


def clock(world, notice_id):
    line = world.line(notice_id)
    return line.due_at, line.limit_at


def close_monday(world, choice=Choice.RECOMPUTE):
    close(world, MONDAY, choice)
    return follow_decisions(world.store, MORNING, "")


@pytest.mark.parametrize("prepared", [False, True])
def test_a_draft_follows_the_due_that_was_reckoned_anew_and_so_does_the_heads_clock(world, draft, prepared):
    notice = draft()
    assert clock(world, notice) == (DUE, LIMIT)
    if prepared:
        world.decide(notice, decision=LATER)
    assert close_monday(world)["drafts"] == 1
    assert clock(world, notice) == (MOVED, MOVED_LIMIT)
    assert world.line(notice).limit_rule == "day_before"
    assert world.line(notice).state == ("awaiting" if prepared else "drafted")
    (task,) = world.tasks(SIGN_TASK)
    assert (task.due_at, task.for_role, task.unit_id) == (MOVED_LIMIT, "head", world.commune)
    with world.store.database.read() as session:
        said = list_life(session, notice)[-1].more
    assert "phải gửi trước 17:00 ngày 25/11/2026, trước đây 17:00 ngày 23/11/2026" in said


def test_whoever_approves_by_the_moved_limit_was_in_time(world, draft):
    notice = draft()
    close_monday(world)
    world.decide(notice, decision=LATER)
    world.approve(notice, at("2026-11-25T16:00"))
    assert world.line(notice).sent_in_time is True


def test_what_is_approved_stays_as_printed(world, draft):
    notice = draft()
    world.decide(notice, decision=LATER)
    world.approve(notice)
    before = world.line(notice)
    assert "drafts" not in close_monday(world)
    assert world.line(notice) == before


def test_where_dates_are_kept_drafts_keep_theirs(world, draft):
    notice = draft()
    assert "drafts" not in close_monday(world, Choice.KEEP)
    assert clock(world, notice) == (DUE, LIMIT)


def test_a_printed_date_stays_but_the_apology_is_owed_sooner_when_the_day_before_is_off(world, draft):
    notice = draft(stated_due_at=DUE)
    assert close_monday(world)["drafts"] == 1
    assert clock(world, notice) == (DUE, at("2026-11-20T17:00"))


def test_done_over_it_changes_nothing_and_gives_no_second_task(world, draft, monkeypatch):
    monkeypatch.setattr(calendar_drafts, "WORK", 1)
    notices = [draft(), draft()]
    close_monday(world)
    decision_id = close(world, date(2026, 12, 30))
    assert "drafts" not in follow_decisions(world.store, MORNING, "")
    assert {clock(world, each) for each in notices} == {(MOVED, MOVED_LIMIT)}
    assert len(world.tasks(SIGN_TASK)) == len(notices)
    again = world.run(
        lambda session: calendar_drafts.renew_next(session, now=MORNING, decision_id=decision_id, after_id=0)
    )
    assert again == (notices[0], 0)


def test_a_letter_about_a_fault_has_no_limit_to_move(world, draft):
    notice = world.add_fault(world.file(stated_due_at=DUE), Kind.LOST_PAPERS, "bản chính giấy khai sinh")
    before = clock(world, notice)
    assert "drafts" not in close_monday(world)
    assert clock(world, notice) == before
