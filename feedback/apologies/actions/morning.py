"""The desk's morning: a task with the list, and one recorded act that answers it file by file."""

from collections.abc import Collection
from datetime import datetime, time
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from feedback.apologies.actions.drafting import draft_expected
from feedback.apologies.queries import MorningFile, list_morning
from feedback.apologies.tables import Confirmation
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.clock import at_local, local_day
from feedback.foundation.errors import Conflict
from feedback.foundation.words import day as day_words
from feedback.outbox.actions import close_tasks, hand_over
from feedback.outbox.actions.once import insert_once
from feedback.outbox.queries import count_tasks
from feedback.working_calendar.queries import calendar_for

TASK = "apologies.morning"


def give_morning_tasks(session: Session, *, now: datetime) -> int:
    """One task per unit and working day for the files whose limit comes and nobody has spoken for; how many.

    Yesterday's tasks end: what was left unanswered there is on today's list, or ran over and became a draft.
    """
    midnight = at_local(local_day(now), time.min)
    close_tasks(session, kind=TASK, subject="", by="hệ thống (danh sách của ngày mới)", now=now, given_before=midnight)
    return sum(_give(session, unit_id, files, now) for unit_id, files in lists_to_give(session, now).items())


def lists_to_give(session: Session, now: datetime) -> dict[int, list[MorningFile]]:
    """Unit id → the files nobody has spoken for, where it is a working day and no list of today is open there."""
    by_unit: dict[int, list[MorningFile]] = {}
    for file in list_morning(session, now, None):
        if file.confirmed_at is None:
            by_unit.setdefault(file.unit_id, []).append(file)
    today = local_day(now)
    return {
        unit_id: files
        for unit_id, files in by_unit.items()
        if calendar_for(session, unit_id).is_working_day(today)
        and count_tasks(session, TASK, f"{unit_id}/{today}")[1] == 0
    }


def _give(session: Session, unit_id: int, files: list[MorningFile], now: datetime) -> bool:
    """The day's list, or one more where files came in after it had been answered."""
    day = local_day(now)
    given, _ = count_tasks(session, TASK, f"{unit_id}/{day}")
    return hand_over(
        session,
        kind=TASK,
        subject=f"{unit_id}/{day}" if given == 0 else f"{unit_id}/{day}/{given + 1}",
        unit_id=unit_id,
        title=f"Danh sách sáng {day_words(day)}: {len(files)} hồ sơ đến hạn phải báo",
        detail="Đánh dấu hồ sơ không kịp; xác nhận các hồ sơ còn lại sẽ xong đúng hẹn.",
        link="/xin-loi/sang-nay",
        due_at=min(file.limit_at for file in files),
        now=now,
    )


def answer_morning_list(
    session: Session, *, actor: Actor, now: datetime, unit_id: int, shown: Collection[int], late: Collection[int]
) -> tuple[int, int]:
    """What the desk says about the files it was shown: drafts for `late`, a confirmation for each other one.

    Only files of this unit that are on the list now count; returns how many were drafted and how many confirmed.
    Conflict when none of them is on the list any more.
    """
    listed = {file.record_id: file for file in list_morning(session, now, [unit_id])}
    answered = [record_id for record_id in shown if record_id in listed]
    if not answered:
        raise Conflict("Danh sách đã thay đổi từ lúc ông/bà mở trang. Hãy tải lại trang rồi xác nhận lại.")
    not_done = [record_id for record_id in answered if record_id in set(late)]
    done = [record_id for record_id in answered if record_id not in set(late)]
    for record_id in not_done:
        draft_expected(session, actor=actor, now=now, record_id=record_id)
    close_tasks(session, kind=TASK, subject=f"{unit_id}/{local_day(now)}", by=actor.name, now=now)
    act = uuid4()
    for record_id in done:
        _confirm(session, act, listed[record_id], actor, now)
    _note(
        session,
        act,
        unit_id,
        actor,
        now,
        [listed[each].code for each in done],
        [listed[each].code for each in not_done],
    )
    return len(not_done), len(done)


def _confirm(session: Session, act: UUID, file: MorningFile, actor: Actor, now: datetime) -> None:
    values = {
        "act": act,
        "unit_id": file.unit_id,
        "day": local_day(now),
        "record_id": file.record_id,
        "actor_name": actor.name,
        "at": now,
    }
    insert_once(session, Confirmation, ("day", "record_id"), values)


def _note(
    session: Session, act: UUID, unit_id: int, actor: Actor, now: datetime, done: list[str], late: list[str]
) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb="apology.morning_list",
        object_kind="confirmation",
        object_id=act,
        object_label=f"{len(done)} hồ sơ xác nhận kịp, {len(late)} hồ sơ không kịp",
        unit_id=unit_id,
        detail={"confirmed": done, "late": late},
    )
