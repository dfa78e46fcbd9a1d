"""The book-keeping of a load."""

from typing import Any

import pytest

from feedback.foundation.errors import Refused
from feedback.organisation.actions import Ledger
from feedback.organisation.rules import Outcome
from feedback.organisation.tables import Area

PLACE: dict[str, Any] = {"sheet": "Địa bàn", "row": 2, "label": "Địa bàn mẫu"}


def test_a_row_is_new_then_unchanged_then_renamed_then_changed(session):
    ledger = Ledger(session)
    area = ledger.put(Area, None, key={"code": "A1"}, values={"name": "Một", "note": ""}, **PLACE)
    ledger.put(Area, area, key={"code": "A1"}, values={"name": "Một", "note": ""}, **PLACE)
    ledger.put(Area, area, key={"code": "A1"}, values={"name": "Hai", "note": ""}, **PLACE)
    ledger.put(Area, area, key={"code": "A1"}, values={"name": "Hai", "note": "x"}, **PLACE)
    assert [change.outcome for change in ledger.changes] == [
        Outcome.NEW,
        Outcome.UNCHANGED,
        Outcome.RENAMED,
        Outcome.CHANGED,
    ]
    assert (area.name, area.note) == ("Hai", "x")


def test_counts_and_what_is_worth_noting(session):
    ledger = Ledger(session)
    area = ledger.put(Area, None, key={"code": "A1"}, values={"name": "Một"}, **PLACE)
    ledger.put(Area, area, key={"code": "A1"}, values={"name": "Một"}, **PLACE)
    ledger.error("Quầy", 3, "sai")
    assert ledger.counts() == {"new": 1, "unchanged": 1, "error": 1}
    assert [change.outcome for change in ledger.worth_noting] == [Outcome.NEW, Outcome.ERROR]


def test_two_rows_that_tell_one_thing_differently_are_refused(session):
    ledger = Ledger(session)
    area = ledger.put(Area, None, key={"code": "A1"}, values={"name": "Một"}, **PLACE)
    ledger.put(Area, area, key={}, values={"name": "Một"}, **(PLACE | {"row": 3}))
    with pytest.raises(Refused, match="Dòng 2"):
        ledger.put(Area, area, key={}, values={"name": "Hai"}, **(PLACE | {"row": 4}))
    assert area.name == "Một"
