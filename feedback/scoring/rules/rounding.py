"""Rounding half up on exact fractions: 1,35 becomes 1,4 and 1,45 becomes 1,5, which binary floats get wrong."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def round_half_up(value: Fraction, places: int) -> Decimal:
    """The exact value rounded to `places` decimals, halves upward (TT 01/2018 Điều 15.2 leaves the tie open)."""
    return Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places)


def percent(part: int, whole: int) -> Decimal | None:
    """part/whole in per cent to two decimals; None where there is nothing to divide by (never 0, never 100)."""
    return round_half_up(Fraction(part * 100, whole), 2) if whole else None
