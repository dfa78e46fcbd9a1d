"""Words to the upper level: what a unit did not do itself, told exactly once."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from feedback.apologies.queries import get_notice, list_unsigned, units_with_open
from feedback.foundation.clock import local_day
from feedback.organisation.queries import find_head, get_setting, get_unit
from feedback.outbox.actions import hand_over
from feedback.records.queries import get_file
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import MissingCalendar, minute_of

UNSIGNED_DAYS = "apology_unsigned_days"
UNSIGNED_DAYS_DEFAULT = 3
DAY_MINUTES = 8 * 60


def tell_upper_level(
    session: Session,
    *,
    unit_id: int,
    kind: str,
    subject: str,
    title: str,
    detail: str,
    link: str,
    now: datetime,
) -> bool:
    """A task for the leader above the unit (for the unit itself where there is none above). Whether it is new."""
    unit = get_unit(session, unit_id)
    return hand_over(
        session,
        kind=kind,
        subject=subject,
        unit_id=unit.parent_id if unit.parent_id is not None else unit.id,
        title=f"{unit.name}: {title}",
        detail=detail,
        link=link,
        for_role="leader",
        now=now,
    )


def escalate_unsigned(session: Session, *, now: datetime) -> int:
    """Notices nobody approved for some working days (setting, 3 by default) become known above, once each; how many."""
    told = 0
    for line in list_unsigned(session, now):
        days = int(get_setting(session, line.unit_id, UNSIGNED_DAYS, UNSIGNED_DAYS_DEFAULT))
        if _waited(session, line.unit_id, line.created_at, now) < days * DAY_MINUTES:
            continue
        get_notice(session, line.id).escalated_at = now
        told += tell_upper_level(
            session,
            unit_id=line.unit_id,
            kind="apologies.unsigned",
            subject=str(line.id),
            title=f"phiếu xin lỗi hồ sơ {line.code} chưa được duyệt",
            detail=f"Dự thảo đã chờ quá {days} ngày làm việc.",
            link=f"/xin-loi/{line.id}",
            now=now,
        )
    return told


def _waited(session: Session, unit_id: int, since: datetime, now: datetime) -> int:
    """Working minutes since then; where a year's calendar is not loaded every weekday counts, so nothing stops."""
    try:
        return calendar_for(session, unit_id).between(minute_of(since), minute_of(now))
    except MissingCalendar:
        first = local_day(since).toordinal()
        weekdays = sum(date.fromordinal(day).weekday() < 5 for day in range(first, local_day(now).toordinal()))
        return weekdays * DAY_MINUTES


def ask_for_calendar(session: Session, *, now: datetime, record_id: int, missing: MissingCalendar) -> bool:
    """An overdue file cannot be drafted because its year's calendar is not loaded: one task per unit and year."""
    file = get_file(session, record_id)
    return hand_over(
        session,
        kind="apologies.no_calendar",
        subject=f"{file.solving_unit_id}/{missing.year}",
        unit_id=file.solving_unit_id,
        title=f"Hồ sơ quá hạn chưa lập được phiếu xin lỗi: chưa nạp lịch nghỉ năm {missing.year}",
        detail=f"Ví dụ hồ sơ {file.code}. Hãy báo quản trị nạp lịch năm {missing.year}; nạp xong, phiếu tự được soạn.",
        link="/ho-so/sap-tre",
        now=now,
    )


def ask_for_heads(session: Session, *, now: datetime) -> int:
    """Units with waiting notices and nobody at their head: a task for the level above, once a month; how many."""
    asked = 0
    for unit_id, waiting in units_with_open(session).items():
        if find_head(session, unit_id, local_day(now)) is not None:
            continue
        asked += tell_upper_level(
            session,
            unit_id=unit_id,
            kind="apologies.no_head",
            subject=f"{unit_id}/{local_day(now):%Y-%m}",
            title="chưa có người đứng đầu để duyệt phiếu xin lỗi",
            detail=f"{waiting} phiếu đang chờ duyệt. Hãy bổ sung người đứng đầu ở trang Tổ chức.",
            link="/to-chuc",
            now=now,
        )
    return asked
