"""Which due holds after the clock stood still."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.records.rules import Stamp, State, before
from feedback.records.rules.effective import Clock, Holds, Restart, clock_state, move_due, tell_clock
from feedback.records.rules.supplements import Kind, Origin, Supplement, believe
from feedback.working_calendar.rules import WorkCalendar, minute_of
from tests.records.rules.clocks import CALENDARS, dues, supplements
from tests.records.rules.samples import CALENDAR, at

DUE = at("20/11/2026 16:00")


def wait(asked: str, answered: str | None = None, origin: Origin = Origin.DESK, kind: Kind = Kind.SUPPLEMENT):
    return Supplement(at(asked).at, at(answered).at if answered else None, origin, kind)


ONCE = wait("17/11/2026 09:00", "19/11/2026 09:00")
"""Two working days of eight hours."""


def test_an_answered_request_moves_the_due_by_the_working_time_it_took():
    moved = move_due(DUE, [ONCE], CALENDAR)
    assert (moved.due, moved.holds, moved.minutes) == (at("25/11/2026 16:00"), Holds.PAUSED, 960)


def test_a_due_without_its_hour_stays_one():
    assert move_due(at("20/11/2026"), [ONCE], CALENDAR).due == at("25/11/2026")


def test_a_request_after_the_due_changes_nothing():
    moved = move_due(at("17/11/2026 08:00"), [ONCE], CALENDAR)
    assert (moved.due, moved.holds) == (at("17/11/2026 08:00"), Holds.FIRST)
    assert not moved.pauses[0].counted


@pytest.mark.parametrize("told", ["20/11/2026 16:00", "20/11/2026 16:01"])
def test_what_a_desk_writes_down_after_the_due_makes_nothing_less_late(told):
    late = at(told) != DUE
    written = replace(ONCE, told_at=at(told).at)
    moved = move_due(DUE, [written], CALENDAR)
    assert (moved.due == DUE, moved.pauses[0].counted) == (late, not late)
    waiting = replace(wait("18/11/2026 09:00"), told_at=at(told).at)
    clock = tell_clock(believe([waiting]), move_due(DUE, [waiting], CALENDAR), None)
    assert (clock.awaiting_since is None) == late


def test_a_later_due_of_the_source_without_any_request_changes_nothing():
    assert move_due(DUE, [], CALENDAR, latest=at("30/11/2026 16:00")).due == DUE


def test_a_due_stated_anew_holds_as_far_as_the_law_could_give_it():
    def again(_: datetime) -> datetime:
        return at("27/11/2026 09:00").at

    earlier = move_due(DUE, [ONCE], CALENDAR, latest=at("24/11/2026 16:00"), recount=again)
    assert (earlier.due, earlier.holds) == (at("24/11/2026 16:00"), Holds.RESTATED)
    within = move_due(DUE, [ONCE], CALENDAR, latest=at("26/11/2026 16:00"), recount=again)
    assert (within.due, within.holds) == (at("26/11/2026 16:00"), Holds.RESTATED)
    beyond = move_due(DUE, [ONCE], CALENDAR, latest=at("31/12/2026 16:00"), recount=again)
    assert (beyond.due, beyond.holds) == (at("27/11/2026 09:00"), Holds.CAPPED)


def test_where_the_office_begins_anew_the_limit_is_counted_from_the_answer():
    def again(answered: datetime) -> datetime:
        assert answered == ONCE.answered_at
        return at("27/11/2026 09:00").at

    moved = move_due(DUE, [ONCE], CALENDAR, recount=again, restart=Restart.ANEW)
    assert (moved.due, moved.holds) == (at("27/11/2026 09:00"), Holds.ANEW)
    unknown = move_due(DUE, [ONCE], CALENDAR, restart=Restart.ANEW)
    assert (unknown.due, unknown.holds) == (at("25/11/2026 16:00"), Holds.PAUSED)


def test_a_payment_stops_the_clock_but_begins_nothing_anew():
    paid = wait("17/11/2026 09:00", "19/11/2026 09:00", kind=Kind.PAYMENT)
    moved = move_due(DUE, [paid], CALENDAR, recount=lambda _: DUE.at, restart=Restart.ANEW)
    assert (moved.due, moved.anew) == (at("25/11/2026 16:00"), None)


@settings(max_examples=300, deadline=None)
@given(first=dues(), told=supplements(), calendar=st.sampled_from(CALENDARS))
def test_waiting_never_shortens_and_gives_just_the_working_time_it_took(
    first: Stamp, told: list[Supplement], calendar: WorkCalendar
):
    believed = believe(told).supplements
    moved = move_due(first, believed, calendar)
    assert not before(moved.due, first)
    if first.has_time and moved.minutes:
        assert calendar.between(minute_of(first.at), minute_of(moved.due.at)) == moved.minutes
    closed = [each for each in believed if each.answered_at is not None]
    if closed and not moved.minutes:
        assert moved.due == first
    span = sum(((each.answered_at or each.asked_at) - each.asked_at for each in closed), timedelta())
    assert moved.minutes <= span.total_seconds() / 60


@settings(max_examples=300, deadline=None)
@given(first=dues(), told=supplements(), latest=dues(), calendar=st.sampled_from(CALENDARS))
def test_no_due_of_the_source_is_later_than_the_waiting_allows(
    first: Stamp, told: list[Supplement], latest: Stamp, calendar: WorkCalendar
):
    moved = move_due(first, believe(told).supplements, calendar, latest=latest)
    assert not before(moved.paused, moved.due)


def test_an_open_request_stops_the_clock_unless_the_due_had_run_out():
    waiting = wait("18/11/2026 09:00")
    believed = believe([waiting])
    assert tell_clock(believed, move_due(DUE, [waiting], CALENDAR), None) == Clock(None, waiting.asked_at, None, 1)
    late = move_due(at("17/11/2026 16:00"), [waiting], CALENDAR)
    assert tell_clock(believed, late, None) == Clock(None, None, waiting.asked_at, 1)
    assert tell_clock(believed, None, None).awaiting_since == waiting.asked_at


def test_an_answer_told_by_the_desk_starts_the_clock_that_the_last_import_saw_standing():
    seen = wait("18/11/2026 17:00", origin=Origin.IMPORT)
    believed = believe([wait("17/11/2026 09:00", "19/11/2026 09:00"), seen])
    clock = tell_clock(believed, move_due(DUE, believed.supplements, CALENDAR), seen.asked_at)
    assert clock == Clock(at("25/11/2026 16:00"), None, at("19/11/2026 09:00").at, 1)
    stands = {"paused_since": seen.asked_at, "awaiting_since": None}
    assert clock_state(State.AWAITING, resumed_at=clock.resumed_at, **stands) is State.RECEIVED
    assert clock_state(State.AWAITING, resumed_at=None, **stands) is State.AWAITING


def test_a_wait_that_began_after_the_answer_is_another_one():
    resumed, again = at("19/11/2026 09:00").at, at("20/11/2026 09:00").at
    assert clock_state(State.AWAITING, paused_since=again, awaiting_since=None, resumed_at=resumed) is State.AWAITING


def test_what_was_told_of_a_finished_file_changes_its_state_no_more():
    asked = at("18/11/2026 09:00").at
    assert clock_state(State.DONE, paused_since=None, awaiting_since=asked, resumed_at=None) is State.DONE
    assert clock_state(State.RECEIVED, paused_since=None, awaiting_since=asked, resumed_at=None) is State.AWAITING
