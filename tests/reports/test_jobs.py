"""Monday morning on a real database: every edition and every letter exactly once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.foundation.clock import at_local
from feedback.foundation.engine import Store
from feedback.organisation.tables import Unit
from feedback.outbox.jobs import deliver_due, letter_handler
from feedback.outbox.tables import Document, Task, WorkItem
from feedback.reports.jobs import LETTER, MONDAY_MORNING, is_late, weekly
from feedback.reports.tables import Edition
from tests.factories import Factory
from tests.reports.worlds import WEEK, Worlds

SLOT = str(WEEK)
MONDAY = at_local(WEEK.period.after, MONDAY_MORNING)


@pytest.fixture
def store(app: Flask) -> Store:
    found: Store = app.extensions["lang-nghe"]
    return found


def world(session: Session) -> tuple[int, int]:
    """A province of three communes with a leader of the province, one of an area, and one without address."""
    make = Factory(session)
    made = Worlds(session, make).world(7)
    area = make.area(*made.units[:2], name="Địa bàn huyện Mẫu cũ")
    make.account("leader", unit=made.parent, email="tinh@mau.example")
    make.account("leader", area=area, email="huyen@mau.example", person_name="Trần Thị Mẫu")
    make.account("leader", unit=made.units[2], email=None)
    make.account("head", unit=made.units[0], email="xa@mau.example")
    return made.parent.id, area.id


def facts(store: Store) -> dict[str, int]:
    with store.database.read() as session:
        return {
            "editions": len(session.scalars(select(Edition.id)).all()),
            "letters": len(session.scalars(select(WorkItem.id).where(WorkItem.kind == LETTER)).all()),
            "documents": len(session.scalars(select(Document.id)).all()),
            "tasks": len(session.scalars(select(Task.id)).all()),
        }


def test_monday_makes_every_edition_and_a_letter_to_each_leader(store: Store) -> None:
    province, area = store.database.run(world)
    assert weekly(store, MONDAY, SLOT) == 2
    assert facts(store) == {"editions": 5, "letters": 2, "documents": 4, "tasks": 1}
    with store.database.read() as session:
        kept = {(row.scope_kind, row.scope_id): row for row in session.scalars(select(Edition))}
        assert ("subtree", province) in kept
        assert ("area", area) in kept
        assert not any(row.late for row in kept.values())


def test_a_second_run_changes_nothing(store: Store) -> None:
    store.database.run(world)
    weekly(store, MONDAY, SLOT)
    before = facts(store)
    assert weekly(store, MONDAY + timedelta(minutes=5), SLOT) == 0
    assert facts(store) == before


def test_two_schedulers_at_once_write_to_each_leader_once(store: Store) -> None:
    store.database.run(world)
    with ThreadPoolExecutor(2) as two:
        turns = [two.submit(weekly, store, MONDAY, SLOT) for _ in range(2)]
    assert any(turn.exception() is None for turn in turns)
    found = facts(store)
    assert (found["letters"], found["documents"]) == (2, 4)


def test_who_comes_second_leaves_no_papers_without_a_letter(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both looked before either wrote, as two processes may."""
    store.database.run(world)
    weekly(store, MONDAY, SLOT)
    before = facts(store)
    monkeypatch.setattr("feedback.reports.jobs.find_work_id", lambda *_: None)
    assert weekly(store, MONDAY, SLOT) == 0
    assert facts(store) == before


def test_the_letter_leaves_with_pdf_and_workbook(store: Store) -> None:
    store.database.run(world)
    weekly(store, MONDAY, SLOT)
    assert deliver_due(store.database, {LETTER: letter_handler(store)}, MONDAY) == {"sent": 2}
    files = sorted(store.settings.mail_dir.glob("*.eml"))
    letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    letter = next(each for each in letters if "huyen@mau.example" in each["To"])
    assert letter["Subject"] == "Báo cáo tuần 46/2026 – Địa bàn huyện Mẫu cũ"
    names = [part.get_filename() for part in letter.iter_attachments()]
    assert [name.rpartition(".")[2] for name in names if name] == ["pdf", "xlsx"]
    body = letter.get_body(("html",))
    assert body is not None
    assert f"/bao-cao/{SLOT}/dia-ban-" in body.get_content()


def test_a_letter_made_anew_after_a_restore_is_the_same_letter(store: Store) -> None:
    store.database.run(world)
    weekly(store, MONDAY, SLOT)

    def lose(session: Session) -> set[str | None]:
        items = session.scalars(select(WorkItem)).all()
        for item in items:
            session.delete(item)
        return {item.message_id for item in items}

    before = store.database.run(lose)
    weekly(store, MONDAY + timedelta(days=3), SLOT)
    assert store.database.run(lose) == before
    assert len(before) == 2


def test_a_report_made_after_its_monday_says_so(store: Store) -> None:
    store.database.run(world)
    weekly(store, MONDAY + timedelta(days=9), SLOT)
    with store.database.read() as session:
        assert all(session.scalars(select(Edition.late)))
        subjects = [item.payload["subject"] for item in session.scalars(select(WorkItem))]
    assert all(subject.startswith("[Gửi muộn] ") for subject in subjects)


def test_after_two_weeks_down_each_week_has_its_own_letter_once(store: Store) -> None:
    store.database.run(world)
    back = MONDAY + timedelta(days=8)
    turns = [str(week) for week in (WEEK.shifted(-1), WEEK, WEEK.shifted(-1), WEEK)]
    assert [weekly(store, back, slot) for slot in turns] == [2, 2, 0, 0]


def test_rows_that_came_later_make_a_second_edition_and_no_second_letter(store: Store) -> None:
    province, _area = store.database.run(world)
    weekly(store, MONDAY, SLOT)

    def one_more(session: Session) -> None:
        make = Factory(session)
        at = at_local(WEEK.monday)
        make.record(session.get_one(Unit, province), make.procedure("9.999999"), code="H50.99-1", received_at=at)

    store.database.run(one_more)
    assert weekly(store, MONDAY + timedelta(hours=2), SLOT) == 0
    with store.database.read() as session:
        kept = sorted((row.scope_id, row.edition) for row in session.scalars(select(Edition)) if row.edition > 1)
    assert kept == [(province, 2)]


@pytest.mark.parametrize(
    ("after", "late"), [(timedelta(0), False), (timedelta(hours=1), False), (timedelta(hours=2), True)]
)
def test_an_hour_of_patience(after: timedelta, late: bool) -> None:
    assert is_late(WEEK, MONDAY + after) is late
