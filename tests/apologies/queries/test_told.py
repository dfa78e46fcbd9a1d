from __future__ import annotations

from datetime import timedelta

from feedback.apologies import actions
from feedback.apologies.queries.told import list_told_above
from tests.apologies.conftest import LIMIT, MORNING, World


def told(world: World, units=None):
    return world.run(lambda session: list_told_above(session, units))


def test_a_notice_stands_there_from_being_told_until_it_is_approved(world: World) -> None:
    notice_id = world.expect_late(world.file())
    assert told(world) == []
    world.run(lambda session: actions.escalate_unsigned(session, now=LIMIT + timedelta(hours=1)))
    (line,) = told(world, [world.commune])
    assert (line.id, line.unit, line.limit_at) == (notice_id, "Xã Mẫu Một", LIMIT)
    assert told(world, [world.province]) == []
    world.decide(notice_id, MORNING)
    world.approve(notice_id, LIMIT + timedelta(hours=2))
    assert told(world) == []
