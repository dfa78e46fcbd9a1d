"""Drafts come once per file, end when nothing is owed, and a second overrun goes up instead of out."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from feedback.apologies import actions
from feedback.apologies.rules import Kind, State
from feedback.foundation.clock import at_local
from feedback.foundation.errors import Conflict
from tests.apologies.conftest import DECISION, DUE, LIMIT, MORNING, NEW_DUE, World, person

AFTER = DUE + timedelta(hours=1)


def test_a_file_the_desk_marks_becomes_a_draft_for_the_head_in_time(world: World) -> None:
    line = world.line(world.expect_late(world.file()))
    assert (line.kind, line.state, line.limit_at) == (Kind.EXPECTED, State.DRAFTED, LIMIT)
    assert line.limit_rule == "working_day_before"
    (task,) = world.tasks("apologies.sign")
    assert (task.unit_id, task.for_role, task.due_at) == (world.commune, "head", LIMIT)


def test_marking_twice_is_one_draft(world: World) -> None:
    record = world.file()
    assert world.expect_late(record) == world.expect_late(record)
    assert len(world.tasks("apologies.sign")) == 1


def test_a_file_received_shortly_before_may_use_the_due_moment_itself(world: World) -> None:
    received = at_local(date(2026, 11, 20), time(15, 0))
    line = world.line(world.expect_late(world.file(received_at=received), received))
    assert (line.limit_rule, line.limit_at) == ("due_itself", DUE)


def test_a_file_left_lying_is_drafted_as_soon_as_it_runs_over(world: World) -> None:
    record = world.file()
    assert world.follow(DUE, record) == ["nothing"]
    assert world.follow(AFTER, record) == ["late_notice"]
    assert world.follow(AFTER, record) == ["nothing"]
    notice = world.notice(record)
    assert (notice.kind, notice.state) == ("late", "drafted")
    assert "chưa ai báo trước" in notice.created_why


def test_a_file_confirmed_and_then_late_says_who_confirmed_it(world: World) -> None:
    record = world.file()
    world.run(
        lambda session: actions.answer_morning_list(
            session,
            actor=person(world.commune, name="Lê Thị Tám"),
            now=MORNING,
            unit_id=world.commune,
            shown=[record],
            late=[],
        )
    )
    world.follow(AFTER, record)
    assert "Lê Thị Tám" in world.notice(record).created_why


def test_a_late_notice_counts_against_sent_in_time(world: World) -> None:
    record = world.file()
    world.follow(AFTER, record)
    notice = world.notice(record).id
    world.decide(notice, AFTER)
    world.approve(notice, AFTER)
    assert world.line(notice).sent_in_time is False


def test_a_draft_ends_when_the_file_is_done_in_time_and_the_heads_task_with_it(world: World) -> None:
    record = world.file()
    world.expect_late(record)
    world.change(record, state="done", finished_at=DUE - timedelta(hours=2))
    assert world.follow(AFTER, record) == ["cancel"]
    assert world.notice(record).state == "cancelled"
    assert world.tasks("apologies.sign") == []


@pytest.mark.parametrize("state", ["withdrawn", "refused", "awaiting_supplement"])
def test_a_draft_ends_when_the_clock_no_longer_runs(world: World, state: str) -> None:
    record = world.file()
    world.expect_late(record)
    world.change(record, state=state)
    assert world.follow(AFTER, record) == ["cancel"]


def test_a_cancelled_draft_opens_again_when_the_file_runs_over_after_all(world: World) -> None:
    record = world.file()
    world.expect_late(record)
    world.change(record, state="awaiting_supplement")
    world.follow(AFTER, record)
    world.change(record, state="received")
    assert world.follow(AFTER, record) == ["reopen"]
    assert (world.notice(record).kind, world.notice(record).state) == ("late", "drafted")
    assert len(world.tasks("apologies.sign")) == 1


def test_a_file_finished_late_under_our_eyes_still_owes_a_word(world: World) -> None:
    record = world.file()
    world.change(record, state="done", finished_at=AFTER)
    assert world.follow(AFTER + timedelta(hours=1), record) == ["late_notice"]


def test_a_file_handed_over_late_without_notice_owes_one_for_the_day_the_result_came(world: World) -> None:
    record = world.file()
    world.change(record, state="returned", finished_at=AFTER)
    later = AFTER + timedelta(days=7)
    assert world.follow(later, record) == ["late_notice"]
    notice = world.notice(record).id
    world.decide(notice, later, replace(DECISION, new_due=AFTER - timedelta(minutes=30)))
    world.approve(notice, later)
    assert (world.line(notice).new_due_at, world.line(notice).sent_in_time) == (AFTER, False)
    assert world.tasks("apologies.redate") == []
    assert len(world.tasks("apologies.print")) == 1
    assert world.follow(later + timedelta(days=30), record) == ["nothing"]


def test_history_that_was_late_before_we_knew_it_owes_nothing_now(world: World) -> None:
    record = world.file(state="done", finished_at=AFTER)
    assert world.follow(AFTER + timedelta(days=30), record) == ["nothing"]


def test_the_second_overrun_goes_to_the_upper_level_once_and_gets_no_new_date(world: World) -> None:
    notice = world.approved()
    record = world.line(notice).record_id
    later = NEW_DUE + timedelta(days=1)
    assert world.follow(later, record) == ["escalate"]
    assert world.follow(later, record) == ["nothing"]
    (task,) = world.tasks("apologies.second")
    assert (task.unit_id, task.for_role) == (world.province, "leader")
    second = world.notice(record, turn=2)
    assert (second.state, second.number, second.new_due_at, second.document_id) == ("escalated", None, None, None)
    with pytest.raises(Conflict):
        world.decide(second.id, later)


def test_a_file_done_by_its_new_date_is_no_second_overrun(world: World) -> None:
    notice = world.approved()
    record = world.line(notice).record_id
    world.change(record, state="done", finished_at=NEW_DUE)
    assert world.follow(NEW_DUE + timedelta(days=9), record) == ["nothing"]


def test_a_file_that_is_done_cannot_be_marked(world: World) -> None:
    record = world.file(state="done", finished_at=MORNING - timedelta(days=1))
    with pytest.raises(Conflict):
        world.expect_late(record)


def test_schedulers_at_once_draft_a_file_once(world: World) -> None:
    records = [world.file() for _ in range(5)]
    with ThreadPoolExecutor(4) as pool:
        rounds = list(pool.map(lambda _: world.follow(AFTER, *records), range(4)))
    assert sorted(duty for duties in rounds for duty in duties if duty == "late_notice") == ["late_notice"] * 5
    assert len(world.tasks("apologies.sign")) == 5


def test_the_original_due_stays_on_the_file(world: World) -> None:
    notice = world.approved()
    assert world.line(notice).due_at == DUE
