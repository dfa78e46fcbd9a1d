"""Time limits and policies."""

from __future__ import annotations

import pytest

from feedback.foundation.errors import Invalid
from feedback.working_calendar.rules import LimitKind, TimeLimit, parse_clock


@pytest.mark.parametrize(
    ("kind", "amount", "said"),
    [
        (LimitKind.WORKING_DAYS, 3, "3 ngày làm việc"),
        (LimitKind.CALENDAR_DAYS, 15, "15 ngày"),
        (LimitKind.WORKING_HOURS, 1, "1 giờ làm việc"),
        (LimitKind.SAME_DAY, 0, "trong ngày làm việc"),
        (LimitKind.NONE, 0, "không quy định thời hạn"),
    ],
)
def test_a_limit_says_its_amount_and_unit(kind, amount, said):
    assert str(TimeLimit(kind, amount)) == said


@pytest.mark.parametrize(
    ("kind", "amount"),
    [(LimitKind.WORKING_DAYS, 0), (LimitKind.CALENDAR_DAYS, -1), (LimitKind.SAME_DAY, 1), (LimitKind.NONE, 3)],
)
def test_a_limit_with_an_amount_that_makes_no_sense_is_refused(kind, amount):
    with pytest.raises(Invalid, match="Thời hạn"):
        TimeLimit(kind, amount)


@pytest.mark.parametrize(("text", "minute"), [("15:00", 900), ("15h", 900), ("7h30", 450), (" 16:30 ", 990)])
def test_a_clock_time_is_read_as_people_write_it(text, minute):
    assert parse_clock(text) == minute


@pytest.mark.parametrize("text", ["", "25:00", "15:60", "15", "chiều"])
def test_what_is_no_clock_time_is_refused(text):
    with pytest.raises(Invalid, match="không phải là giờ"):
        parse_clock(text)
