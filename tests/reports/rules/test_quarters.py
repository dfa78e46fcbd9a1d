"""Which quarters may be read, and from which day on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from feedback.foundation.errors import Invalid
from feedback.reports.rules.quarters import Quarter, parse_quarter, quarter_of, settled_quarters


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (Quarter(2026, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (Quarter(2026, 3), date(2026, 7, 1), date(2026, 9, 30)),
        (Quarter(2026, 4), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_is_three_whole_months(quarter: Quarter, first: date, last: date):
    assert (quarter.period.first, quarter.period.last) == (first, last)
    assert quarter_of(first) == quarter_of(last) == quarter
    assert quarter_of(last + timedelta(days=1)) == quarter.following
    assert quarter.following.before == quarter


def test_quarters_follow_each_other_without_gap_or_overlap():
    quarter = Quarter(2020, 1)
    for _ in range(40):
        assert quarter.following.period.first == quarter.period.after
        quarter = quarter.following
    assert quarter == Quarter(2030, 1)


def test_a_quarter_may_be_read_two_weeks_after_its_end():
    quarter = Quarter(2026, 3)
    assert not quarter.is_settled(date(2026, 9, 30))
    assert not quarter.is_settled(date(2026, 10, 14))
    assert quarter.is_settled(date(2026, 10, 15))


@pytest.mark.parametrize(
    ("today", "newest"),
    [(date(2026, 11, 20), "2026-Q3"), (date(2026, 10, 14), "2026-Q2"), (date(2027, 1, 15), "2026-Q4")],
)
def test_the_last_four_are_offered_and_all_may_be_read(today: date, newest: str):
    found = settled_quarters(today)
    assert str(found[0]) == newest
    assert len(found) == 4
    assert found == sorted(found, reverse=True)
    assert all(each.is_settled(today) for each in found)
    assert not found[0].following.is_settled(today)


def test_a_quarter_is_written_with_its_year():
    assert parse_quarter(" 2026-q3 ") == Quarter(2026, 3)
    assert str(Quarter(2026, 3)) == "2026-Q3"
    assert Quarter(2026, 3).words == "quý 3/2026"


@pytest.mark.parametrize("text", ["", "2026", "2026-Q5", "2026-Q0", "0000-Q1", "9999-Q4", "2026-W46", "20260-Q1"])
def test_anything_else_is_refused_with_an_example(text: str):
    with pytest.raises(Invalid, match="2026-Q3"):
        parse_quarter(text)
