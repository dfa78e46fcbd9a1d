"""How numbers, days and times are written in Vietnamese."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from feedback.foundation.clock import to_local

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day(value: date | datetime | None) -> str:
    """21/11/2026; an em dash when there is none."""
    if value is None:
        return "—"
    local = to_local(value).date() if isinstance(value, datetime) else value
    return f"{local:%d/%m/%Y}"


def weekday(value: date | datetime) -> str:
    """thứ Bảy 21/11/2026."""
    local = to_local(value).date() if isinstance(value, datetime) else value
    return f"{WEEKDAYS[local.weekday()]} {local:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """16:05 ngày 21/11/2026."""
    if value is None:
        return "—"
    return f"{to_local(value):%H:%M ngày %d/%m/%Y}"


def number(value: float | int | None, places: int = 0) -> str:
    """1.234,5: dot between thousands, comma before decimals. Halves go up, as a spreadsheet shows them."""
    if value is None:
        return "—"
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded + 0:,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(value: float | None, places: int = 1) -> str:
    """87,6 % for 87.6 (already in percent)."""
    return "—" if value is None else f"{number(value, places)} %"
