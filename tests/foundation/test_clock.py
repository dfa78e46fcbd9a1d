"""One module reads the clock; everybody else is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation import clock

NOW = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)


def test_now_is_aware_and_in_utc() -> None:
    with time_machine.travel(NOW, tick=False):
        assert clock.now() == NOW
        assert clock.now().tzinfo is UTC


def test_measuring_does_not_go_back_when_the_clock_does() -> None:
    before = clock.monotonic()
    assert clock.monotonic() >= before


def test_local_day_and_time() -> None:
    assert clock.local_day(NOW) == date(2026, 11, 21)
    assert clock.to_local(NOW).time() == time(0, 30)
    assert clock.at_local(date(2026, 11, 21), time(0, 30)) == NOW
    assert clock.at_local(date(2026, 11, 21)) == NOW - timedelta(minutes=30)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        clock.to_local(datetime(2026, 11, 20))  # noqa: DTZ001


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_a_wall_clock_time_reads_back(wall: datetime) -> None:
    moment = clock.at_local(wall.date(), wall.time())
    assert clock.to_local(moment).replace(tzinfo=None) == wall
    assert clock.parse_local(wall.isoformat()) == moment


@pytest.mark.parametrize("text", ["2026-11-21T00:30", " 2026-11-20T17:30Z ", "2026-11-20T18:30+01:00"])
def test_a_written_moment_is_local_unless_it_names_its_offset(text: str) -> None:
    assert clock.parse_local(text) == NOW


@pytest.mark.parametrize("text", ["", "hôm qua", "21/11/2026", "2026-13-01T00:00", "0001-01-01T00:00"])
def test_an_unreadable_moment_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        clock.parse_local(text)
