"""What a change does to one file."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.records.rules import Stamp
from feedback.records.rules.calendar_moves import (
    Clockwork,
    RunningFile,
    effect_of,
    effects,
    keep,
    next_office_moment,
    reckon,
    tally,
)
from feedback.working_calendar.rules import DuePolicy, LimitKind, SpecialDay, TimeLimit, WorkCalendar
from tests.working_calendar.calendars import EVERYBODY, SATURDAY, SPECIAL, UNSETTLED, YEARS, at

NOW = at("2026-11-20T09:30")


def with_days(*days):
    return WorkCalendar(YEARS, (*SPECIAL, *days), provisional_years=UNSETTLED)


MONDAY_OFF = with_days(SpecialDay(date(2026, 11, 23), False, "Nghỉ"))
CULTURE_SETTLED = with_days(SpecialDay(date(2026, 11, 24), False, "Ngày Văn hóa"))
OFF = Clockwork(EVERYBODY, MONDAY_OFF, DuePolicy())


def file(days=1, received="2026-11-20T09:00", stated=None, computed="2026-11-23T09:00", unsettled="", ticking=True):
    limit = TimeLimit(LimitKind.WORKING_DAYS, days) if days else TimeLimit(LimitKind.NONE)
    due = Stamp(at(stated), True) if stated else None
    return RunningFile(1, 1, limit, Stamp(at(received), True), due, computed and at(computed), unsettled, ticking)


def test_a_day_off_between_receipt_and_due_moves_the_computed_due():
    effect = effect_of(file(), OFF, NOW)
    assert (effect.moved, effect.after, effect.unsettled) == (True, at("2026-11-25T09:00"), "2026-11-24")


@pytest.mark.parametrize(
    "unmoved",
    [
        file(received="2026-11-18T09:00", computed="2026-11-19T09:00"),
        file(received="2026-11-24T09:00", computed="2026-11-26T09:00"),
        file(0, computed=None),
        file(received="2032-11-20T09:00", computed=None),
    ],
)
def test_what_lies_before_or_after_has_no_limit_or_no_calendar_does_not_move(unmoved):
    assert not effect_of(unmoved, OFF, NOW).moved
    assert list(effects([file(0, computed=None)], OFF, NOW)) == []


def test_a_due_that_another_reason_made_different_is_not_blamed_on_the_calendar():
    """Reckoned before the procedure's limit was corrected: the change touches nothing of it."""
    other = file(received="2026-11-24T09:00", computed="2026-12-24T09:00")
    assert not effect_of(other, OFF, NOW).moved


def test_a_year_that_is_loaded_gives_a_due_where_there_was_none():
    before = WorkCalendar([2025])
    effect = effect_of(file(computed=None), Clockwork(before, EVERYBODY, DuePolicy()), NOW)
    assert (effect.moved, effect.after) == (True, at("2026-11-23T09:00"))
    assert tally([effect])["gained"] == 1


def test_a_day_that_is_settled_takes_its_mark_away_and_moves_nothing():
    marked = file(2, computed="2026-11-25T09:00", unsettled="2026-11-24")
    effect = effect_of(marked, Clockwork(EVERYBODY, CULTURE_SETTLED, DuePolicy()), NOW)
    assert (effect.moved, effect.marked, effect.unsettled) == (False, True, "")


def test_a_kept_due_keeps_the_marks_between_its_own_ends():
    long = file(3, computed="2026-11-26T09:00", unsettled="2026-11-24")
    effect = effect_of(long, OFF, NOW)
    assert effect.moved
    assert keep(effect, OFF) == "2026-11-24"
    settled = Clockwork(EVERYBODY, with_days(SpecialDay(date(2026, 11, 24), True, "Làm việc")), DuePolicy())
    assert keep(effect_of(long, settled, NOW), settled) == ""


def test_a_printed_date_on_the_day_off_is_closed_and_its_apology_owed_sooner():
    closed = effect_of(file(30, stated="2026-11-23T16:00", computed=None), OFF, NOW)
    assert closed.closed
    sooner = effect_of(file(30, received="2026-11-02T09:00", stated="2026-11-24T16:00", computed=None), OFF, NOW)
    assert (sooner.limit_before, sooner.limit_after) == (at("2026-11-23T17:00"), at("2026-11-20T17:00"))
    assert tally([closed, sooner])["sooner"] == 1


def test_a_clock_that_stands_still_owes_no_apology_and_one_that_was_owed_is_not_owed_sooner():
    waiting = file(30, received="2026-11-02T09:00", stated="2026-11-24T16:00", computed=None, ticking=False)
    assert not effect_of(waiting, OFF, NOW).sooner
    late = waiting._replace(ticking=True)
    assert not effect_of(late, OFF, at("2026-11-23T17:01")).sooner
    assert not effect_of(late, OFF).sooner


@pytest.mark.parametrize(
    ("promised", "moved"),
    [
        ("2026-11-23T16:00", "2026-11-25T16:00"),
        ("2026-11-23T17:00", "2026-11-25T17:00"),
        ("2026-11-25T16:00", None),
        ("2026-11-25T12:00", "2026-11-25T11:30"),
        ("2026-11-25T18:00", "2026-11-25T17:00"),
        ("2026-11-25T06:00", "2026-11-25T07:00"),
        ("2026-11-28T08:00", "2026-11-30T08:00"),
    ],
)
def test_a_promised_moment_goes_to_the_same_hour_of_the_next_working_day(promised, moved):
    assert next_office_moment(at(promised), MONDAY_OFF) == (moved and at(moved))


def test_a_short_day_ends_the_promise_with_its_office_hours():
    assert next_office_moment(at("2026-11-28T16:00"), SATURDAY) == at("2026-11-28T11:30")


@given(st.integers(0, 30 * 24 * 60), st.sampled_from([MONDAY_OFF, EVERYBODY, SATURDAY]))
def test_where_a_promise_goes_the_office_is_open_and_stays_put(minutes, calendar):
    promised = at("2026-11-16T00:00").fromtimestamp(at("2026-11-16T00:00").timestamp() + 60 * minutes, tz=NOW.tzinfo)
    moved = next_office_moment(promised, calendar)
    if moved is not None:
        assert moved != promised
        assert next_office_moment(moved, calendar) is None
        assert moved.date() >= promised.date()


@given(st.integers(1, 20), st.dates(date(2026, 11, 2), date(2026, 12, 4)), st.booleans())
def test_moved_or_not_the_due_by_the_new_calendar_is_the_fresh_one(days, day, worked):
    clockwork = Clockwork(EVERYBODY, with_days(SpecialDay(day, worked, "Thử")), DuePolicy())
    stored = reckon(file(days), EVERYBODY, DuePolicy())
    assert stored is not None
    effect = effect_of(file(days)._replace(computed=stored.at), clockwork)
    fresh = reckon(file(days), clockwork.new, DuePolicy())
    assert fresh is not None
    assert effect.after == fresh.at
    assert effect.moved is (fresh.at != stored.at)
