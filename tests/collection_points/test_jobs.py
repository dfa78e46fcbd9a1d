"""What happens by itself at collection points."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.collection_points.jobs import issue_codes, remind_checks, watch_tablets
from feedback.collection_points.tables import PrintedCode
from feedback.foundation.actors import SYSTEM
from feedback.foundation.engine import Store
from feedback.outbox.tables import Task
from feedback.working_calendar.actions import load_reference_calendar
from tests.collection_points.conftest import furnish
from tests.collection_points.devices import a_tablet


def test_each_counter_without_a_code_gets_one_once(store: Store, now: datetime):
    store.database.run(furnish)
    assert issue_codes(store, now, "") == 2
    assert issue_codes(store, now, "") == 0
    with store.database.read() as session:
        assert session.scalar(select(func.count(func.distinct(PrintedCode.counter_id)))) == 3


def test_a_hall_nobody_looked_at_for_three_working_days_is_reminded_on_working_days_once_a_week(
    store: Store, now: datetime
):
    store.database.run(furnish)
    assert remind_checks(store, now, "2026-11-20") == 0, "without a calendar nothing is counted"
    store.database.run(lambda session: load_reference_calendar(session, actor=SYSTEM, now=now))
    told = [remind_checks(store, now, f"2026-11-{day}") for day in (18, 19, 20, 21, 22, 23, 24)]
    assert told == [0, 0, 1, 0, 0, 1, 0], "issued on Monday the 16th; Friday, then once more the week after"
    with store.database.read() as session:
        titles = session.scalars(select(Task.title)).all()
    assert titles == ["Đã 3 ngày làm việc chưa kiểm mã QR ở Quầy số 1"] * 2


def test_a_silent_tablet_is_told_once_however_often_somebody_looks(store: Store):
    morning = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

    def build(session: Session) -> None:
        load_reference_calendar(session, actor=SYSTEM, now=morning)
        a_tablet(session, morning, furnish(session).unit_id)

    store.database.run(build)
    told = [watch_tablets(store, morning + timedelta(minutes=minutes), "") for minutes in (60, 119, 120, 130, 300)]
    assert told == [0, 0, 1, 0, 0]
