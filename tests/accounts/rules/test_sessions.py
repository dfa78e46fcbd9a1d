"""How long a session lives, how tries are slowed, who may come in."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.accounts.rules import ABSOLUTE, IDLE, is_live, may_enter, slow_down

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seen", "began", "live"),
    [
        (timedelta(0), timedelta(0), True),
        (IDLE - timedelta(seconds=1), timedelta(hours=1), True),
        (IDLE, timedelta(hours=1), False),
        (timedelta(0), ABSOLUTE - timedelta(seconds=1), True),
        (timedelta(0), ABSOLUTE, False),
    ],
)
def test_a_session_ends_after_half_an_hour_idle_or_eight_hours_in_all(seen, began, live):
    assert is_live(NOW, seen_at=NOW - seen, ends_at=NOW - began + ABSOLUTE) is live


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 30), (5000, 30)]
)
def test_wrong_passwords_slow_the_next_try_but_never_lock(failures, seconds):
    assert slow_down(failures) == timedelta(seconds=seconds)


OPEN = {"active": True, "one_time_until": None, "is_sample": False, "demo": False, "from_this_machine": False}


@pytest.mark.parametrize(
    ("facts", "enters"),
    [
        ({}, True),
        ({"active": False}, False),
        ({"one_time_until": NOW + timedelta(seconds=1)}, True),
        ({"one_time_until": NOW}, False),
        ({"is_sample": True}, False),
        ({"is_sample": True, "demo": True}, False),
        ({"is_sample": True, "from_this_machine": True}, False),
        ({"is_sample": True, "demo": True, "from_this_machine": True}, True),
        ({"is_sample": True, "demo": True, "from_this_machine": True, "active": False}, False),
    ],
)
def test_who_may_come_in_once_the_password_fits(facts, enters):
    assert may_enter(NOW, **{**OPEN, **facts}) is enters
