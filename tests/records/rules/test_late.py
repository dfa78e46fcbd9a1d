from __future__ import annotations

from datetime import timedelta

import pytest

from feedback.records.rules import (
    LATENESS_WORDS,
    Lateness,
    OpenFile,
    Stamp,
    apology_limit,
    late_minutes,
    say_standing,
    sort_out,
)
from feedback.working_calendar.rules import MissingCalendar, WorkCalendar
from tests.records.rules.samples import AS_OF, CALENDAR, at


def standing(due=None, *, received="02/11/2026 08:00", days=2, as_of=AS_OF):
    file = OpenFile(1, 1, at(received), due and at(due), "stated")
    found = list(sort_out([file], CALENDAR, as_of, days))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("due", "kind"),
    [
        ("20/11/2026 16:59", "overdue"),
        ("19/11/2026", "overdue"),
        ("20/11/2026 17:00", "apology_due"),
        ("20/11/2026", "apology_due"),
        ("23/11/2026 08:00", "apology_due"),
        ("25/11/2026 08:00", "due_soon"),
        ("25/11/2026 17:00", "due_soon"),
        ("26/11/2026 08:00", None),
        (None, None),
    ],
)
def test_where_an_open_file_stands(due, kind):
    """Friday 20/11/2026 17:00; Tuesday 24/11 is a day off, so two working days ahead is Wednesday 25/11."""
    found = standing(due)
    assert (found and found.kind.value) == kind


def test_a_file_received_shortly_before_its_limit_owes_nothing_before_its_due():
    found = standing("20/11/2026 17:00", received="20/11/2026 08:00", as_of=at("20/11/2026 10:00").at)
    assert found is not None
    assert found.limit is not None
    assert (found.limit.rule, found.kind) == ("due_itself", Lateness.APOLOGY_DUE)


def test_lateness_is_told_in_working_time():
    late = standing("19/11/2026 15:00")
    assert late is not None
    assert late_minutes(late, CALENDAR, AS_OF) == 10 * 60
    assert say_standing(late, CALENDAR, AS_OF) == "trễ 1 ngày làm việc 2 giờ"
    soon = standing("23/11/2026 17:00")
    assert soon is not None
    assert (late_minutes(soon, CALENDAR, AS_OF), say_standing(soon, CALENDAR, AS_OF)) == (0, "còn 1 ngày làm việc")
    now = standing("20/11/2026 17:00")
    assert now is not None
    assert say_standing(now, CALENDAR, AS_OF) == "đến hạn đúng lúc này"


def test_the_cached_limit_of_a_day_agrees_with_the_rule_for_every_receipt():
    due = at("23/11/2026 08:00")
    long_before = OpenFile(2, 1, at("01/10/2026 08:00"), due)
    for hours in range(0, 24 * 20, 7):
        file = OpenFile(1, 1, Stamp(due.at - timedelta(hours=hours), True), due)
        _, beside = sort_out([long_before, file], CALENDAR, AS_OF, 2)
        assert beside.limit == apology_limit(due, file.received, CALENDAR)


def test_a_year_without_calendar_is_refused_by_name():
    with pytest.raises(MissingCalendar, match="2026"):
        list(sort_out([], WorkCalendar([2025]), AS_OF, 2))


def test_a_due_in_a_year_without_calendar_still_shows_when_it_is_over():
    found = list(sort_out([OpenFile(1, 1, at("01/12/2025"), at("31/12/2025"))], CALENDAR, AS_OF, 2))
    assert [(each.kind, each.limit) for each in found] == [(Lateness.OVERDUE, None)]


def test_every_standing_has_its_words():
    assert set(LATENESS_WORDS) == set(Lateness)
