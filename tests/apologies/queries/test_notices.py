"""Lists of notices: one's own units, the most pressing first."""

from datetime import timedelta

import pytest

from feedback.apologies import queries
from feedback.apologies.rules import OPEN_STATES, State
from feedback.foundation.errors import NotFound
from tests.apologies.conftest import DUE, MORNING, World


def test_waiting_notices_stand_by_their_limit(world: World) -> None:
    later = world.expect_late(world.file(stated_due_at=DUE + timedelta(days=3)))
    first = world.expect_late(world.file())
    with world.store.database.read() as session:
        assert [line.id for line in queries.list_lines(session, None, OPEN_STATES)] == [first, later]
        assert queries.list_lines(session, [world.province], OPEN_STATES) == []
        assert queries.count_open(session, [world.commune]) == 2
        assert queries.count_by_state(session) == {"drafted": 2}
        assert queries.units_with_open(session) == {world.commune: 2}


def test_approved_notices_stand_newest_first(world: World) -> None:
    old = world.approved()
    new = world.approved(now=MORNING + timedelta(hours=1))
    with world.store.database.read() as session:
        assert [line.id for line in queries.list_lines(session, None, {State.APPROVED})] == [new, old]


def test_a_notice_that_is_not_there_is_not_found(world: World) -> None:
    with world.store.database.read() as session:
        for look in (queries.get_line, queries.read_notice):
            with pytest.raises(NotFound):
                look(session, 99)
    with pytest.raises(NotFound):
        world.run(lambda session: queries.get_notice(session, 99))


def test_only_files_that_may_owe_something_are_looked_at(world: World) -> None:
    over, waiting = world.file(), world.file()
    world.expect_late(waiting)
    world.file(stated_due_at=DUE + timedelta(days=30))
    world.file(state="done", finished_at=DUE - timedelta(days=1))
    with world.store.database.read() as session:
        assert queries.files_to_follow(session, DUE + timedelta(hours=1)) == [over, waiting]
