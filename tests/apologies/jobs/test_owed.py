"""What happens by itself: safe to run again, safe to run twice, nobody's name in the outbox."""

from datetime import timedelta

import pytest

from feedback.apologies import actions, queries
from feedback.apologies.jobs import draft_owed, escalate, lists_of_the_day, morning_lists, owed
from tests.apologies.conftest import DUE, MORNING, NEW_DUE, World, person

AFTER = DUE + timedelta(hours=1)


def test_every_file_that_ran_over_is_drafted_once(world: World) -> None:
    for _ in range(3):
        world.file()
    world.file(state="done", finished_at=DUE)
    assert draft_owed(world.store, AFTER, "") == {"late_notice": 3}
    assert draft_owed(world.store, AFTER, "") == {}


def test_between_two_batches_others_may_write(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []
    monkeypatch.setattr(owed, "BATCH", 1)
    monkeypatch.setattr(owed, "_give_way", rests.append)
    for _ in range(3):
        world.file()
    assert draft_owed(world.store, AFTER, "") == {"late_notice": 3}
    assert len(rests) == (3 if world.store.database.on_sqlite else 0)


def test_one_run_drafts_cancels_and_escalates(world: World) -> None:
    approved = world.approved()
    ended = world.file()
    world.expect_late(ended)
    world.change(ended, state="withdrawn")
    world.file()
    later = NEW_DUE + timedelta(hours=1)
    assert draft_owed(world.store, later, "") == {"late_notice": 1, "cancel": 1, "escalate": 1}
    assert draft_owed(world.store, later, "") == {}
    assert world.notice(world.line(approved).record_id, turn=2).state == "escalated"


def test_a_file_already_past_its_due_when_imported_is_drafted_at_once(world: World) -> None:
    world.file(stated_due_at=MORNING - timedelta(days=3))
    assert draft_owed(world.store, MORNING, "") == {"late_notice": 1}


def test_a_computed_due_counts_where_none_was_stated(world: World) -> None:
    world.file(stated_due_at=None, computed_due_at=DUE)
    world.file(stated_due_at=None)
    assert draft_owed(world.store, AFTER, "") == {"late_notice": 1}


def test_two_weeks_down_lose_no_file(world: World) -> None:
    world.file()
    assert draft_owed(world.store, AFTER + timedelta(days=14), "") == {"late_notice": 1}


def test_the_morning_gives_each_desk_one_list(world: World) -> None:
    world.file()
    assert morning_lists(world.store, MORNING, "2026-11-20") == 1
    assert morning_lists(world.store, MORNING, "2026-11-20") == 0


def test_unsigned_notices_and_missing_heads_go_up_once(world: World) -> None:
    world.expect_late(world.file())
    assert escalate(world.store, MORNING + timedelta(days=6), "") == 1
    assert escalate(world.store, MORNING + timedelta(days=6), "") == 0


def test_a_file_of_a_year_without_calendar_does_not_hold_up_the_others(world: World) -> None:
    world.file(received_at=MORNING.replace(year=2019), stated_due_at=DUE.replace(year=2019))
    world.file()
    assert draft_owed(world.store, AFTER, "") == {"late_notice": 1, "refused": 1}
    assert draft_owed(world.store, AFTER, "") == {"refused": 1}
    (task,) = world.tasks("apologies.no_calendar")
    assert "năm 2019" in task.title


def test_a_file_imported_after_the_morning_list_reaches_the_desk_the_same_day(world: World) -> None:
    assert morning_lists(world.store, MORNING, "2026-11-20") == 0
    first = world.file()
    before = MORNING.replace(hour=0) - timedelta(hours=6)
    assert lists_of_the_day(world.store, before, "") == 0
    assert [lists_of_the_day(world.store, MORNING, "") for _ in range(2)] == [1, 0]
    world.file()
    assert lists_of_the_day(world.store, MORNING, "") == 0
    with world.store.database.read() as session:
        shown = [file.record_id for file in queries.list_morning(session, MORNING, [world.commune])]
    world.run(
        lambda session: actions.answer_morning_list(
            session, actor=person(world.commune), now=MORNING, unit_id=world.commune, shown=shown, late=[first]
        )
    )
    assert lists_of_the_day(world.store, MORNING, "") == 0
    world.file()
    assert [lists_of_the_day(world.store, MORNING, "") for _ in range(2)] == [1, 0]
    (task,) = world.tasks("apologies.morning")
    assert "1 hồ sơ" in task.title


def test_no_list_is_given_on_a_day_off(world: World) -> None:
    world.file()
    assert morning_lists(world.store, MORNING + timedelta(days=1), "2026-11-21") == 0
