"""Rates as QĐ 766/QĐ-TTg counts them, by a specification in a public code base (the decision's text was not to be had),
and the sample size of the ministry's earlier survey method. A rate without denominator is None and earns no points.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from feedback.scoring.rules.rounding import percent, round_half_up

GROUP_POINTS = {
    "transparency": 18,
    "progress": 20,
    "online_services": 12,
    "online_payment": 10,
    "digitisation": 22,
    "satisfaction": 18,
}
"""Most points of the six groups; they add up to 100."""

ON_TIME_TITLE = "theo cách tính 766 mục 2.1, gồm hồ sơ bổ sung, rút, từ chối, dừng khi biết lúc nào"
"""What stands beside every on-time rate, word for word."""


@dataclass(frozen=True, slots=True)
class OnTime:
    """Item 2.1: files done in time or early and open in time, over these and the late ones."""

    done_in_time: int
    open_in_time: int
    done_late: int
    open_overdue: int

    @property
    def good(self) -> int:
        return self.done_in_time + self.open_in_time

    @property
    def counted(self) -> int:
        return self.good + self.late

    @property
    def late(self) -> int:
        return self.done_late + self.open_overdue

    @property
    def percent(self) -> Decimal | None:
        return percent(self.good, self.counted)

    @property
    def percent_of_done(self) -> Decimal | None:
        """Over finished files only: said beside it where people expect that one."""
        return percent(self.done_in_time, self.done_in_time + self.done_late)

    def __add__(self, other: "OnTime") -> "OnTime":
        return OnTime(
            self.done_in_time + other.done_in_time,
            self.open_in_time + other.open_in_time,
            self.done_late + other.done_late,
            self.open_overdue + other.open_overdue,
        )


def points_for(rate: Fraction | None, target: int, max_points: int) -> Decimal | None:
    """Full points from the target per cent on, below it in proportion, to four decimals at most."""
    if rate is None:
        return None
    if rate >= target:
        return Decimal(max_points)
    return round_half_up(rate * max_points / target, 4)


def rate(part: int, whole: int) -> Fraction | None:
    """part/whole in exact per cent."""
    return Fraction(part * 100, whole) if whole else None


def responses_in_time(*, done_on_time: int, open_in_time: int, whole: int) -> Decimal | None:
    """Item 5.2, as read from a garbled line: an interpretation, to be labelled so."""
    return percent(done_on_time + open_in_time, whole)


def responses_without_trouble(
    feedback: int,
    *,
    unsatisfied: Collection[str],
    asked_again: Collection[str],
    overdue: Collection[str],
) -> Decimal | None:
    """Item 5.3: petitions with no bad sign; one with several signs counts once."""
    troubled = {*unsatisfied, *asked_again, *overdue}
    return percent(feedback - len(troubled), feedback)


def handling_satisfaction(*, files: int, overdue: int, disliked: int) -> Fraction | None:
    """Item 5.4 in exact per cent: 100 less the overdue and less the complained-of share (both over all files)."""
    return Fraction(100 * (files - overdue - disliked), files) if files else None


def share_of_max(rate: Fraction, target: int) -> Decimal:
    """How much of an item's points a rate earns, 0…1 to four decimals, where its maximum is not known."""
    return min(Decimal(1), round_half_up(rate / target, 4))


def sample_size(population: int, error: Fraction = Fraction(5, 100)) -> int:
    """n = N/(1 + N·e²), rounded up (Ministry of Home Affairs, 2012–2013 method; the rounding is ours)."""
    return ceil(Fraction(population) / (1 + population * error * error))
