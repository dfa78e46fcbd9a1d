"""Every working morning on a real database: one letter a person and day, however often and late the job runs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import at_local
from feedback.foundation.engine import Store
from feedback.organisation.tables import Unit
from feedback.outbox.actions import begin_job
from feedback.outbox.tables import WorkItem
from feedback.records.queries import list_late
from feedback.records.tables import Record
from feedback.reports.jobs import WARNINGS, warn
from feedback.schedule import TIMETABLE, handlers, run_entry
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory
from tests.records.rules.samples import at

FRIDAY = at_local(date(2026, 11, 20), time(6, 45))
ENTRY = next(entry for entry in TIMETABLE if entry.job == "warnings")


@pytest.fixture
def store(app: Flask) -> Store:
    found: Store = app.extensions["lang-nghe"]
    found.database.run(world)
    return found


def world(session: Session) -> None:
    """Two communes: one with late files, an officer and a head; one with nothing to say."""
    load_reference_calendar(session, actor=SYSTEM, now=FRIDAY)
    make = Factory(session)
    province = make.unit(level="province")
    busy, calm = make.unit("Xã Bận", parent=province), make.unit("Xã Rảnh", parent=province)
    make.account("officer", unit=busy, email="can-bo@mau.example")
    make.account("officer", unit=calm, email="ranh@mau.example")
    make.head(busy, email="thu-truong@mau.example")
    for due in ("18/11/2026 09:00", "23/11/2026 09:00", "25/11/2026 09:00"):
        make.record(busy, received_at=at("02/11/2026").at, stated_due_at=at(due).at)


def letters(store: Store) -> list[WorkItem]:
    with store.database.read() as session:
        return list(session.scalars(select(WorkItem).where(WorkItem.kind == WARNINGS).order_by(WorkItem.created_at)))


def test_each_officer_and_head_gets_one_letter_and_who_has_nothing_to_read_gets_none(store: Store) -> None:
    assert warn(store, FRIDAY, "2026-11-20") == 2
    assert sorted(row.payload["to"] for row in letters(store)) == ["can-bo@mau.example", "thu-truong@mau.example"]
    assert {row.payload["subject"] for row in letters(store)} == {
        "Hồ sơ sáng 20/11/2026: 1 quá hạn, 1 phải gửi phiếu xin lỗi, 1 sắp đến hạn"
    }
    with store.database.read() as session:
        listed = [each.file.code for each in list_late(session, FRIDAY)]
    assert all(code in letters(store)[0].payload["text"] for code in listed)
    assert len(listed) == 3


def test_running_again_an_hour_later_or_after_a_restore_is_the_same_letter(store: Store) -> None:
    warn(store, FRIDAY, "2026-11-20")
    marks = {row.message_id for row in letters(store)}
    assert warn(store, FRIDAY + timedelta(hours=1), "2026-11-20") == 0
    store.database.run(lambda session: session.execute(delete(WorkItem)))
    assert warn(store, FRIDAY + timedelta(hours=2), "2026-11-20") == 2
    assert {row.message_id for row in letters(store)} == marks


@pytest.mark.parametrize("off", [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 24)])
def test_no_letter_on_days_off(store: Store, off: date) -> None:
    assert warn(store, at_local(off, time(6, 45)), off.isoformat()) == 0


def test_after_two_weeks_down_there_is_one_letter_for_today(store: Store) -> None:
    store.database.run(lambda session: begin_job(session, job="warnings", now=FRIDAY - timedelta(days=15)))
    late = FRIDAY + timedelta(hours=3)
    assert run_entry(store, ENTRY, late)
    assert run_entry(store, ENTRY, late + timedelta(minutes=1))
    assert len(letters(store)) == 2
    assert "Tính đến 09:45 ngày 20/11/2026" in letters(store)[0].payload["text"]


def test_the_turn_of_a_day_that_is_over_writes_nothing(store: Store) -> None:
    assert warn(store, FRIDAY, "2026-11-19") == 0
    assert letters(store) == []


def test_the_address_is_in_no_key_and_the_letter_has_somebody_who_delivers_it(store: Store) -> None:
    warn(store, FRIDAY, "2026-11-20")
    assert all("@" not in row.subject for row in letters(store))
    assert WARNINGS in handlers(store)


def test_every_day_of_two_weeks_brings_at_most_one_letter_a_person(store: Store) -> None:
    moment: datetime = FRIDAY
    for _ in range(14 * 4):
        store.database.run(lambda session: begin_job(session, job="warnings", now=FRIDAY - timedelta(hours=1)))
        run_entry(store, ENTRY, moment)
        moment += timedelta(hours=6)
    sent = [(row.payload["to"], row.subject[:10]) for row in letters(store)]
    assert len(sent) == len(set(sent))
    days = {day for to, day in sent if to == "can-bo@mau.example"}
    assert days == {f"2026-11-{day}" for day in (20, 23, 25, 26, 27, 30)} | {f"2026-12-0{day}" for day in (1, 2, 3)}


def test_the_desk_that_received_a_file_hears_of_it_while_another_unit_is_late(store: Store) -> None:
    def hand_on(session: Session) -> None:
        calm = session.scalars(select(Unit.id).where(Unit.name == "Xã Rảnh")).one()
        for record in session.scalars(select(Record)):
            record.receiving_unit_id = calm

    store.database.run(hand_on)
    assert warn(store, FRIDAY, "2026-11-20") == 3
    (desk,) = [row for row in letters(store) if row.payload["to"] == "ranh@mau.example"]
    assert desk.payload["subject"] == "Hồ sơ sáng 20/11/2026: 3 nhận ở đây, nơi khác giải quyết"
    assert "Nhận ở đây, nơi khác giải quyết: đã quá hạn: 1 hồ sơ" in desk.payload["text"]
