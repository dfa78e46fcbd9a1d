from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.foundation.errors import Invalid
from feedback.reports.rules.weeks import Period, Week, parse_week, week_of


@pytest.mark.parametrize(
    ("text", "monday", "sunday"),
    [
        ("2026-W46", date(2026, 11, 9), date(2026, 11, 15)),
        ("2026W01", date(2025, 12, 29), date(2026, 1, 4)),
        (" 2026-w53 ", date(2026, 12, 28), date(2027, 1, 3)),
        ("2025-W1", date(2024, 12, 30), date(2025, 1, 5)),
    ],
)
def test_a_week_runs_from_monday_to_sunday_also_over_new_year(text: str, monday: date, sunday: date) -> None:
    week = parse_week(text)
    assert (week.monday, week.sunday) == (monday, sunday)


@pytest.mark.parametrize("text", ["", "46", "2026-46", "2026-W00", "2025-W53", "0000-W01", "2026-W460", "tuần 46"])
def test_what_is_no_week_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Invalid, match="2026-W46"):
        parse_week(text)


def test_the_four_weeks_before_are_twenty_eight_days_that_end_on_the_sunday_before() -> None:
    week = Week(2026, 2)
    assert [str(each) for each in week.before] == ["2025-W50", "2025-W51", "2025-W52", "2026-W01"]
    assert week.period_before == Period(date(2025, 12, 8), date(2026, 1, 4))
    assert week.period_before.after == week.monday


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2200, 1, 1)))
def test_every_day_lies_in_its_week_and_the_name_reads_back(day: date) -> None:
    week = week_of(day)
    assert week.monday <= day <= week.sunday
    assert parse_week(str(week)) == week
    assert week.shifted(1).monday == week.period.after
