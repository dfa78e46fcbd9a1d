"""The morning list as a page shows it."""

from datetime import timedelta

from feedback.apologies import queries
from tests.apologies.conftest import LIMIT, MORNING, World


def listed(world: World, now=MORNING) -> list[queries.MorningFile]:
    with world.store.database.read() as session:
        return queries.list_morning(session, now, None)


def test_a_file_says_by_when_and_why(world: World) -> None:
    world.file()
    (file,) = listed(world)
    assert (file.unit, file.limit_at, file.limit_rule) == ("Xã Mẫu Một", LIMIT, "working_day_before")
    assert file.left.startswith("còn ")


def test_a_file_whose_limit_has_passed_stays_until_it_is_due(world: World) -> None:
    world.file()
    assert len(listed(world, LIMIT + timedelta(hours=1))) == 1
    assert listed(world, MORNING + timedelta(days=4)) == []


def test_a_file_with_a_notice_is_off_the_list(world: World) -> None:
    world.expect_late(world.file())
    assert listed(world) == []
