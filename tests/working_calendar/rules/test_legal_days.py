"""The legal minimum, held against the years whose notices are known."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.working_calendar.actions import REFERENCE
from feedback.working_calendar.rules.legal_days import LUNAR, legal_days
from feedback.working_calendar.rules.reading import check_line, check_whole_years, read_calendar

KNOWN = {line.day for line in read_calendar(REFERENCE.read_text("utf-8")) if not line.is_working}


def off(year):
    return [line.day for line in legal_days(year)]


def test_the_legal_minimum_of_2027_is_that_of_the_reference():
    """But for one day made up for before Tết there and after it here: that is the notice's to say."""
    known = {day for day in KNOWN if day.year == 2027}
    assert set(off(2027)) ^ known == {date(2027, 2, 4), date(2027, 2, 11)}


def test_a_day_of_the_ancestors_on_a_sunday_is_made_up_for_as_in_2026():
    assert date(2026, 4, 27) in off(2026)
    assert date(2026, 4, 27) in KNOWN


@pytest.mark.parametrize("year", [*LUNAR, 2031])
def test_every_year_is_whole_in_order_and_names_its_law(year):
    lines = legal_days(year)
    check_whole_years(lines, [])
    assert off(year) == sorted(set(off(year)))
    assert all(check_line(line) == line and line.source for line in lines)
    assert (len(lines) >= 12) is (year in LUNAR)


def test_what_the_prime_minister_settles_is_only_expected():
    expected = {line.day for line in legal_days(2028) if line.status == "provisional"}
    assert {date(2028, 1, 25), date(2028, 1, 26), date(2028, 11, 24)} <= expected
    assert date(2028, 4, 4) not in expected
    assert not {date(2028, 1, 1), date(2028, 9, 2)} & expected


def test_24_11_is_not_made_up_for_and_there_is_none_before_2026():
    assert date(2029, 11, 26) not in off(2029), "24/11/2029 is a Saturday"
    assert date(2025, 11, 24) not in off(2025)
