from decimal import Decimal
from fractions import Fraction

import pytest

from feedback.scoring.rules.rounding import percent, round_half_up


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(27, 20), 1, "1.4"),
        (Fraction(29, 20), 1, "1.5"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-2"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(1005, 1000), 2, "1.01"),
    ],
)
def test_halves_go_up_where_floats_and_bankers_would_not(value: Fraction, places: int, expected: str) -> None:
    assert round_half_up(value, places) == Decimal(expected)


def test_a_percentage_has_two_decimals_also_when_it_is_whole() -> None:
    assert str(percent(243, 286)) == "84.97"
    assert str(percent(4, 5)) == "80.00"


def test_nothing_over_nothing_is_no_percentage() -> None:
    assert percent(0, 0) is None
