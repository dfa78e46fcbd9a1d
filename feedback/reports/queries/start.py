"""What waits for the person who has just signed in: a few figures, each the way to its page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.queries import count_open
from feedback.apologies.rules import MARK_LATE, SIGN_APOLOGIES
from feedback.foundation.actors import Actor
from feedback.outbox.queries import count_open_tasks, count_work
from feedback.outbox.rules import SEE_OUTBOX, SEE_TASKS, WorkState
from feedback.records.queries import count_without_due, list_standings
from feedback.records.rules import SEE_RECORDS
from feedback.records.rules.late import Lateness
from feedback.working_calendar.rules import MissingCalendar


@dataclass(frozen=True, slots=True)
class Card:
    """One figure and where it leads. `tone` is '', 'good', 'warn' or 'bad'."""

    figure: str
    title: str
    detail: str
    href: str
    tone: str = ""


def start_cards(session: Session, who: Actor, now: datetime) -> list[Card]:
    """The cards of this person, the most pressing first; figures of zero that ask for nothing are left out."""
    return [*_late(session, who, now), *_to_sign(session, who), *_tasks(session, who), *_letters(session, who)]


def _late(session: Session, who: Actor, now: datetime) -> list[Card]:
    if not who.may(SEE_RECORDS):
        return []
    units = who.units_for(SEE_RECORDS)
    try:
        kinds = Counter(standing.kind for standing in list_standings(session, now, units))
    except MissingCalendar as missing:
        return [Card("!", "Chưa tính được hạn", str(missing), "/lich", "bad")]
    without = count_without_due(session, units)
    late, due, soon = kinds[Lateness.OVERDUE], kinds[Lateness.APOLOGY_DUE], kinds[Lateness.DUE_SOON]
    return [
        Card(str(late), "hồ sơ quá hạn", "Đang mở và đã qua giờ hẹn.", "/ho-so/sap-tre", "bad" if late else "good"),
        Card(
            str(due),
            "đến hạn gửi phiếu xin lỗi",
            "Sẽ trễ nếu không xong hôm nay.",
            "/ho-so/sap-tre",
            "warn" if due else "",
        ),
        Card(str(soon), "sắp đến hạn", "Trong vài ngày làm việc tới.", "/ho-so/sap-tre"),
        Card(
            str(without),
            "hồ sơ chưa có hạn",
            "Không ghi ngày hẹn và chưa tính được.",
            "/ho-so?chua-co-han=1",
            "warn" if without else "",
        ),
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
