"""How a unit is named on a command line: `19702`, or `19333@2025-06-30` for an earlier generation of the code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from feedback.foundation.errors import Invalid

_CODE = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ._-]{0,39}")


@dataclass(frozen=True, slots=True)
class UnitAddress:
    """`day` is None when the code stands alone: the caller's day (today, `--as-of`, `--week`) decides then."""

    code: str
    day: date | None = None

    def __str__(self) -> str:
        return self.code if self.day is None else f"{self.code}@{self.day.isoformat()}"


def parse_address(text: str) -> UnitAddress:
    """Read `CODE` or `CODE@YYYY-MM-DD`. Raises Invalid with what to write instead."""
    code, at, written = text.strip().partition("@")
    if not _CODE.fullmatch(code):
        raise Invalid(f"“{text}” không phải mã đơn vị. Ghi mã, ví dụ 19702, hoặc mã@ngày, ví dụ 19333@2025-06-30.")
    if not at:
        return UnitAddress(code)
    try:
        return UnitAddress(code, date.fromisoformat(written))
    except ValueError:
        raise Invalid(
            f"Ngày “{written}” trong “{text}” chưa đúng. Ghi năm-tháng-ngày, ví dụ {code}@2025-06-30."
        ) from None
