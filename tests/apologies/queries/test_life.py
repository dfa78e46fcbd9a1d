"""Which notices the job moves on, and what a notice's page tells of its life."""

from datetime import timedelta

from feedback.apologies import queries
from feedback.foundation.clock import local_day
from tests.apologies.conftest import MORNING, WHY, World

TODAY = local_day(MORNING)


def waiting(world: World, days: int = 0) -> list[int]:
    with world.store.database.read() as session:
        return queries.list_to_publish(session, TODAY + timedelta(days=days))


def test_what_has_left_waits_for_publication_and_later_for_its_end(world: World) -> None:
    notice = world.approved()
    assert waiting(world) == []
    world.publish(notice)
    assert waiting(world) == waiting(world, 91) == []
    world.tick_off(notice)
    assert (waiting(world, 90), waiting(world, 91)) == ([], [notice])


def test_a_life_tells_by_which_paper_it_was_withdrawn_and_why(world: World) -> None:
    notice = world.approved()
    back = world.take_back(notice)
    world.approve(back)
    with world.store.database.read() as session:
        first, second = queries.list_life(session, notice), queries.list_life(session, back)
    assert (first[-1].words, first[-1].more) == ("Bị thu hồi", "phiếu thu hồi số 02/PXL năm 2026")
    assert (second[0].words, second[0].more) == ("Lập dự thảo phiếu thu hồi", WHY)
