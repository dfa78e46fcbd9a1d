"""A file gets a later due after its apology was approved: a person is asked once, the paper stays what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from feedback.apologies.actions.rechecking import RECHECK_TASK
from feedback.apologies.jobs.owed import draft_owed
from feedback.outbox.actions import tick_off
from tests.apologies.actions.test_moved_dues import LATER, RECEIVED, by_first_stated_due, late_draft
from tests.apologies.conftest import DECISION, MORNING, person
from tests.records.calendar_world import at


def approve_late(world, record_id, new_due="2026-12-01T16:00"):
    notice = world.notice(record_id).id
    world.decide(notice, decision=replace(DECISION, new_due=at(new_due)))
    world.approve(notice)
    return notice


def test_an_approved_notice_is_put_before_the_head_once_and_nothing_else_is_touched(world):
    record_id = late_draft(world)
    notice = approve_late(world, record_id)
    before = world.line(notice)
    by_first_stated_due(world, record_id)
    assert draft_owed(world.store, MORNING, "") == {"recheck": 1}
    assert draft_owed(world.store, MORNING, "") == {}
    (task,) = world.tasks(RECHECK_TASK)
    assert (task.for_role, task.unit_id, task.link) == ("head", world.commune, f"/xin-loi/{notice}")
    assert "Phiếu ghi hẹn trả 09:00 ngày 19/11/2026; hạn trả của hồ sơ nay là 09:00 ngày 27/11/2026." in task.detail
    assert replace(world.line(notice), version=before.version) == before
    world.run(lambda session: tick_off(session, actor=person(world.commune), now=MORNING, task_id=task.id))
    assert draft_owed(world.store, MORNING, "") == {}
    world.change(record_id, stated_due_at=LATER + timedelta(days=3))
    assert draft_owed(world.store, MORNING, "") == {"recheck": 1}
    assert len(world.tasks(RECHECK_TASK)) == 1


def test_taking_the_paper_back_ends_the_question(world):
    record_id = late_draft(world)
    notice = approve_late(world, record_id)
    by_first_stated_due(world, record_id)
    draft_owed(world.store, MORNING, "")
    world.approve(world.take_back(notice))
    assert (world.line(notice).state, world.tasks(RECHECK_TASK)) == ("withdrawn", [])
    assert draft_owed(world.store, MORNING, "") == {}


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"stated_due_at": LATER}, True),
        ({"stated_due_at": LATER, "state": "done", "finished_at": at("2026-11-26T09:00")}, True),
        ({"stated_due_at": LATER, "state": "done", "finished_at": at("2026-11-27T10:00")}, False),
        ({"stated_due_at": at("2026-11-18T09:00")}, False),
        ({"state": "done", "finished_at": at("2026-11-18T09:00")}, False),
    ],
)
def test_only_a_later_due_by_which_it_is_not_late_raises_the_question(world, facts, asked):
    record_id = late_draft(world)
    approve_late(world, record_id)
    world.change(record_id, **facts)
    draft_owed(world.store, at("2026-11-27T11:00") if "finished_at" in facts else MORNING, "")
    assert bool(world.tasks(RECHECK_TASK)) is asked


@pytest.mark.parametrize(("promised", "asked"), [("2026-11-26T16:00", True), ("2026-12-01T16:00", False)])
def test_a_delay_announced_beforehand_is_one_still_while_its_date_lies_after_the_due(world, promised, asked):
    record_id = world.file(received_at=RECEIVED, stated_due_at=None, computed_due_at=at("2026-11-23T09:00"))
    world.expect_late(record_id)
    approve_late(world, record_id, promised)
    by_first_stated_due(world, record_id)
    draft_owed(world.store, MORNING, "")
    assert bool(world.tasks(RECHECK_TASK)) is asked
