"""A look is written down once a day and counter, corrections leave a note, a wrong code is somebody's task."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.collection_points import actions, queries
from feedback.collection_points.actions.checks import note_look, remind
from feedback.collection_points.queries.checks import list_looks, looks_at
from feedback.collection_points.rules.checks import Look, Problem, Sight
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Invalid
from feedback.organisation.tables import Unit
from feedback.outbox.tables import Task
from tests.factories import Factory

OFFICER = Actor("Trần Thị Thử", account_id=1)
ONE, TWO = "k7m2xq9d", "p4r8wz3n"


class Hall:
    """A commune with two counters and their codes."""

    def __init__(self, session: Session, make: Factory) -> None:
        self.session, self.unit = session, make.unit("Xã Mẫu Một")
        self.one, self.two = (
            make.printed_code(make.counter(self.unit, name=name), token=token).counter_id
            for name, token in (("Quầy số 1", ONE), ("Quầy số 2", TWO))
        )

    def look(self, now: datetime, **look: Any) -> None:
        values = {"opened": {self.one, self.two}} | look
        note_look(self.session, actor=OFFICER, now=now, unit_id=self.unit.id, look=Look(**values))

    def sights(self, now: datetime) -> dict[int, Sight]:
        looks = list_looks(self.session, {self.unit.id}, local_day(now))
        return {counter_id: look.sight for counter_id, look in looks.items()}

    def tasks(self) -> list[Task]:
        fresh = select(Task).order_by(Task.id).execution_options(populate_existing=True)
        return list(self.session.scalars(fresh))

    def verbs(self) -> list[str]:
        return list(self.session.scalars(select(AuditNote.verb).order_by(AuditNote.id)))


@pytest.fixture
def hall(session: Session, make: Factory) -> Hall:
    return Hall(session, make)


def test_all_right_is_one_row_per_counter_and_one_note(hall: Hall, now: datetime):
    hall.look(now, right={hall.one, hall.two})
    hall.look(now, right={hall.one, hall.two})
    assert hall.sights(now) == {hall.one: Sight(True, True), hall.two: Sight(True, True)}
    assert hall.verbs() == ["code_check.make"]
    assert hall.tasks() == []


def test_a_foreign_code_is_a_task_at_once_and_the_rest_can_follow(hall: Hall, now: datetime):
    hall.look(now, opened={hall.one}, wrong={hall.one: Problem.FOREIGN})
    assert hall.sights(now) == {hall.one: Sight(True, False), hall.two: Sight(False, None)}
    (task,) = hall.tasks()
    assert (task.title, task.for_role, task.done_at) == ("Quầy số 1: mã lạ hoặc bị dán đè", "head", None)
    assert task.link == f"/diem-thu-thap/{ONE}/thay-ma"
    hall.look(now, opened={hall.one}, right={hall.two})
    assert hall.sights(now) == {hall.one: Sight(True, False), hall.two: Sight(False, True)}
    assert hall.verbs() == ["code_check.problem", "code_check.make"]


def test_the_same_problem_said_twice_is_one_task_and_a_new_one_another(hall: Hall, now: datetime):
    wrong = {hall.one: Problem.MISSING}
    hall.look(now, wrong=wrong)
    hall.look(now + timedelta(minutes=1), wrong=wrong)
    assert len(hall.tasks()) == 1
    hall.look(now + timedelta(minutes=2), right={hall.one})
    hall.look(now + timedelta(minutes=3), wrong=wrong)
    assert [task.done_at is None for task in hall.tasks()] == [False, True]


def test_what_is_still_wrong_the_next_day_is_no_second_task_and_right_again_closes_it(hall: Hall, now: datetime):
    hall.look(now, wrong={hall.one: Problem.MISSING})
    hall.look(now + timedelta(days=1), wrong={hall.one: Problem.MISSING})
    assert [task.done_at for task in hall.tasks()] == [None]
    hall.look(now + timedelta(days=2), right={hall.one, hall.two})
    assert [task.done_at for task in hall.tasks()] == [now + timedelta(days=2)]


def test_a_correction_keeps_both_values_and_closes_the_task(hall: Hall, session: Session, now: datetime):
    hall.look(now, wrong={hall.one: Problem.FOREIGN})
    hall.look(now + timedelta(hours=1), opened={hall.one}, right={hall.one})
    assert hall.tasks()[0].done_by == OFFICER.name
    changed = {
        note.object_label: note.detail
        for note in session.scalars(select(AuditNote).where(AuditNote.verb == "code_check.correct"))
    }
    assert changed["Quầy số 1"]["before"] == {"open": True, "code_ok": False}
    assert changed["Quầy số 1"]["after"] == {"open": True, "code_ok": True}
    assert changed["Quầy số 2"]["after"] == {"open": False, "code_ok": None}


def test_a_new_code_closes_what_was_reported_of_the_old_one(hall: Hall, session: Session, now: datetime):
    hall.look(now, wrong={hall.one: Problem.FOREIGN})
    actions.reissue(session, actor=OFFICER, now=now, token=ONE, reason="mã lạ hoặc bị dán đè")
    assert hall.tasks()[0].done_at == now


def test_a_new_code_is_looked_at_anew_the_same_day_and_may_be_pasted_over_again(
    hall: Hall, session: Session, now: datetime
):
    hall.look(now, wrong={hall.one: Problem.FOREIGN})
    later = now + timedelta(hours=1)
    token = actions.reissue(session, actor=OFFICER, now=later, token=ONE)
    looks = list_looks(session, {hall.unit.id}, local_day(now))
    points = queries.list_points(session, local_day(now), {hall.unit.id})
    assert looks_at(looks, points)[hall.one].sight == Sight(True, None)
    hall.look(later + timedelta(hours=1), wrong={hall.one: Problem.FOREIGN})
    assert [task.link for task in hall.tasks() if task.done_at is None] == [f"/diem-thu-thap/{token}/thay-ma"]


def test_a_counter_of_another_unit_is_refused(hall: Hall, make: Factory, session: Session, now: datetime):
    foreign = make.printed_code(make.counter(make.unit())).counter_id
    with pytest.raises(Invalid, match="tải lại trang"):
        hall.look(now, right={foreign})
    assert hall.sights(now) == {}


def test_the_next_day_is_another_row(hall: Hall, now: datetime):
    hall.look(now, right={hall.one, hall.two})
    tomorrow = now + timedelta(days=1)
    hall.look(tomorrow, opened={hall.two}, right={hall.one, hall.two})
    assert hall.sights(now)[hall.one].open
    assert not hall.sights(tomorrow)[hall.one].open
    assert hall.verbs() == ["code_check.make", "code_check.make"]


def reminded(hall: Hall, now: datetime, week: str = "2026-W47") -> bool:
    days = [local_day(now) - timedelta(days=back) for back in (3, 2, 1)]
    points = queries.list_points(hall.session, local_day(now), {hall.unit.id})
    return remind(hall.session, now=now, points=points, workdays=days, week=week)


def test_a_unit_that_forgot_is_reminded_once_a_week_until_somebody_looks(hall: Hall, now: datetime):
    assert reminded(hall, now)
    assert not reminded(hall, now)
    (task,) = hall.tasks()
    assert task.title == "Đã 3 ngày làm việc chưa kiểm mã QR ở 2 quầy"
    assert task.link == f"/diem-thu-thap/kiem-tra?don-vi={hall.unit.id}"
    hall.look(now, right={hall.one, hall.two})
    assert hall.tasks()[0].done_at == now
    assert not reminded(hall, now + timedelta(days=1), "2026-W48")
    assert reminded(hall, now + timedelta(days=9), "2026-W48")


def test_a_code_only_just_issued_has_not_been_forgotten(session: Session, make: Factory, now: datetime):
    unit: Unit = make.unit()
    make.printed_code(make.counter(unit), issued_at=now - timedelta(days=1))
    points = queries.list_points(session, local_day(now), {unit.id})
    days: list[date] = [local_day(now) - timedelta(days=back) for back in (3, 2, 1)]
    assert not remind(session, now=now, points=points, workdays=days, week="2026-W47")
