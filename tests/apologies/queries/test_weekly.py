"""What reports count: owed by the week of the limit, sent in time, sent late."""

from datetime import timedelta

from feedback.apologies.queries import OwedCounts, count_owed
from tests.apologies.conftest import DUE, LIMIT, MORNING, World


def test_owed_sent_in_time_and_sent_late_are_counted_by_unit(world: World) -> None:
    world.approved()
    world.approved(now=LIMIT + timedelta(hours=1))
    world.follow(DUE + timedelta(hours=1), world.file())
    with world.store.database.read() as session:
        counts = count_owed(session, MORNING - timedelta(days=4), MORNING + timedelta(days=3))
        nothing = count_owed(session, MORNING + timedelta(days=3), MORNING + timedelta(days=10), [world.commune])
    assert counts == {world.commune: OwedCounts(owed=3, in_time=1, late=1)}
    assert nothing == {}


def test_a_cancelled_draft_is_not_owed(world: World) -> None:
    record = world.file()
    world.expect_late(record)
    world.change(record, state="withdrawn")
    world.follow(DUE, record)
    with world.store.database.read() as session:
        assert count_owed(session, MORNING - timedelta(days=4), MORNING + timedelta(days=3)) == {}
