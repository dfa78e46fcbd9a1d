"""Time limits as procedures state them, and how an office counts them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from feedback.foundation.errors import Invalid


class LimitKind(StrEnum):
    """The unit of a time limit."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"
    SAME_DAY = "same_day"
    NONE = "none"


_COUNTED = {
    LimitKind.WORKING_DAYS: "ngày làm việc",
    LimitKind.CALENDAR_DAYS: "ngày",
    LimitKind.WORKING_HOURS: "giờ làm việc",
}


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """`amount` counts the kind's unit and is 0 for `same_day` and `none`; anything else is Invalid."""

    kind: LimitKind
    amount: int = 0

    def __post_init__(self) -> None:
        if (self.amount < 1) if self.kind in _COUNTED else self.amount != 0:
            raise Invalid(f"Thời hạn {self.amount} không hợp lệ: số ngày hoặc số giờ phải từ 1 trở lên.")

    def __str__(self) -> str:
        if self.kind in _COUNTED:
            return f"{self.amount} {_COUNTED[self.kind]}"
        return "trong ngày làm việc" if self.kind is LimitKind.SAME_DAY else "không quy định thời hạn"


class Counting(StrEnum):
    """What "N working days" means to the minute.

    `same_clock`: N working days later at the clock time of the first working moment, as the one-stop software prints
    it. `end_of_last_day`: the first day is not counted, the N-th ends with its office hours (BLDS 2015 Đ147.2, Đ148.1).
    """

    SAME_CLOCK = "same_clock"
    END_OF_LAST_DAY = "end_of_last_day"


@dataclass(frozen=True, slots=True)
class DuePolicy:
    """How one unit counts. `same_day_cutoff` is a minute of the day: what comes later belongs to the next working day
    (NĐ 61/2018 Đ18.2: 15:00), for same-day procedures always and for all of them with `cutoff_for_all`.
    """

    counting: Counting = Counting.SAME_CLOCK
    same_day_cutoff: int = 15 * 60
    cutoff_for_all: bool = False


_CLOCK = re.compile(r"([01]?\d|2[0-3])[:hg]([0-5]\d)?")


def parse_clock(text: str) -> int:
    """The minute of the day of "15:00", "15h" or "7h30". Invalid when it is no time of day."""
    found = _CLOCK.fullmatch(text.strip().casefold())
    if not found:
        raise Invalid(f"“{text}” không phải là giờ trong ngày. Hãy ghi như 15:00.")
    return int(found[1]) * 60 + int(found[2] or 0)
