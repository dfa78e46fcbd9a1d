"""Taking a line off the public list."""

import pytest

from feedback.apologies import actions, queries
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Forbidden, Invalid
from tests.apologies.conftest import MORNING, World, person


def shown(world: World) -> int:
    with world.store.database.read() as session:
        return len(queries.list_public(session, local_day(MORNING)))


def withdraw(world: World, notice: int, unit: int, why: str = "Người nộp có thể bị nhận ra") -> None:
    world.run(
        lambda session: actions.withdraw_from_public(
            session, actor=person(unit), now=MORNING, notice_id=notice, why=why
        )
    )


def test_a_withdrawn_line_is_gone_today(world: World) -> None:
    notice = world.approved()
    assert shown(world) == 1
    withdraw(world, notice, world.commune)
    assert shown(world) == 0


def test_withdrawing_needs_a_reason_and_the_units_head(world: World) -> None:
    notice = world.approved()
    with pytest.raises(Invalid):
        withdraw(world, notice, world.commune, "vì")
    with pytest.raises(Forbidden):
        withdraw(world, notice, world.province)
