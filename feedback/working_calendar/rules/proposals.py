"""A change of the calendar before anybody has decided about it: days and hours to set, by which paper.

It travels through a page as JSON text between the preview and the decision: nothing is stored meanwhile, and what comes
back is read as strictly as a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from feedback.foundation.errors import Invalid
from feedback.working_calendar.rules.days import parse_sessions, write_sessions
from feedback.working_calendar.rules.reading import CalendarLine, check_line

DayChange = tuple[date, CalendarLine | None]
"""A day and what it becomes; None where no line stands for it."""
HoursChange = tuple[int, date | None, str | None]
"""(weekday, valid from, sessions); None where no row stands for it."""

STALE = (
    "Lịch vừa được người khác thay đổi sau khi ông/bà xem trước. Chưa có gì được ghi; xin xem trước lại rồi quyết định."
)
UNREADABLE = "Nội dung xem trước không đọc được nữa. Xin mở lại trang “Nạp thông báo nghỉ năm” và làm lại."


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What is set, for everybody or one unit (and those below it that have nothing of their own)."""

    unit_id: int | None = None
    days: tuple[DayChange, ...] = ()
    hours: tuple[HoursChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.days or self.hours)

    @property
    def first_day(self) -> date | None:
        """The first day that may differ; None where hours hold from ever."""
        starts = [valid_from for _, valid_from, _ in self.hours]
        if None in starts:
            return None
        days = [*(day for day, _ in self.days), *(each for each in starts if each is not None)]
        return min(days) if days else None

    @property
    def last_day(self) -> date | None:
        """The last day that may differ; None where hours hold for ever."""
        return None if self.hours or not self.days else max(day for day, _ in self.days)

    @property
    def years(self) -> tuple[int, ...]:
        """The years of its days."""
        return tuple(sorted({day.year for day, _ in self.days}))


def overtakes(later: CalendarChange, earlier: CalendarChange) -> bool:
    """Whether a later change says again everything an earlier one said of the same place.

    What everybody is told does not reach a unit's own days.
    """
    if later.unit_id != earlier.unit_id:
        return False
    days = {day for day, _ in earlier.days} <= {day for day, _ in later.days}
    hours = {each[:2] for each in earlier.hours} <= {each[:2] for each in later.hours}
    return days and hours


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change and the paper it rests on."""

    title: str
    change: CalendarChange
    document_number: str = ""
    document_day: date | None = None
    source: str = ""
    is_official: bool = True


def as_json(change: CalendarChange) -> dict[str, Any]:
    """The change as a JSON document."""
    return {
        "unit_id": change.unit_id,
        "days": [[day.isoformat(), _line_json(line)] for day, line in change.days],
        "hours": [[weekday, start.isoformat() if start else None, text] for weekday, start, text in change.hours],
    }


def _line_json(line: CalendarLine | None) -> dict[str, Any] | None:
    if line is None:
        return None
    pair = line.pair_date.isoformat() if line.pair_date else None
    return asdict(line) | {"day": line.day.isoformat(), "pair_date": pair}


def from_json(told: Mapping[str, Any]) -> CalendarChange:
    """The change of such a document. Invalid when it is none, or holds a day or hours that cannot be."""
    try:
        unit_id = told["unit_id"]
        days = tuple((date.fromisoformat(day), _line(line)) for day, line in told["days"])
        hours = tuple((int(weekday), _day(start), text) for weekday, start, text in told["hours"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Invalid(UNREADABLE) from None
    if not (unit_id is None or type(unit_id) is int) or any(not 0 <= weekday <= 6 for weekday, _, _ in hours):
        raise Invalid(UNREADABLE)
    checked = tuple(
        (w, start, None if text is None else write_sessions(parse_sessions(text))) for w, start, text in hours
    )
    return CalendarChange(unit_id, days, checked)


def _line(told: Mapping[str, Any] | None) -> CalendarLine | None:
    if told is None:
        return None
    facts = {**told, "day": date.fromisoformat(told["day"]), "pair_date": _day(told["pair_date"])}
    if not isinstance(facts["is_working"], bool):
        raise ValueError("is_working")
    return check_line(CalendarLine(**facts))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def pack(proposal: Proposal) -> str:
    """The proposal as text for a form."""
    day = proposal.document_day.isoformat() if proposal.document_day else None
    facts = {name: getattr(proposal, name) for name in ("title", "document_number", "source", "is_official")}
    return json.dumps({**facts, "document_day": day, "change": as_json(proposal.change)}, ensure_ascii=False)


def unpack(text: str) -> Proposal:
    """The proposal of such a text. Invalid when it is none."""
    try:
        told = json.loads(text)
        return Proposal(
            title=str(told["title"])[:300],
            change=from_json(told["change"]),
            document_number=str(told["document_number"])[:200],
            document_day=_day(told["document_day"]),
            source=str(told["source"])[:500],
            is_official=bool(told["is_official"]),
        )
    except (KeyError, TypeError, ValueError):
        raise Invalid(UNREADABLE) from None
