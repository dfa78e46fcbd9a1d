"""Words to the upper level, each exactly once."""

from datetime import date, time

import pytest

from feedback.apologies import actions
from feedback.foundation.clock import at_local
from feedback.organisation.tables import UnitSetting
from tests.apologies.conftest import MORNING, World

FOURTH_DAY = at_local(date(2026, 11, 26), time(7, 30))


def escalate(world: World, now=FOURTH_DAY) -> int:
    return world.run(lambda session: actions.escalate_unsigned(session, now=now))


def test_a_notice_nobody_signed_for_three_working_days_is_told_above_once(world: World) -> None:
    world.expect_late(world.file())
    assert escalate(world, at_local(date(2026, 11, 25), time(16, 0))) == 0
    assert escalate(world) == 1
    assert escalate(world) == 0
    (task,) = world.tasks("apologies.unsigned")
    assert (task.unit_id, task.for_role) == (world.province, "leader")


def test_new_year_without_its_calendar_does_not_silence_the_word_to_the_upper_level(world: World) -> None:
    world.expect_late(world.file())
    assert escalate(world, at_local(date(2028, 1, 3), time(8, 0))) == 1


def test_a_signed_notice_is_not_told(world: World) -> None:
    world.approved()
    assert escalate(world) == 0


@pytest.mark.parametrize(("days", "told"), [(1, 1), (10, 0)])
def test_how_long_is_a_setting(world: World, days: int, told: int) -> None:
    world.run(lambda session: session.add(UnitSetting(unit_id=None, key="apology_unsigned_days", value=days)))
    world.expect_late(world.file())
    assert escalate(world) == told


def test_a_unit_with_a_head_asks_for_none(world: World) -> None:
    world.expect_late(world.file())
    assert world.run(lambda session: actions.ask_for_heads(session, now=MORNING)) == 0
