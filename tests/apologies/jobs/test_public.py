"""The job that publishes, closes and suggests."""

from datetime import timedelta

from feedback.apologies.jobs import follow_deliveries, follow_notices
from feedback.apologies.rules import State
from tests.apologies.conftest import MORNING, World


def test_approved_papers_come_to_their_end_without_anybody_pressing_a_button(world: World) -> None:
    notices = [world.approved() for _ in range(3)]
    assert follow_notices(world.store, MORNING, "") == {}
    follow_deliveries(world.store, MORNING, "")
    assert follow_notices(world.store, MORNING, "") == {"published": 3}
    assert follow_notices(world.store, MORNING, "") == {}
    for notice in notices[:2]:
        world.tick_off(notice)
    later = MORNING + timedelta(days=91)
    assert follow_notices(world.store, later, "") == {"closed": 2}
    assert [world.line(each).state for each in notices] == [State.CLOSED, State.CLOSED, State.PUBLISHED]


def test_a_notice_withdrawn_before_it_was_published_is_left(world: World) -> None:
    notice = world.approved()
    follow_deliveries(world.store, MORNING, "")
    world.approve(world.take_back(notice))
    follow_deliveries(world.store, MORNING, "")
    assert follow_notices(world.store, MORNING, "") == {"published": 1}
    assert world.line(notice).state == State.WITHDRAWN
