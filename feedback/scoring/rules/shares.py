"""Shares with their interval and n: the satisfied share, pooled factors, yes and no with unsure apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from feedback.scoring.rules.rounding import percent, round_half_up

Z95 = 1.959963984540054
"""Two-sided 95 % of the normal distribution. A confidence level is never an argument here: swapped for alpha it
turned a well-known statistics page's 95 % bars into 5 % ones."""

MIN_SHOWN = 10
"""Below ten answers a share says more about who happened to answer than about the office: "chưa đủ mẫu"."""

MIN_JUDGED = 30
"""From ten to twenty-nine the value and its interval are shown, but no colour, no rank and no better or worse."""


class Standing(StrEnum):
    """How far a share may be used. Hidden: too few answers. Withheld: enough, but another could be reckoned from it."""

    HIDDEN = "hidden"
    WITHHELD = "withheld"
    SHOWN = "shown"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds in 0…1 (a difference: -1…1)."""

    low: float
    high: float

    def excludes(self, value: float) -> bool:
        return value < self.low or value > self.high

    def apart_from(self, other: "Interval") -> bool:
        return self.low > other.high or other.low > self.high


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `n` valid answers. Everything else is derived, so that no two places can disagree."""

    part: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.n:
            raise ValueError(f"a share needs 0 <= part <= n, not {self.part}/{self.n}")

    @property
    def percent(self) -> Decimal | None:
        return percent(self.part, self.n)

    @property
    def interval(self) -> Interval:
        return wilson(self.part, self.n)

    def standing(self, min_shown: int = MIN_SHOWN, min_judged: int = MIN_JUDGED) -> Standing:
        if self.n < max(min_shown, 1):
            return Standing.HIDDEN
        return Standing.SHOWN if self.n < min_judged else Standing.JUDGED


def wilson(part: int, n: int, z: float = Z95) -> Interval:
    """Wilson's score interval without continuity correction (Brown, Cai and DasGupta 2001); n = 0 says nothing: 0…1."""
    if n == 0:
        return Interval(0.0, 1.0)
    p, zz = part / n, z * z
    centre = p + zz / (2 * n)
    half = z * sqrt(p * (1 - p) / n + zz / (4 * n * n))
    scale = 1 + zz / n
    low = 0.0 if part == 0 else (centre - half) / scale
    high = 1.0 if part == n else (centre + half) / scale
    return Interval(low, high)


def satisfied(levels: Iterable[int | None]) -> Share:
    """Levels 4 and 5 over the valid levels 1…5; blanks (None) and 0 for "không biết" leave the denominator.

    A convention, labelled as such wherever it is printed: the formula of QĐ 1001/QĐ-BNV was not to be had.
    """
    valid = [level for level in levels if level is not None and 1 <= level <= 5]
    return Share(sum(level >= 4 for level in valid), len(valid))


def pooled(shares: Iterable[Share]) -> Share:
    """Answers put together: a factor from its items, a province from its communes; never a mean of percentages."""
    part = n = 0
    for share in shares:
        part, n = part + share.part, n + share.n
    return Share(part, n)


def mean_of_percents(shares: Iterable[Share]) -> Decimal | None:
    """The plain mean of the single percentages, kept only to show beside the pooled share how far it goes astray."""
    values = [Fraction(share.part * 100, share.n) for share in shares if share.n]
    return round_half_up(sum(values, Fraction(0)) / len(values), 2) if values else None


@dataclass(frozen=True, slots=True)
class YesNo:
    """One of the eight 4 xin 4 luôn: "Không rõ" is an honest answer, counted and shown, outside the denominator."""

    yes: int
    no: int
    unsure: int

    @property
    def share(self) -> Share:
        return Share(self.yes, self.yes + self.no)


def rank_bands(shares: Iterable[Share]) -> list[int]:
    """A band for each share, in the order given: 1 is best; a share opens a new band only when its interval lies wholly
    below that of every share in the band above. Overlapping offices share a band, so no order is invented.
    """
    listed = list(shares)
    order = sorted(
        range(len(listed)),
        key=lambda i: (-listed[i].interval.low, -listed[i].interval.high),
    )
    bands, band, floor_of_band = [0] * len(listed), 0, -1.0
    for i in order:
        interval = listed[i].interval
        if band == 0 or interval.high < floor_of_band:
            band, floor_of_band = band + 1, interval.low
        floor_of_band = min(floor_of_band, interval.low)
        bands[i] = band
    return bands
