"""Weeks by ISO 8601: Monday to Sunday, named 2026-W46. Days only; the moments of their edges are local midnights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from feedback.foundation.errors import Invalid

BEFORE = 4
"""How many weeks a week is compared with."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days, first and last included."""

    first: date
    last: date

    @property
    def after(self) -> date:
        """The day whose first moment ends the period (Sunday 24:00 is Monday 00:00)."""
        return self.last + timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week of an ISO year."""

    year: int
    number: int

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def period(self) -> Period:
        return Period(self.monday, self.sunday)

    def shifted(self, weeks: int) -> Week:
        return week_of(self.monday + timedelta(weeks=weeks))

    @property
    def before(self) -> tuple[Week, ...]:
        """The four weeks before this one, oldest first."""
        return tuple(self.shifted(-back) for back in range(BEFORE, 0, -1))

    @property
    def period_before(self) -> Period:
        """The same four weeks as one period of 28 days."""
        return Period(self.before[0].monday, self.before[-1].sunday)

    @property
    def words(self) -> str:
        """As an office writes it, 46/2026; addresses and file names say 2026-W46."""
        return f"{self.number}/{self.year}"

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"


def week_of(day: date) -> Week:
    year, number, _ = day.isocalendar()
    return Week(year, number)


def parse_week(text: str) -> Week:
    """`2026-W46` as a week; Invalid says how to write it."""
    found = re.fullmatch(r"([0-9]{4})-?W([0-9]{1,2})", text.strip().upper())
    try:
        if found:
            return week_of(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        pass
    raise Invalid(f"“{text}” không phải một tuần. Viết như 2026-W46 (năm, W, số tuần từ 1 đến 53).")
