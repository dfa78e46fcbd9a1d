"""A proposal travels through a form and comes back as it was, or not at all."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.errors import Invalid
from feedback.working_calendar.rules.proposals import (
    CalendarChange,
    Proposal,
    as_json,
    from_json,
    overtakes,
    pack,
    unpack,
)
from feedback.working_calendar.rules.reading import CalendarLine

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
LINES = st.builds(
    CalendarLine,
    day=DAYS,
    kind=st.sampled_from(["holiday", "ordinary_day", "makeup_working_day"]),
    name=st.text(min_size=1, max_size=20),
    is_working=st.booleans(),
    pair_date=st.none() | DAYS,
    status=st.sampled_from(["official", "provisional"]),
    source=st.text(max_size=20),
)
HOURS = st.tuples(st.integers(0, 6), st.none() | DAYS, st.sampled_from(["", "07:00-11:30", None]))
CHANGES = st.builds(
    CalendarChange,
    st.none() | st.integers(1, 9),
    st.lists(st.tuples(DAYS, st.none() | LINES), max_size=4).map(tuple),
    st.lists(HOURS, max_size=4).map(tuple),
)


@given(CHANGES, st.text(max_size=30), st.none() | DAYS, st.booleans())
def test_what_is_packed_is_unpacked_unchanged(change, title, day, official):
    proposal = Proposal(title, change, "1/CV", day, "Tỉnh", official)
    assert unpack(pack(proposal)) == proposal


@given(
    st.text(max_size=60) | st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=4).map(json.dumps)
)
def test_anything_else_is_refused_in_words(text):
    with pytest.raises(Invalid, match="không đọc được"):
        unpack(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit_id": True},
        {"unit_id": "1"},
        {"days": [["2026-11-23"]]},
        {"days": [["23/11/2026", None]]},
        {"hours": [[7, None, ""]]},
        {"hours": [["x", None, ""]]},
        {"hours": [[0, None, "sáng"]]},
        {"days": [["2026-11-23", {"day": "2026-11-23", "pair_date": None, "is_working": "1"}]]},
    ],
)
def test_a_change_that_cannot_be_is_refused(wrong):
    with pytest.raises(Invalid):
        from_json(as_json(CalendarChange()) | wrong)


def test_the_span_of_a_change_is_told_by_its_days_and_hours():
    monday, friday = date(2026, 11, 23), date(2026, 11, 27)
    days = CalendarChange(None, ((friday, None), (monday, None)))
    assert (days.first_day, days.last_day, days.years) == (monday, friday, (2026,))
    hours = CalendarChange(None, (), ((0, friday, ""),))
    assert (hours.first_day, hours.last_day) == (friday, None)
    assert CalendarChange(None, (), ((0, None, ""),)).first_day is None
    assert not CalendarChange()
    assert days
    assert hours


def test_a_change_is_overtaken_by_one_that_says_all_of_it_again_of_the_same_place():
    first, second = date(2026, 11, 23), date(2026, 11, 28)

    def change(unit_id, *days, hours=()):
        return CalendarChange(unit_id, tuple((day, None) for day in days), hours)

    assert overtakes(change(None, first, second), change(None, first))
    assert not overtakes(change(None, first), change(7, first)), "the unit's own day stays what it is"
    assert overtakes(change(7, first), change(7, first))
    assert not overtakes(change(None, first), change(None, first, second))
    assert not overtakes(change(7, first), change(None, first))
    assert not overtakes(change(7, first), change(8, first))
    week = ((0, first, "07:00-11:00"),)
    assert overtakes(change(7, hours=((0, first, ""),)), change(7, hours=week))
    assert not overtakes(change(7, first), change(7, first, hours=week))
