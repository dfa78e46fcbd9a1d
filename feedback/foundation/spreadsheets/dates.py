"""Spreadsheet day numbers and the number formats that mean a date."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zone
DAY_RANGE = (20_000.0, 75_000.0)
"""1954 to 2105: a number outside is a quantity or a mistake, never a date of a file."""

BUILTIN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def is_date_format(code: str) -> bool:
    """Whether a number format such as `dd/mm/yyyy hh:mm` shows a date (quoted words and colours do not count)."""
    plain = _LITERAL.sub("", code).lower()
    return any(letter in plain for letter in "dyh") or ("m" in plain and "s" in plain)


def from_day_number(value: float, *, epoch_1904: bool = False) -> datetime | None:
    """The naive moment of a day number, to the nearest second; None outside DAY_RANGE."""
    days = value + (1462 if epoch_1904 else 0)
    if not DAY_RANGE[0] <= days < DAY_RANGE[1]:
        return None
    return EPOCH_1900 + timedelta(seconds=round(days * 86_400))
