"""The new date: a working moment, after the old one, not in the past."""

from datetime import date, datetime, time

import pytest

from feedback.apologies.rules import check_new_due, working_days_late
from feedback.foundation.clock import at_local
from feedback.foundation.errors import Invalid
from feedback.working_calendar.rules import MissingCalendar, SpecialDay, WorkCalendar

CALENDAR = WorkCalendar([2026, 2027], [SpecialDay(date(2026, 11, 24), working=False)])


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return at_local(date(year, month, day), time(hour, minute))


DUE, NOW = at(23, 16, 10), at(20, 9)


@pytest.mark.parametrize(
    "new_due", [at(23, 16, 11), at(25, 7), at(25, 11, 30), at(25, 17), at(4, 8, month=1, year=2027)]
)
def test_a_later_working_moment_is_taken(new_due: datetime) -> None:
    assert check_new_due(new_due, due=DUE, now=NOW, calendar=CALENDAR) == new_due


@pytest.mark.parametrize(
    ("new_due", "words"),
    [
        (at(23, 16, 10), "sau giờ hẹn cũ"),
        (at(23, 8), "sau giờ hẹn cũ"),
        (at(24, 9), "không phải giờ làm việc"),
        (at(28, 9), "không phải giờ làm việc"),
        (at(25, 12), "không phải giờ làm việc"),
        (at(25, 17, 1), "không phải giờ làm việc"),
        (at(25, 9, year=2028), "hơn một năm"),
    ],
)
def test_anything_else_is_refused_in_words(new_due: datetime, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        check_new_due(new_due, due=DUE, now=NOW, calendar=CALENDAR)


def test_for_a_file_long_overdue_the_new_date_must_lie_ahead() -> None:
    with pytest.raises(Invalid, match="đã qua"):
        check_new_due(at(25, 9), due=DUE, now=at(30, 9), calendar=CALENDAR)


def test_where_the_result_is_there_its_own_day_is_the_date() -> None:
    finished = at(24, 18)
    assert check_new_due(at(24, 7), due=DUE, now=at(30, 9), calendar=CALENDAR, finished=finished) == finished
    assert check_new_due(at(24, 19), due=DUE, now=at(30, 9), calendar=CALENDAR, finished=finished) == at(24, 19)
    with pytest.raises(Invalid, match="đã qua"):
        check_new_due(at(25, 9), due=DUE, now=at(30, 9), calendar=CALENDAR, finished=finished)


def test_a_year_without_a_calendar_is_named() -> None:
    with pytest.raises(MissingCalendar, match="2027"):
        check_new_due(at(4, 8, month=1, year=2027), due=DUE, now=NOW, calendar=WorkCalendar([2026]))


@pytest.mark.parametrize(("until", "days"), [(DUE, 0), (at(23, 16, 11), 1), (at(25, 16, 10), 1), (at(30, 16), 4)])
def test_days_late_count_a_begun_day_whole(until: datetime, days: int) -> None:
    assert working_days_late(DUE, until, CALENDAR) == days
