"""The nine indicators of TT 01/2018/TT-VPCP Điều 13–15, points 0/1/2, grades of officers and of offices.

The circular was replaced by TT 03/2025/TT-VPCP, whose scoring part was not to be had: offered as an internal set
("bộ chỉ số đánh giá nội bộ"), never as law in force. Indicators without enough data are left out (Điều 15.4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from feedback.scoring.rules.rounding import round_half_up

PER_FILE = (1, 2, 3, 4, 7)
"""Indicators scored per file; their sum is an officer's score, ten at most (Điều 15.3)."""


class Timing(StrEnum):
    """A file's time against the time allowed."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


class Complaint(StrEnum):
    """A complaint about behaviour; one concluded to be false or slander does not count (Điều 13.7c)."""

    NONE = "none"
    CONFIRMED = "confirmed"
    CONCLUDED_FALSE = "concluded false"


@dataclass(frozen=True, slots=True)
class Score:
    """Total points over files and the mean, rounded half up to one decimal (Điều 15.2)."""

    total: int
    files: int

    @property
    def raw(self) -> Fraction | None:
        return Fraction(self.total, self.files) if self.files else None

    @property
    def points(self) -> Decimal | None:
        return None if self.raw is None else round_half_up(self.raw, 1)


def score(points: Iterable[int]) -> Score:
    listed = list(points)
    return Score(sum(listed), len(listed))


def time_points(timing: Timing) -> int:
    """Indicators 1 and 2: shorter 2, equal 1, longer 0."""
    return {Timing.EARLY: 2, Timing.ON_TIME: 1, Timing.LATE: 0}[timing]


def contact_points(contacts: int, *, applicants_fault: bool = False) -> int:
    """Indicators 3 and 4: none 2, one 1, more 0, unless the applicant was at fault (indicator 3 only)."""
    if contacts > 1 and applicants_fault:
        return 1
    return max(0, 2 - contacts)


def attitude_points(timing: Timing, complaint: Complaint, *, late_counts: int | None = None) -> int | None:
    """Indicator 7. The text names no points for a late file without complaint: None, or `late_counts` where chosen."""
    if complaint is Complaint.CONFIRMED:
        return 0
    return late_counts if timing is Timing.LATE else time_points(timing)


def publicity_points(*, posted: bool, electronic: bool) -> int:
    """Indicator 6: procedures published both ways, one way, or not completely."""
    return int(posted) + int(electronic)


def reception_points(*, handled_share: Fraction, handled_needed: Fraction, received_share: Fraction) -> int:
    """Indicator 5: share of procedures wholly handled at the one-stop office (commune 100 %, province 20 %)."""
    if received_share < 1:
        return 0
    return 2 if handled_share >= handled_needed else 1


def response_points(*, feedback: int, handled_on_time: int, prolonged: bool) -> int:
    """Indicator 8: reflections and petitions answered in time."""
    if prolonged:
        return 0
    if handled_on_time == feedback:
        return 2
    return 1 if handled_on_time * 10 >= feedback * 9 else 0


def online_points(*, procedures_share: Fraction, files_share: Fraction, any_overdue: bool) -> int:
    """Indicator 9: 20 % of procedures and 30 % of files online, none overdue; 15 to under 30 % gives one point."""
    if any_overdue or files_share < Fraction(15, 100):
        return 0
    both = procedures_share >= Fraction(20, 100) and files_share >= Fraction(30, 100)
    return 2 if both else 1


def total(indicators: Mapping[int, Decimal | int | None]) -> Decimal:
    """The sum of the indicators that have data."""
    return sum(
        (Decimal(points) for points in indicators.values() if points is not None),
        Decimal(0),
    )


def officer_grade(points: Decimal) -> str:
    """Điều 15.3a, over indicators 1, 2, 3, 4 and 7."""
    if points >= 5:
        return "hoàn thành 100%"
    return "hoàn thành từ 70% đến dưới 100%" if points >= Decimal("3.5") else "hoàn thành dưới 70%"


def office_grade(points: Decimal) -> str:
    """Điều 15.3b, over all nine indicators, eighteen at most."""
    grades = ((15, "xuất sắc"), (12, "tốt"), (9, "khá"), (6, "trung bình"))
    return next((name for least, name in grades if points >= least), "yếu")
