"""Requests to take a line off the public list."""

from datetime import timedelta

from feedback.apologies import queries
from feedback.foundation.clock import local_day
from tests.apologies.actions.test_removing import REASON, ask, decide
from tests.apologies.conftest import MORNING, World

TODAY = local_day(MORNING)


def test_a_request_is_pending_until_decided_and_counted_while_its_line_would_stand(world: World) -> None:
    one, two = world.accounts()
    notice = world.publish(world.approved())
    removal = ask(world, notice, one)
    with world.store.database.read() as session:
        (line,) = queries.list_removals(session, [world.commune], pending=True)
        assert (line.id, line.why, line.number, line.unit) == (removal, REASON, 1, "Xã Mẫu Một")
        assert queries.list_removals(session, [world.province], pending=True) == []
        assert queries.count_removed(session, TODAY) == {}
    decide(world, removal, two)
    with world.store.database.read() as session:
        assert queries.find_pending(session, notice) is None
        (line,) = queries.list_removals(session, None, pending=False)
        assert (line.is_confirmed, line.decided_by) == (True, "Lê Thị Thanh Tra")
        assert queries.count_removed(session, TODAY + timedelta(days=90)) == {world.commune: 1}
        assert queries.count_removed(session, TODAY + timedelta(days=91)) == {}
