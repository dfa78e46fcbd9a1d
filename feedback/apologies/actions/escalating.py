"""Words to the upper level: what a unit did not do itself, told exactly once."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from feedback.apologies.queries import NoticeLine, get_notice, list_unsigned, units_with_open
from feedback.apologies.queries.deliveries import BY_SYSTEM
from feedback.apologies.queries.leaders import list_leaders_over
from feedback.apologies.rules.escalation import Raised, letter_of, why_raised
from feedback.apologies.tables import Apology
from feedback.foundation.clock import local_day
from feedback.organisation.queries import find_head, get_setting, get_unit
from feedback.outbox.actions import close_task, close_tasks, enqueue, hand_over
from feedback.records.queries import get_file
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import MissingCalendar

UNSIGNED_TASK = "apologies.unsigned"
UNSIGNED_DAYS = "apology_unsigned_days"
UNSIGNED_DAYS_DEFAULT = 3


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


def escalate_unsigned(session: Session, *, now: datetime, url: str = "") -> int:
    """Notices nobody approved in time become known above, once each, by a task and a letter; how many.

    In time is: before the moment by which it has to leave; where it was drafted after that moment already, within some
    working days (setting, 3 by default). `url` is the website's address for the letter's links.
    """
    raised: dict[int, list[Raised]] = {}
    waits: dict[int, str] = {}
    for line in list_unsigned(session, now):
        why = _why(session, line, now)
        if not why:
            continue
        get_notice(session, line.id).escalated_at = now
        tell_upper_level(
            session,
            unit_id=line.unit_id,
            kind=UNSIGNED_TASK,
            subject=f"{line.id}/{_wait(line)}",
            title=f"phiếu xin lỗi hồ sơ {line.code} chưa được duyệt",
            detail=why,
            link=f"/xin-loi/{line.id}",
            now=now,
        )
        raised.setdefault(line.unit_id, []).append(Raised(line.id, line.unit, line.code, why))
        waits[line.id] = _wait(line)
    _write_to_leaders(session, raised, waits, now, url)
    return sum(map(len, raised.values()))


def _wait(line: NoticeLine) -> str:
    """Which time of waiting this is: a draft that was opened again, or got a later limit, can go up once more."""
    return f"{line.created_at:%Y%m%dT%H%M}-{line.limit_at:%Y%m%dT%H%M}"


def forget_raised(session: Session, row: Apology, now: datetime) -> None:
    """What was told above of this draft's waiting is over: it has ended, or has time again."""
    if row.escalated_at is None:
        return
    row.escalated_at = None
    close_task(session, kind=UNSIGNED_TASK, subject=str(row.id), by=BY_SYSTEM, now=now)
    close_tasks(session, kind=UNSIGNED_TASK, subject=f"{row.id}/", by=BY_SYSTEM, now=now)


def _write_to_leaders(
    session: Session, raised: dict[int, list[Raised]], waits: dict[int, str], now: datetime, url: str
) -> None:
    """One letter to each leader above these units about all their notices told now; none is ever told again."""
    leaders = list_leaders_over(session, raised) if raised else []
    mine: dict[int, dict[int, Raised]] = {}
    for leader in leaders:
        units = [unit for unit in raised if leader.unit_ids is None or unit in leader.unit_ids]
        told = {each.notice_id: each for unit in units for each in raised[unit]}
        mine.setdefault(leader.account_id, {}).update(told)
    people = {leader.account_id: leader for leader in leaders}
    for account_id, notices in mine.items():
        subject, text = letter_of([notices[each] for each in sorted(notices)], url)
        enqueue(
            session,
            kind="letter",
            subject=f"apologies.unsigned/{account_id}/{min(notices)}/{waits[min(notices)]}",
            now=now,
            payload={
                "to": people[account_id].email,
                "to_name": people[account_id].person_name,
                "subject": subject,
                "text": text,
            },
        )


def _why(session: Session, line: NoticeLine, now: datetime) -> str:
    """Why it must be told now, to the minute; where a year is not loaded every weekday counts, so nothing stops."""
    days = int(get_setting(session, line.unit_id, UNSIGNED_DAYS, UNSIGNED_DAYS_DEFAULT))
    try:
        calendar = calendar_for(session, line.unit_id)
        return why_raised(created_at=line.created_at, limit_at=line.limit_at, now=now, days=days, calendar=calendar)
    except MissingCalendar as missing:
        first = local_day(line.created_at).toordinal()
        weekdays = sum(date.fromordinal(day).weekday() < 5 for day in range(first, local_day(now).toordinal()))
        return f"Dự thảo đã chờ {weekdays} ngày (chưa nạp lịch năm {missing.year})." if weekdays >= days else ""


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
