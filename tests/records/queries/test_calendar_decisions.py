"""What is read of decisions: newest first, counted, and one file's share."""

from __future__ import annotations

import pytest

from feedback.foundation.errors import NotFound
from feedback.records.queries.calendar_decisions import (
    count_decisions,
    count_listed,
    count_moves,
    count_moves_by_unit,
    find_applying,
    get_decision,
    list_decisions,
    list_file_moves,
    list_moves,
    list_untold,
)
from feedback.records.rules.calendar_moves import Choice
from tests.records import calendar_world as world_of
from tests.records.calendar_world import settle, settled, swapped, swapped_back


def test_decisions_are_listed_newest_first_and_counted(database):
    world = database.run(world_of.build)
    ids = [settle(database, swapped()), settle(database, settled(), Choice.KEEP), settle(database, swapped_back())]
    with database.read() as session:
        assert [row.id for row in list_decisions(session)] == ids[::-1]
        assert [row.id for row in list_decisions(session, skip=1, take=1)] == [ids[1]]
        assert count_decisions(session) == 3
        assert {each: counts["files"] for each, counts in count_moves(session, ids).items()} == dict(
            zip(ids, (6, 0, 6), strict=True)
        )
        assert [row.id for row in list_untold(session)] == [ids[0], ids[2]], "kept dates are told to nobody"
        assert find_applying(session) is None
        assert [decision.id for decision, _ in list_file_moves(session, world.files["one day"])] == [ids[2], ids[0]]


def test_files_are_listed_within_ones_reach(database):
    world = database.run(world_of.build)
    decision = settle(database, swapped())
    with database.read() as session:
        assert count_listed(session, decision, None) == len(list_moves(session, decision, {world.unit_id})) == 6
        assert list_moves(session, decision, {world.unit_id + 1}) == []
        assert len(list_moves(session, decision, None, skip=4, take=5)) == 2
        assert count_moves_by_unit(session, decision) == [("Xã Mẫu", 6)]
        assert count_moves_by_unit(session, decision, {world.unit_id + 1}) == []


def test_a_decision_that_is_not_there_is_named(session):
    with pytest.raises(NotFound, match="quyết định về lịch"):
        get_decision(session, 1)
