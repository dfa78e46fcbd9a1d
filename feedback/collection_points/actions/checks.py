"""Writing down a look at the codes of a unit; a wrong code becomes a task, a right one closes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.collection_points import queries
from feedback.collection_points.queries.checks import find_check, hold, list_looks
from feedback.collection_points.rules import Point
from feedback.collection_points.rules.checks import (
    FORGOTTEN,
    FORGOTTEN_DAYS,
    PROBLEM_WORDS,
    WRONG,
    Look,
    Problem,
    Sight,
    is_correction,
    is_forgotten,
    of_this_code,
)
from feedback.collection_points.tables import CodeCheck
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Invalid
from feedback.outbox.actions import close_tasks, hand_over
from feedback.outbox.queries import count_tasks

A_DAY = timedelta(days=1)


def note_look(session: Session, *, actor: Actor, now: datetime, unit_id: int, look: Look) -> None:
    """One row per counter and day: the first look makes it, later ones correct it and leave a note.

    Invalid when the look names a counter that has no code in use at this unit.
    """
    unit = hold(session, unit_id)
    points = {point.counter_id: point for point in queries.list_points(session, local_day(now), {unit_id})}
    named = {*look.opened, *look.right, *look.wrong}
    if not points or not named <= set(points):
        raise Invalid("Danh sách quầy vừa thay đổi. Xin tải lại trang rồi kiểm lại; chưa có gì bị ghi.")
    fresh = [_note_counter(session, actor, now, point, look) for point in points.values()]
    if any(fresh):
        note(
            session,
            actor=actor,
            now=now,
            verb="code_check.make",
            object_kind="code_check",
            object_id=local_day(now),
            object_label=unit.name,
            unit_id=unit_id,
            detail={"counters": len(points), "open": len(set(look.opened))},
        )
    close_tasks(session, kind=FORGOTTEN, subject=f"{unit_id}/", by=actor.name, now=now)


def _note_counter(session: Session, actor: Actor, now: datetime, point: Point, look: Look) -> bool:
    """Whether it is the day's first look at this counter."""
    row = find_check(session, point.counter_id, local_day(now))
    before = of_this_code(Sight(row.open, row.code_ok), row.checked_at, point.issued_at) if row else None
    after = look.sight(point.counter_id, before)
    row = row or CodeCheck(counter_id=point.counter_id, unit_id=point.unit_id, day=local_day(now))
    if before != after:
        row.open, row.code_ok, row.checked_at, row.checked_by = after.open, after.code_ok, now, actor.name
        session.add(row)
        session.flush()
    if before is not None and is_correction(before, after):
        change = {"before": asdict(before), "after": asdict(after)}
        _note(session, actor, now, point, "code_check.correct", change)
    _follow_up(session, actor, now, point, before, look)
    return before is None


def _follow_up(session: Session, actor: Actor, now: datetime, point: Point, before: Sight | None, look: Look) -> None:
    """A code newly found wrong is somebody's task, unless it still is; one that is right has no task any more."""
    problem, subject = look.wrong.get(point.counter_id), f"{point.counter_id}/"
    if problem is not None and (before is None or before.code_ok is not False):
        _note(session, actor, now, point, "code_check.problem", {"problem": problem.value})
        if not count_tasks(session, WRONG, subject)[1]:
            _ask_for_help(session, actor, now, point, problem)
    if point.counter_id in look.right:
        close_tasks(session, kind=WRONG, subject=subject, by=actor.name, now=now)


def _ask_for_help(session: Session, actor: Actor, now: datetime, point: Point, problem: Problem) -> None:
    hand_over(
        session,
        kind=WRONG,
        subject=f"{point.counter_id}/{now.isoformat()}",
        unit_id=point.unit_id,
        title=f"{point.counter_name}: {PROBLEM_WORDS[problem]}",
        detail=f"{actor.name} thấy khi kiểm mã. Xin xem tận nơi, cất mã sai đi, rồi thu hồi và cấp mã mới cho quầy.",
        link=f"/diem-thu-thap/{point.token}/thay-ma",
        due_at=now + A_DAY,
        for_role="head",
        now=now,
    )


def _note(session: Session, actor: Actor, now: datetime, point: Point, verb: str, detail: Mapping[str, object]) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="code_check",
        object_id=point.counter_id,
        object_label=point.counter_name,
        unit_id=point.unit_id,
        detail=detail,
    )


def remind(session: Session, *, now: datetime, points: Sequence[Point], workdays: Sequence[date], week: str) -> bool:
    """Ask a unit (whose points these are) to look again when the last working days went by without; once a week."""
    unit_id = points[0].unit_id
    looks = list_looks(session, {unit_id}, local_day(now))
    forgotten = [
        point
        for point in points
        if is_forgotten(
            looks[point.counter_id].day if point.counter_id in looks else None, local_day(point.issued_at), workdays
        )
    ]
    if not forgotten:
        return False
    return hand_over(
        session,
        kind=FORGOTTEN,
        subject=f"{unit_id}/{week}",
        unit_id=unit_id,
        title=f"Đã {FORGOTTEN_DAYS} ngày làm việc chưa kiểm mã QR ở {_whose(forgotten)}",
        detail="Mỗi sáng nhìn qua mã ở từng quầy: đúng dấu kiểm, không bị dán đè. Mất chưa đến một phút.",
        link=f"/diem-thu-thap/kiem-tra?don-vi={unit_id}",
        now=now,
    )


def _whose(points: Sequence[Point]) -> str:
    return points[0].counter_name if len(points) == 1 else f"{len(points)} quầy"
