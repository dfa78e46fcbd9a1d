"""Following a notice until it has reached its person: by message, by letter, or by somebody at the counter."""

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.actions.noting import note_notice
from feedback.apologies.actions.sending import ask_to_hand_over, hand_over_due
from feedback.apologies.queries import awaits_signature, get_line, get_notice
from feedback.apologies.queries.deliveries import (
    AGAIN,
    BY_SYSTEM,
    MESSAGE,
    OVERDUE_TASK,
    OVERDUE_TOGETHER,
    PRINT_TASK,
    Sendings,
    find_phone,
    find_sendings,
    find_told_together,
    is_contradicted,
    is_enough,
    is_told_together,
    takes_messages,
)
from feedback.apologies.rules import State, Verb, move, number_words
from feedback.apologies.rules.delivery import WAY_TITLES, WAY_WORDS, Step, Verdict, Way, judge, next_channel
from feedback.apologies.tables import Apology
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day
from feedback.foundation.sealing import Sealer
from feedback.foundation.words import day as day_words
from feedback.foundation.words import moment as moment_words
from feedback.outbox.actions import close_task, close_tasks, enqueue, hand_over

UNDELIVERED = frozenset({State.APPROVED, State.HANDED_OVER, State.PUBLISHED})


def follow_notice(
    session: Session, *, now: datetime, notice_id: int, sealer: Sealer, channels: tuple[str, ...] = ()
) -> Step | None:
    """Look once at an approved notice and do what follows; what was done, None for nothing. Again changes nothing.

    `channels` are those of the message gateway, the first choice first.
    """
    notice = get_notice(session, notice_id)
    if State(notice.state) not in UNDELIVERED or notice.delivered_at is not None or awaits_signature(notice):
        return None
    _write_message(session, notice, sealer, channels, now)
    sendings = find_sendings(session, [notice.id])[notice.id]
    until = _until(session, notice, now)
    verdict = _judge(session, notice, sendings, until, now)
    if verdict.step == Step.DELIVER:
        return _deliver(session, notice, sendings, verdict, now)
    return _hand_over(session, notice, sendings, until, now) if verdict.step == Step.HAND_OVER else None


def _until(session: Session, notice: Apology, now: datetime) -> datetime:
    """The end of the unit's time for handing it over."""
    return hand_over_due(session, notice.unit_id, notice.signed_at or notice.approved_at or now)


def _judge(session: Session, notice: Apology, sendings: Sendings, until: datetime, now: datetime) -> Verdict:
    """What counts at this unit; once a message about this notice was wrong, only a person who handed it over."""
    enough = is_enough(session, notice.unit_id) and not sendings.asked_again
    return judge(sendings.evidence(), enough=enough, until=until, now=now)


def _write_message(session: Session, notice: Apology, sealer: Sealer, channels: tuple[str, ...], now: datetime) -> None:
    """Put a message on its way, or one by the next channel when those before have failed.

    Only at the first look or after a failure: a gateway set up today writes to nobody about last month's notices.
    """
    used = find_sendings(session, [notice.id])[notice.id].channels()
    channel = next_channel(channels, used)
    if channel is None or not takes_messages(notice) or (not used and notice.state != State.APPROVED):
        return
    if not find_phone(session, sealer, notice):
        return
    enqueue(
        session,
        kind=MESSAGE,
        subject=f"{notice.id}/{channel}",
        unit_id=notice.unit_id,
        payload={
            "title": f"{WAY_TITLES[Way(channel)]}: phiếu xin lỗi {number_words(notice.number or 0)}",
            "notice_id": notice.id,
        },
        now=now,
    )


def _deliver(session: Session, notice: Apology, sendings: Sendings, verdict: Verdict, now: datetime) -> Step:
    notice.state = move(State(notice.state), Verb.DELIVER).value
    notice.delivered_at, notice.delivery_way = verdict.at or now, verdict.way.value
    if sendings.open_task:
        close_task(session, kind=PRINT_TASK, subject=sendings.open_task.subject, by=BY_SYSTEM, now=now)
    for task in sendings.tasks:
        close_task(session, kind=OVERDUE_TASK, subject=task.subject, by=BY_SYSTEM, now=now)
    for item in sendings.works:
        close_tasks(session, kind="outbox.failed", subject=f"{item.id}/", by=BY_SYSTEM, now=now)
    note_notice(session, notice, SYSTEM, now, "apology.deliver", {"way": verdict.way.value})
    return Step.DELIVER


def _hand_over(session: Session, notice: Apology, sendings: Sendings, until: datetime, now: datetime) -> Step | None:
    """A person hands the paper over: an open task with a clock. None when that is so already.

    A first look after `until`, the end of the time for it: told to the head with all others of its kind.
    """
    given = False
    if not sendings.tasks:
        given = ask_to_hand_over(session, notice=notice, code=get_line(session, notice.id).code, now=now)
    if notice.state == State.APPROVED:
        notice.state = move(State.APPROVED, Verb.HAND_OVER).value
        note_notice(session, notice, SYSTEM, now, "apology.hand_over", {})
        if until < now:
            _tell_together(session, notice.unit_id, now)
        return Step.HAND_OVER
    told = _tell_overdue(session, notice, sendings, now)
    return Step.HAND_OVER if given or told else None


def _tell_overdue(session: Session, notice: Apology, sendings: Sendings, now: datetime) -> bool:
    """A hand-over whose time has passed is told to the head, once. Whether it was now."""
    task = sendings.open_task
    if task is None or task.due_at is None or task.due_at >= now:
        return False
    together = find_told_together(session, [notice.unit_id]).get(notice.unit_id)
    if is_told_together(notice.signed_at or notice.approved_at, together):
        return False
    return hand_over(
        session,
        kind=OVERDUE_TASK,
        subject=task.subject,
        unit_id=notice.unit_id,
        title=f"Chưa trao phiếu {number_words(notice.number or 0)}, hồ sơ {get_line(session, notice.id).code}",
        detail=f"Phải trao trước {moment_words(task.due_at)}. Hãy cử người in, ký, trao; trao xong đánh dấu ở việc ấy.",
        link=f"/xin-loi/{notice.id}",
        for_role="head",
        now=now,
    )


def _tell_together(session: Session, unit_id: int, now: datetime) -> None:
    """One task a unit and day for however many notices: an upgrade must not bury a head in old ones."""
    day = local_day(now)
    hand_over(
        session,
        kind=OVERDUE_TOGETHER,
        subject=f"{unit_id}/{day.isoformat()}",
        unit_id=unit_id,
        title=f"Xem lại các phiếu xin lỗi duyệt đến ngày {day_words(day)} mà chưa đánh dấu đã trao",
        detail="Phiếu đã trao: đánh dấu xong việc “In, ký và trao” của phiếu ấy. Phiếu chưa trao: cử người trao.",
        link="/viec",
        for_role="head",
        now=now,
    )


def reopen_notice(session: Session, *, now: datetime, notice_id: int) -> bool:
    """The gateway said "arrived" and later "did not": the notice is not delivered. Whether that is new.

    Where no other way counts somebody hands the paper over after all, with a clock. What was said first and when
    stays in the note and in the message's history.
    """
    notice = get_notice(session, notice_id)
    sendings = find_sendings(session, [notice.id])[notice.id]
    if not is_contradicted(notice, sendings):
        return False
    _take_word_back(session, notice, now)
    verdict = _judge(session, notice, sendings, _until(session, notice, now), now)
    if verdict.step == Step.DELIVER:
        _deliver(session, notice, sendings, verdict, now)
    else:
        code, again = get_line(session, notice.id).code, f"{notice.id}/{AGAIN}"
        ask_to_hand_over(session, notice=notice, code=code, now=now, subject=again)
    return True


def _take_word_back(session: Session, notice: Apology, now: datetime) -> None:
    way, said_at = Way(notice.delivery_way), notice.delivered_at or now
    notice.state = move(State(notice.state), Verb.NOT_ARRIVED).value
    notice.delivered_at, notice.delivery_way, notice.closed_at = None, "", None
    why = f"{WAY_WORDS[way]} đã được báo tới lúc {moment_words(said_at)}"
    note_notice(session, notice, SYSTEM, now, "apology.not_arrived", {"way": way.value, "why": why})
