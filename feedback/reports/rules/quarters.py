"""Quarters of a year, and from when on one may be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from feedback.foundation.errors import Invalid
from feedback.reports.rules.weeks import Period

SETTLED_AFTER = timedelta(days=14)
"""After its end a quarter waits this long: tablets without network bring their answers in, then it moves no more."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int

    @property
    def period(self) -> Period:
        return Period(date(self.year, 3 * self.number - 2, 1), self.following.first_day - timedelta(days=1))

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def following(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def before(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def is_settled(self, today: date) -> bool:
        """Whether it may be read: over, and no longer moving."""
        return today >= self.period.after + SETTLED_AFTER

    @property
    def words(self) -> str:
        return f"quý {self.number}/{self.year}"

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def settled_quarters(today: date, how_many: int = 4) -> list[Quarter]:
    """The last quarters that may be read, newest first."""
    quarter = quarter_of(today).before
    if not quarter.is_settled(today):
        quarter = quarter.before
    found = []
    for _ in range(how_many):
        found.append(quarter)
        quarter = quarter.before
    return found


def parse_quarter(text: str) -> Quarter:
    """`2026-Q3`; Invalid says how to write it."""
    found = re.fullmatch(r"([1-9][0-9]{3})-?Q([1-4])", text.strip().upper())
    if found is None or found[1] == "9999":
        raise Invalid(f"“{text}” không phải một quý. Viết như 2026-Q3.")
    return Quarter(int(found[1]), int(found[2]))
