"""Why a notice nobody approved becomes known above, to the minute; and the letter that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from feedback.foundation import words
from feedback.working_calendar.rules import WorkCalendar, minute_of
from feedback.working_calendar.rules.lateness import say_late, say_span, working_span

MOST = 20
"""Lines of a letter."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A notice that was told above: its unit, its file's code, why now, and its page."""

    notice_id: int
    unit: str
    code: str
    why: str


def why_raised(*, created_at: datetime, limit_at: datetime, now: datetime, days: int, calendar: WorkCalendar) -> str:
    """Why the upper level must know now; "" while there is still time.

    A notice drafted in time is late once the moment by which it had to leave (NĐ 61/2018 Điều 19.9) has passed; one
    drafted after that moment, once it has waited `days` working days. MissingCalendar where a year is not loaded.
    """
    if created_at <= limit_at:
        if minute_of(now) <= minute_of(limit_at):
            return ""
        late = say_late(limit_at, now, calendar)
        return f"Phiếu phải gửi chậm nhất {words.moment(limit_at)}; lúc báo vẫn chưa duyệt, {late}."
    waited = working_span(created_at, now, calendar)
    if waited.days < days:
        return ""
    return f"Dự thảo lập {words.moment(created_at)} đã chờ {say_span(waited)} (mức báo cấp trên: {days} ngày làm việc)."


def letter_of(raised: Sequence[Raised], url: str) -> tuple[str, str]:
    """Subject and text of the letter to a leader: codes and units alone, no citizen's name."""
    subject = f"{len(raised)} phiếu xin lỗi chưa được duyệt đúng hạn" if len(raised) > 1 else (
        f"Phiếu xin lỗi hồ sơ {raised[0].code} chưa được duyệt đúng hạn"
    )  # fmt: skip
    lines = [
        f"- {each.unit}, hồ sơ {each.code}: {each.why}\n  {url}/xin-loi/{each.notice_id}" for each in raised[:MOST]
    ]
    more = [f"và {len(raised) - MOST} phiếu nữa, xem ở {url}/xin-loi"] if len(raised) > MOST else []
    opening = "Các phiếu xin lỗi sau chưa được người đứng đầu đơn vị duyệt đúng hạn, báo lên ông/bà một lần:"
    return subject, "\n\n".join(["Kính gửi ông/bà,", opening, *lines, *more, "Lắng Nghe"]) + "\n"
