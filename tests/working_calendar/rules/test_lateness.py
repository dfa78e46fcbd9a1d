"""Working time between two moments, in words."""

from __future__ import annotations

import pytest

from feedback.working_calendar.rules import Span, say_late, say_left, say_span, working_span
from tests.working_calendar.calendars import EVERYBODY, at


@pytest.mark.parametrize(
    ("due", "until", "said"),
    [
        ("2026-11-16T16:00", "2026-11-19T10:00", "trễ 2 ngày làm việc 4 giờ"),
        ("2026-11-16T14:00", "2026-11-18T17:00", "trễ 2 ngày làm việc 3 giờ"),
        ("2026-11-16T14:00", "2026-11-16T17:00", "trễ 3 giờ làm việc"),
        ("2026-11-16T14:00", "2026-11-16T14:20", "trễ 20 phút làm việc"),
        ("2026-11-13T17:00", "2026-11-16T08:00", "trễ 1 giờ làm việc"),
        ("2026-11-13T17:00", "2026-11-14T09:00", "trễ chưa tới 1 phút làm việc"),
        ("2026-11-13T10:00", "2026-11-16T10:00", "trễ 1 ngày làm việc"),
        ("2026-02-13T10:00", "2026-02-23T10:00", "trễ 1 ngày làm việc"),
        ("2026-08-21T16:10", "2026-08-24T16:10", "trễ 2 ngày làm việc"),
        ("2026-11-16T14:00", "2026-11-16T14:00", ""),
        ("2026-11-16T14:00", "2026-11-13T14:00", ""),
    ],
)
def test_lateness_is_told_in_working_days_and_hours(due, until, said):
    assert say_late(at(due), at(until), EVERYBODY) == said


@pytest.mark.parametrize(
    ("now", "due", "said"),
    [
        ("2026-11-20T17:00", "2026-11-23T17:00", "còn 1 ngày làm việc"),
        ("2026-11-20T15:00", "2026-11-20T17:00", "còn 2 giờ làm việc"),
        ("2026-11-20T17:00", "2026-11-26T09:30", "còn 2 ngày làm việc 2 giờ 30 phút"),
        ("2026-11-20T17:00", "2026-11-20T17:00", ""),
    ],
)
def test_what_is_left_is_told_the_same_way(now, due, said):
    assert say_left(at(now), at(due), EVERYBODY) == said


def test_a_span_counts_whole_days_and_the_rest():
    assert working_span(at("2026-11-16T16:00"), at("2026-11-19T10:00"), EVERYBODY) == Span(2, 240, 2 * 480 + 240)
    assert not working_span(at("2026-11-14T09:00"), at("2026-11-15T09:00"), EVERYBODY)
    assert say_span(Span(1, 0, 480)) == "1 ngày làm việc"
