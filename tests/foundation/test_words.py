"""Numbers, days and times in Vietnamese."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation import words

LATE_EVENING = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
"""00:30 on Saturday 21/11/2026 in Việt Nam."""


def test_days_are_those_of_viet_nam() -> None:
    assert words.day(LATE_EVENING) == "21/11/2026"
    assert words.day(date(2026, 2, 1)) == "01/02/2026"
    assert words.weekday(LATE_EVENING) == "thứ Bảy 21/11/2026"
    assert words.weekday(date(2026, 11, 22)) == "Chủ nhật 22/11/2026"
    assert words.moment(LATE_EVENING) == "00:30 ngày 21/11/2026"


def test_what_is_missing_is_a_dash() -> None:
    assert {words.day(None), words.moment(None), words.number(None), words.percent(None)} == {"—"}


@pytest.mark.parametrize("write", [words.day, words.weekday, words.moment])
def test_a_naive_moment_is_refused(write) -> None:
    with pytest.raises(ValueError, match="naive"):
        write(datetime(2026, 11, 20))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (0, 0, "0"),
        (1234.5, 1, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (87.64, 2, "87,64"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (12.25, 1, "12,3"),
        (87.645, 2, "87,65"),
        (-0.04, 1, "0,0"),
        (-1234.5, 1, "-1.234,5"),
        (99.999, 1, "100,0"),
    ],
)
def test_worked_examples_of_numbers(value: float, places: int, expected: str) -> None:
    assert words.number(value, places) == expected


def test_percent_takes_percent() -> None:
    assert words.percent(87.6) == "87,6 %"
    assert words.percent(87.64, 2) == "87,64 %"


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_read_back(value: int) -> None:
    assert int(words.number(value).replace(".", "")) == value


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_numbers_read_back_within_half_of_the_last_place(value: float, places: int) -> None:
    back = float(words.number(value, places).replace(".", "").replace(",", "."))
    assert abs(back - value) <= 0.5 * 10**-places + 1e-6
