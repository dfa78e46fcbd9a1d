from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from feedback.records.rules import FACT_WORDS, Before, State, compare
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
    assert set(FACT_WORDS) == {"received", "state", "due", "finished", "returned"}
