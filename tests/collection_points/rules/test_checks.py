"""What a look says of a counter, what counts as a correction, and when looking was forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from feedback.collection_points.rules.checks import (
    PROBLEM_WORDS,
    REISSUE_REASONS,
    Look,
    Problem,
    Sight,
    is_correction,
    is_forgotten,
    of_this_code,
)

WEDNESDAY, THURSDAY, FRIDAY = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)
LAST_THREE = (WEDNESDAY, THURSDAY, FRIDAY)


def test_a_look_says_who_is_open_and_which_codes_are_right_or_wrong():
    look = Look(opened={1, 2}, right={1}, wrong={3: Problem.FOREIGN})
    assert look.sight(1, None) == Sight(True, True)
    assert look.sight(2, None) == Sight(True, None), "open, its code not looked at yet"
    assert look.sight(3, None) == Sight(False, False)


def test_a_code_not_mentioned_stays_as_it_was_seen():
    assert Look(opened=()).sight(1, Sight(True, False)) == Sight(False, False)


def test_what_was_seen_of_an_earlier_code_says_nothing_of_this_one():
    issued = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    seen = Sight(True, False)
    assert of_this_code(seen, issued, issued) == seen
    assert of_this_code(seen, issued - timedelta(minutes=1), issued) == Sight(True, None)


@pytest.mark.parametrize(
    ("before", "after", "correction"),
    [
        (None, Sight(True, True), False),
        (Sight(True, None), Sight(True, True), False),
        (Sight(True, True), Sight(True, True), False),
        (Sight(True, True), Sight(True, False), True),
        (Sight(True, False), Sight(True, True), True),
        (Sight(True, True), Sight(False, True), True),
    ],
)
def test_only_what_was_noted_otherwise_before_is_corrected(before: Sight | None, after: Sight, correction: bool):
    assert is_correction(before, after) is correction


@pytest.mark.parametrize(
    ("last_look", "issued", "forgotten"),
    [
        (None, date(2026, 11, 2), True),
        (date(2026, 11, 17), date(2026, 11, 2), True),
        (WEDNESDAY, date(2026, 11, 2), False),
        (FRIDAY, date(2026, 11, 2), False),
        (None, WEDNESDAY, False),
        (None, date(2026, 11, 21), False),
    ],
)
def test_three_working_days_without_a_look_are_too_many(last_look: date | None, issued: date, forgotten: bool):
    assert is_forgotten(last_look, issued, LAST_THREE) is forgotten


def test_every_problem_is_a_reason_for_a_new_code():
    assert set(PROBLEM_WORDS) == set(Problem)
    assert {problem.value for problem in Problem} < set(REISSUE_REASONS)
