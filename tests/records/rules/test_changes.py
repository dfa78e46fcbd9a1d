from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from feedback.records.rules import FACT_WORDS, FLAG_WORDS, Before, State, compare
from tests.records.rules.samples import AS_OF, BIRTH, at, facts


def known(**more):
    values: dict[str, Any] = {
        "procedure_id": 1,
        "received": at("16/11/2026 09:00"),
        "state": State.RECEIVED,
        "due": at("19/11/2026 09:00"),
        "finished": None,
        "returned": None,
        "as_of": AS_OF - timedelta(days=1),
    }
    return Before(**values | more)


def told(before, new, as_of=AS_OF):
    found = compare(before, new, as_of)
    return found.kind, [(each.fact, each.before, each.after) for each in found.changes]


def test_the_same_facts_change_nothing():
    assert told(known(), facts()) == ("unchanged", [])
    assert told(known(), facts(received=at("16/11/2026"), due=at("19/11/2026"))) == ("unchanged", [])


@pytest.mark.parametrize("new", [facts(procedure=BIRTH), facts(received=at("17/11/2026 09:00"))])
def test_another_procedure_or_day_of_receipt_is_another_file(new):
    assert told(known(), new)[0] == "conflict"


def test_newer_facts_are_changes_with_both_sides():
    new = facts(
        state=State.DONE, status_text="Đã xử lý xong", finished=at("18/11/2026 10:00"), due=at("20/11/2026 09:00")
    )
    assert told(known(), new) == (
        "changed",
        [
            ("state", "received", "done"),
            ("due", "2026-11-19T09:00", "2026-11-20T09:00"),
            ("finished", None, "2026-11-18T10:00"),
        ],
    )


def test_another_hour_of_receipt_the_same_day_is_a_change():
    assert told(known(), facts(received=at("16/11/2026 10:00"))) == (
        "changed",
        [("received", "2026-11-16T09:00", "2026-11-16T10:00")],
    )


def test_an_empty_due_takes_nothing_back():
    assert told(known(), facts(due=None)) == ("unchanged", [])


def test_a_source_without_status_does_not_undo_one():
    assert told(known(state=State.AWAITING), facts()) == ("unchanged", [])


def test_an_older_source_does_not_overwrite():
    assert told(known(finished=at("18/11/2026"), state=State.DONE), facts(), AS_OF - timedelta(days=2))[0] == "older"


def test_a_late_result_that_becomes_in_time_is_flagged():
    late = known(finished=at("20/11/2026 08:00"), state=State.DONE)
    change = compare(late, facts(finished=at("19/11/2026 08:00"), state=State.DONE), AS_OF).changes[0]
    assert change.flags == ("late_result_became_in_time",)
    early = known(finished=at("18/11/2026 08:00"), state=State.DONE)
    assert compare(early, facts(finished=at("17/11/2026 08:00"), state=State.DONE), AS_OF).changes[0].flags == ()


def test_every_fact_has_its_words():
    assert set(FACT_WORDS) == {"received", "state", "due", "finished", "returned", "supplement", "step"}


def marks(before, finished, as_of=AS_OF):
    found = compare(before, facts(finished=at(finished), state=State.DONE), as_of)
    return [flag for change in found.changes for flag in change.flags]


def test_a_result_told_to_lie_before_the_due_of_a_file_seen_open_after_it_is_marked():
    late = known(due=at("18/11/2026 09:00"), as_of=at("18/11/2026 17:00").at)
    assert marks(late, "18/11/2026 08:30") == ["result_dated_back"]
    assert marks(late, "18/11/2026 10:00") == []


def test_a_result_in_time_of_a_file_not_yet_seen_late_or_waiting_is_not_marked():
    assert marks(known(due=at("18/11/2026 09:00"), as_of=at("18/11/2026 08:00").at), "18/11/2026 08:30") == []
    waiting = known(due=at("18/11/2026 09:00"), as_of=at("18/11/2026 17:00").at, state=State.AWAITING)
    assert marks(waiting, "18/11/2026 08:30") == []


def test_a_due_the_source_moved_on_does_not_hide_a_result_dated_back():
    moved_on = known(due=at("30/11/2026 09:00"), counted_due=at("18/11/2026 09:00"), as_of=at("18/11/2026 17:00").at)
    assert marks(moved_on, "18/11/2026 08:30") == ["result_dated_back"]
    assert set(FLAG_WORDS) == {"late_result_became_in_time", "result_dated_back"}
