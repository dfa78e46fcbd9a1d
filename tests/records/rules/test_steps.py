"""Steps at several agencies: which are refused, how each ended, and whose step it was when the file ran over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.errors import Invalid
from feedback.records.rules.steps import Result, StepFacts, check_step, overran, result_of, step_late
from tests.records.rules.samples import AS_OF, CALENDAR, at

RECEIVED = at("16/11/2026 09:00")
HOUR = timedelta(hours=1)


def moment(text: str) -> datetime:
    return at(text).at


def test_a_step_in_its_order_is_taken_as_it_is():
    step = StepFacts(7, moment("16/11/2026 10:00"), moment("18/11/2026 10:00"), moment("17/11/2026 15:00"))
    assert check_step(step, RECEIVED, AS_OF) == step


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (StepFacts(7, RECEIVED.at - HOUR), "trước lúc tiếp nhận"),
        (StepFacts(7, AS_OF + HOUR), "tương lai"),
        (StepFacts(7, RECEIVED.at, None, AS_OF + HOUR), "tương lai"),
        (StepFacts(7, RECEIVED.at + HOUR, None, RECEIVED.at), "Lúc giao"),
        (StepFacts(7, RECEIVED.at + HOUR, RECEIVED.at), "Hạn của bước"),
    ],
)
def test_times_that_cannot_be_are_refused_and_named(step: StepFacts, words: str):
    with pytest.raises(Invalid, match=words):
        check_step(step, RECEIVED, AS_OF)


def step(unit: int, received: str, due: str = "", handed: str = "") -> StepFacts:
    return StepFacts(unit, moment(received), moment(due) if due else None, moment(handed) if handed else None)


@pytest.mark.parametrize(
    ("due", "handed", "result"),
    [
        ("18/11/2026 10:00", "17/11/2026 16:00", Result.EARLY),
        ("18/11/2026 10:00", "18/11/2026 10:00", Result.ON_TIME),
        ("18/11/2026 10:00", "18/11/2026 10:01", Result.LATE),
        ("18/11/2026 10:00", "", Result.OPEN_LATE),
        ("21/11/2026 10:00", "", Result.OPEN),
        ("", "18/11/2026 10:01", Result.NO_DUE),
    ],
)
def test_a_step_ends_early_in_time_or_late(due: str, handed: str, result: Result):
    assert result_of(step(7, "16/11/2026 10:00", due, handed), AS_OF) is result


def test_how_late_a_step_was_is_told_in_working_time():
    late = step(7, "16/11/2026 10:00", "17/11/2026 16:00", "19/11/2026 09:00")
    assert step_late(late, AS_OF, CALENDAR).total_minutes == 60 + 480 + 120
    assert not step_late(step(7, "16/11/2026 10:00"), AS_OF, CALENDAR)


DESK, TAX, LAND = 1, 2, 3
WAY = (
    step(DESK, "16/11/2026 09:00", "16/11/2026 16:00", "16/11/2026 15:00"),
    step(LAND, "16/11/2026 15:00", "17/11/2026 15:00", "19/11/2026 09:00"),
    step(TAX, "17/11/2026 08:00", "18/11/2026 08:00", "18/11/2026 17:00"),
)


def test_the_agency_that_held_the_file_when_its_due_passed_made_it_late():
    due, end = moment("18/11/2026 09:00"), moment("19/11/2026 10:00")
    assert overran(WAY, due, end, AS_OF) == LAND
    assert overran(WAY[2:], due, end, AS_OF) == TAX
    assert overran(WAY[:1], due, end, AS_OF) is None


def test_a_file_in_time_was_made_late_by_nobody():
    assert overran(WAY, moment("19/11/2026 10:00"), moment("19/11/2026 10:00"), AS_OF) is None
    assert overran(WAY, moment("23/11/2026 10:00"), None, AS_OF) is None


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 99), st.integers(0, 60)), max_size=6), st.integers(0, 99))
def test_whoever_is_named_held_the_file_at_that_moment(told: list[tuple[int, int, int]], due: int):
    steps = [
        StepFacts(unit, RECEIVED.at + start * HOUR, None, RECEIVED.at + (start + took) * HOUR if took else None)
        for unit, start, took in told
    ]
    moment_due = RECEIVED.at + due * HOUR
    named = overran(steps, moment_due, moment_due + HOUR, moment_due + HOUR)
    holding = {
        each.unit_id for each in steps if each.received_at <= moment_due < (each.handed_over_at or moment_due + HOUR)
    }
    assert (named in holding) if holding else named is None
