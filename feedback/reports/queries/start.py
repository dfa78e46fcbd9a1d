"""What waits for the person who has just signed in: a few figures, each the way to its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.queries import count_open
from feedback.apologies.queries.told import list_told_above
from feedback.apologies.rules import MARK_LATE, REMOVE_PUBLIC, SIGN_APOLOGIES
from feedback.foundation import words
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.outbox.queries import count_open_tasks, count_work
from feedback.outbox.rules import SEE_OUTBOX, SEE_TASKS, WorkState
from feedback.records.queries import Group, LateFile, count_without_due, list_warnings
from feedback.records.queries.calendar_moves import count_waiting_for_year
from feedback.records.rules import SEE_RECORDS
from feedback.records.rules.late import Lateness
from feedback.records.rules.wording import say_stamp
from feedback.working_calendar.queries.proposals import missing_year
from feedback.working_calendar.rules import EDIT_CALENDAR, MissingCalendar

LINES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One file or notice under a figure: no citizen's name."""

    text: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """One figure and where it leads. `tone` is '', 'good', 'warn' or 'bad'; `lines` are the first of what is counted,
    `more` how many are not among them."""

    figure: str
    title: str
    detail: str
    href: str
    tone: str = ""
    lines: tuple[Line, ...] = ()
    more: int = 0


def start_cards(session: Session, who: Actor, now: datetime) -> list[Card]:
    """The cards of this person, the most pressing first; figures of zero that ask for nothing are left out."""
    return [
        *_late(session, who, now),
        *_raised(session, who),
        *_to_sign(session, who),
        *_tasks(session, who),
        *_letters(session, who),
        *_next_year(session, who, now),
    ]


def _next_year(session: Session, who: Actor, now: datetime) -> list[Card]:
    """From October on, for who keeps the calendar: next year's notice is still to come, and how many files wait."""
    missing = missing_year(session, local_day(now)) if who.may(EDIT_CALENDAR) else None
    if missing is None:
        return []
    year, expected = missing
    title = f"hồ sơ chờ lịch nghỉ năm {year}"
    said = f"Lịch năm {year} mới là tạm tính: hạn có thể đổi." if expected else f"Chưa nạp lịch nghỉ năm {year}."
    waiting = count_waiting_for_year(session, year)
    return [Card(str(waiting), title, said, f"/lich/thong-bao?nam={year}", "warn")]


def _late(session: Session, who: Actor, now: datetime) -> list[Card]:
    if not who.may(SEE_RECORDS):
        return []
    units = who.units_for(SEE_RECORDS)
    try:
        groups = {group.kind: group for group in list_warnings(session, now, units, most=LINES)}
    except MissingCalendar as missing:
        return [Card("!", "Chưa tính được hạn", str(missing), "/lich", "bad")]
    elsewhere = list_warnings(session, now, units, most=LINES, elsewhere=True)
    without = count_without_due(session, units)
    late, due = groups[Lateness.OVERDUE].total, groups[Lateness.APOLOGY_DUE].total
    return [
        _files(groups[Lateness.OVERDUE], "hồ sơ quá hạn", "Đang mở và đã qua giờ hẹn.", "bad" if late else "good"),
        _files(
            groups[Lateness.APOLOGY_DUE],
            "đến hạn gửi phiếu xin lỗi",
            "Sẽ trễ nếu không xong hôm nay.",
            "warn" if due else "",
        ),
        _files(groups[Lateness.DUE_SOON], "sắp đến hạn", "Trong vài ngày làm việc tới.", ""),
        *_elsewhere(elsewhere),
        Card(
            str(without),
            "hồ sơ chưa có hạn",
            "Không ghi ngày hẹn và chưa tính được.",
            "/ho-so?chua_co_han=1",
            "warn" if without else "",
        ),
    ]


def _elsewhere(groups: tuple[Group, ...]) -> list[Card]:
    """For the desk a citizen comes back to: what it received and another unit has not done, as one figure."""
    total = sum(group.total for group in groups)
    if not total:
        return []
    first = [_line(each) for group in groups for each in group.files][:LINES]
    late = groups[list(Lateness).index(Lateness.OVERDUE)].total
    said = f"{late} đã quá hạn ở nơi giải quyết." if late else "Sắp đến hạn ở nơi giải quyết."
    title, href = "hồ sơ nhận ở đây, nơi khác giải quyết", "/ho-so/sap-tre#noi-khac"
    return [Card(str(total), title, said, href, "warn" if late else "", tuple(first), total - len(first))]


def _files(group: Group, title: str, detail: str, tone: str) -> Card:
    lines = tuple(map(_line, group.files))
    return Card(str(group.total), title, detail, "/ho-so/sap-tre", tone, lines, group.more)


def _line(each: LateFile) -> Line:
    return Line(each.file.code, f"{each.told}, hẹn {say_stamp(each.standing.due)}", f"/ho-so/{each.file.id}")


def _raised(session: Session, who: Actor) -> list[Card]:
    """For those above: notices that were told to them because nobody approved them in time, as long as they wait."""
    above = who.units_for(REMOVE_PUBLIC)
    if (above is not None and not above) or not who.may(SEE_RECORDS):
        return []
    waiting = list_told_above(session, above)
    if not waiting:
        return []
    lines = tuple(
        Line(each.code, f"{each.unit}, hạn gửi {words.moment(each.limit_at)}", f"/xin-loi/{each.id}")
        for each in waiting[:LINES]
    )
    return [
        Card(
            str(len(waiting)),
            "phiếu xin lỗi quá hạn duyệt",
            "Đơn vị chưa duyệt đúng hạn, đã báo cấp trên.",
            "/viec" if who.may(SEE_TASKS) else lines[0].href,
            "bad",
            lines,
            max(0, len(waiting) - LINES),
        )
    ]


def _to_sign(session: Session, who: Actor) -> list[Card]:
    cards = []
    if who.may(SIGN_APOLOGIES):
        waiting = count_open(session, who.units_for(SIGN_APOLOGIES))
        tone = "warn" if waiting else "good"
        cards.append(
            Card(str(waiting), "phiếu xin lỗi chờ duyệt", "Cần lý do, ngày hẹn mới và chữ ký.", "/xin-loi", tone)
        )
    if who.may(MARK_LATE):
        cards.append(Card("→", "Danh sách sáng nay", "Hồ sơ đến hạn: kịp hay không kịp?", "/xin-loi/sang-nay"))
    return cards


def _tasks(session: Session, who: Actor) -> list[Card]:
    if not who.may(SEE_TASKS):
        return []
    waiting = count_open_tasks(session, who.units_for(SEE_TASKS))
    return [
        Card(
            str(waiting),
            "việc đang đợi",
            "In, ký, trao và các việc chỉ người làm được.",
            "/viec",
            "warn" if waiting else "",
        )
    ]


def _letters(session: Session, who: Actor) -> list[Card]:
    if not who.may(SEE_OUTBOX):
        return []
    failed = count_work(session, who.units_for(SEE_OUTBOX)).get(WorkState.FAILED, 0)
    return (
        [Card(str(failed), "thư gửi không được", "Cần gửi bằng cách khác.", "/hop-thu-di?trang-thai=failed", "bad")]
        if failed
        else []
    )
