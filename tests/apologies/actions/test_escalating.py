"""Words to the upper level, each exactly once."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from feedback.apologies import actions
from feedback.foundation.clock import at_local
from feedback.organisation.tables import Unit, UnitSetting
from feedback.outbox.tables import WorkItem
from tests.apologies.conftest import LIMIT, MORNING, World

FOURTH_DAY = at_local(date(2026, 11, 26), time(7, 30))


def escalate(world: World, now=FOURTH_DAY) -> int:
    return world.run(lambda session: actions.escalate_unsigned(session, now=now))


def leader(world: World, email: str | None = "lanh-dao@mau.example") -> None:
    world.run(
        lambda session: world.factory(session).account(
            "leader", unit=session.get_one(Unit, world.province), email=email
        )
    )


def letters(world: World) -> list[WorkItem]:
    return world.run(lambda session: list(session.scalars(select(WorkItem).where(WorkItem.kind == "letter"))))


def test_a_notice_not_signed_when_its_limit_passes_is_told_above_once_to_the_minute(world: World) -> None:
    leader(world)
    notice_id = world.expect_late(world.file())
    assert escalate(world, LIMIT) == 0
    assert escalate(world, LIMIT + timedelta(minutes=10)) == 1
    assert escalate(world) == 0
    (task,) = world.tasks("apologies.unsigned")
    assert (task.unit_id, task.for_role) == (world.province, "leader")
    assert "chậm nhất 17:00 ngày 20/11/2026" in task.detail
    (letter,) = letters(world)
    assert letter.payload["to"] == "lanh-dao@mau.example"
    assert f"/xin-loi/{notice_id}" in letter.payload["text"]
    assert task.detail in letter.payload["text"]


def test_how_late_it_is_counts_working_time_alone(world: World) -> None:
    world.expect_late(world.file())
    assert escalate(world, at_local(date(2026, 11, 25), time(9, 0))) == 1
    (task,) = world.tasks("apologies.unsigned")
    assert "trễ 1 ngày làm việc 2 giờ" in task.detail, "Friday 17:00 to Wednesday 9:00, Tuesday off"


def test_a_notice_drafted_when_it_was_late_already_waits_three_working_days(world: World) -> None:
    overdue = at_local(date(2026, 11, 19), time(9, 0))
    world.follow(MORNING, world.file(stated_due_at=overdue))
    assert escalate(world, at_local(date(2026, 11, 25), time(16, 0))) == 0
    assert escalate(world) == 1
    (task,) = world.tasks("apologies.unsigned")
    assert "đã chờ 3 ngày làm việc" in task.detail


def test_a_leader_gets_one_letter_about_all_that_went_up_together(world: World) -> None:
    leader(world)
    leader(world, None)
    first, second = (world.expect_late(world.file()) for _ in range(2))
    assert escalate(world) == 2
    (letter,) = letters(world)
    assert letter.payload["subject"] == "2 phiếu xin lỗi chưa được duyệt đúng hạn"
    assert all(f"/xin-loi/{each}" in letter.payload["text"] for each in (first, second))
    assert escalate(world) == 0
    assert len(letters(world)) == 1


def test_new_year_without_its_calendar_does_not_silence_the_word_to_the_upper_level(world: World) -> None:
    world.expect_late(world.file())
    assert escalate(world, at_local(date(2028, 1, 3), time(8, 0))) == 1


def test_a_signed_notice_is_not_told(world: World) -> None:
    world.approved()
    assert escalate(world) == 0


@pytest.mark.parametrize(("days", "told"), [(1, 1), (10, 0)])
def test_how_long_is_a_setting(world: World, days: int, told: int) -> None:
    world.run(lambda session: session.add(UnitSetting(unit_id=None, key="apology_unsigned_days", value=days)))
    world.follow(MORNING, world.file(stated_due_at=at_local(date(2026, 11, 19), time(9, 0))))
    assert escalate(world) == told


def test_a_unit_with_a_head_asks_for_none(world: World) -> None:
    world.expect_late(world.file())
    assert world.run(lambda session: actions.ask_for_heads(session, now=MORNING)) == 0
