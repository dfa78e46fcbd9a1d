"""The morning list: one task per desk and day, one act that names every file."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from feedback.apologies import actions, queries
from feedback.apologies.tables import Confirmation
from feedback.audit.tables import AuditNote
from feedback.foundation.clock import at_local
from feedback.foundation.errors import Conflict
from tests.apologies.conftest import MORNING, World, person


def answer(world: World, shown: list[int], late: list[int]) -> tuple[int, int]:
    return world.run(
        lambda session: actions.answer_morning_list(
            session, actor=person(world.commune), now=MORNING, unit_id=world.commune, shown=shown, late=late
        )
    )


def listed(world: World) -> list[int]:
    with world.store.database.read() as session:
        return [file.record_id for file in queries.list_morning(session, MORNING, [world.commune])]


def give(world: World) -> int:
    return world.run(lambda session: actions.give_morning_tasks(session, now=MORNING))


def test_the_list_holds_the_files_whose_limit_is_today(world: World) -> None:
    today = world.file()
    world.file(stated_due_at=at_local(date(2026, 12, 3), time(10, 0)))
    world.file(stated_due_at=MORNING - timedelta(days=1))
    world.file(state="awaiting_supplement")
    assert listed(world) == [today]


def test_each_desk_gets_one_task_a_day(world: World) -> None:
    world.file()
    world.file()
    assert give(world) == 1
    assert give(world) == 0
    (task,) = world.tasks("apologies.morning")
    assert "2 hồ sơ" in task.title


def test_no_file_no_task(world: World) -> None:
    assert give(world) == 0


def test_one_act_drafts_some_and_confirms_the_others_by_name(world: World) -> None:
    late, fine, other = world.file(), world.file(), world.file()
    give(world)
    assert answer(world, [late, fine, other], [late]) == (1, 2)
    assert world.notice(late).state == "drafted"
    rows = world.run(lambda session: session.scalars(select(Confirmation)).all())
    assert {row.record_id for row in rows} == {fine, other}
    assert len({row.act for row in rows}) == 1
    notes = world.run(lambda session: session.scalars(select(AuditNote)).all())
    (note,) = [each for each in notes if each.verb == "apology.morning_list"]
    assert len(note.detail["confirmed"]) == 2
    assert world.tasks("apologies.morning") == []


def test_a_confirmed_file_stays_visible_with_who_confirmed_it(world: World) -> None:
    record = world.file()
    answer(world, [record], [])
    with world.store.database.read() as session:
        (file,) = queries.list_morning(session, MORNING, [world.commune])
    assert file.confirmed_by == "Trần Văn Mẫu"


def test_confirming_twice_keeps_the_first_word(world: World) -> None:
    record = world.file()
    answer(world, [record], [])
    answer(world, [record], [])
    assert len(world.run(lambda session: session.scalars(select(Confirmation)).all())) == 1


def test_files_not_on_the_list_cannot_be_smuggled_in(world: World) -> None:
    far = world.file(stated_due_at=at_local(date(2026, 12, 3), time(10, 0)))
    with pytest.raises(Conflict, match="tải lại trang"):
        answer(world, [far], [far])
    assert answer(world, [world.file(), far], []) == (0, 1)


def test_a_list_nobody_answered_ends_with_the_next_mornings(world: World) -> None:
    world.file(stated_due_at=at_local(date(2026, 11, 20), time(16, 0)))
    thursday = at_local(date(2026, 11, 19), time(6, 30))
    world.run(lambda session: actions.give_morning_tasks(session, now=thursday))
    assert len(world.tasks("apologies.morning")) == 1
    give(world)
    (task,) = world.tasks("apologies.morning")
    assert "20/11/2026" in task.title
    give(world)
    assert len(world.tasks("apologies.morning")) == 1
