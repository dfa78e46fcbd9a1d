"""Once is once: a resend, a correction, a late change of mind, and what is added afterwards."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers import actions
from feedback.answers.rules.sheets import Flag, OpenedSheet, Outcome
from feedback.answers.tables import Sheet
from feedback.foundation.database import Database
from feedback.foundation.errors import NotFound
from tests.answers.samples import Place, a_counter, a_sheet

MINUTE = timedelta(minutes=1)


@pytest.fixture
def place(session: Session, now: datetime) -> Place:
    return a_counter(session, now)


def stored(session: Session) -> Sheet:
    session.expire_all()
    return session.scalars(select(Sheet)).one()


def tap(session: Session, sheet: OpenedSheet, face: int, now: datetime) -> Outcome:
    return actions.hand_in(session, sheet=sheet, overall=face, now=now).outcome


def test_one_tap_is_one_counted_sheet(session: Session, place: Place, now: datetime):
    done = actions.hand_in(session, sheet=a_sheet(place, now), overall=4, now=now)
    row = stored(session)
    assert (done.outcome, done.receipt) == (Outcome.COUNTED, row.receipt)
    assert (row.overall, row.items, row.earlier, row.flags, row.channel) == (4, {}, [], [], "qr")
    assert row.observed_day.isoformat() == "2026-11-20"


def test_a_resend_changes_nothing_and_returns_the_same_receipt(session: Session, place: Place, now: datetime):
    sheet = a_sheet(place, now)
    first = actions.hand_in(session, sheet=sheet, overall=4, now=now)
    again = actions.hand_in(session, sheet=sheet, overall=4, now=now + 30 * MINUTE)
    assert (again.outcome, again.receipt) == (Outcome.SAME, first.receipt)
    assert stored(session).last_at == now


def test_another_face_within_ten_minutes_counts_and_the_earlier_ones_are_kept(
    session: Session, place: Place, now: datetime
):
    sheet = a_sheet(place, now)
    tap(session, sheet, 1, now)
    assert tap(session, sheet, 3, now + 2 * MINUTE) is Outcome.CORRECTED
    assert tap(session, sheet, 5, now + 9 * MINUTE) is Outcome.CORRECTED
    row = stored(session)
    assert (row.overall, row.earlier, row.first_at) == (5, [1, 3], now)


def test_after_ten_minutes_the_first_face_stands(session: Session, place: Place, now: datetime):
    sheet = a_sheet(place, now)
    tap(session, sheet, 1, now)
    assert tap(session, sheet, 5, now + 11 * MINUTE) is Outcome.STANDS
    assert (stored(session).overall, stored(session).earlier) == (1, [])


def test_two_people_with_the_same_answer_twenty_seconds_apart_are_two_answers(
    session: Session, place: Place, now: datetime
):
    tap(session, a_sheet(place, now, 1), 5, now)
    tap(session, a_sheet(place, now, 2), 5, now + timedelta(seconds=20))
    assert len(session.scalars(select(Sheet)).all()) == 2


def test_a_tap_too_fast_or_too_old_is_stored_and_flagged(session: Session, place: Place, now: datetime):
    tap(session, a_sheet(place, now, 1, opened_at=now - timedelta(seconds=1)), 5, now)
    tap(session, a_sheet(place, now, 2, opened_at=now - 61 * MINUTE, flags=(Flag.REVOKED_CODE,)), 5, now)
    flags = Counter(flag for row in session.scalars(select(Sheet)) for flag in row.flags)
    assert flags == {"too_fast": 1, "too_old": 1, "revoked_code": 1}


def test_the_same_key_sent_by_eight_threads_at_once_is_one_row(database: Database, now: datetime):
    place = database.run(lambda session: a_counter(session, now))
    sheets = [a_sheet(place, now, number) for number in range(1, 11)]

    def send(face: int) -> list[Outcome]:
        return [database.run(lambda session, it=it: tap(session, it, face, now)) for it in sheets]

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(send, [4] * 8))
    assert Counter(each for done in outcomes for each in done) == {Outcome.COUNTED: 10, Outcome.SAME: 70}
    with database.read() as session:
        assert len(session.scalars(select(Sheet)).all()) == 10


def test_corrections_at_once_all_stay(database: Database, now: datetime):
    place = database.run(lambda session: a_counter(session, now))
    sheet = a_sheet(place, now)
    database.run(lambda session: tap(session, sheet, 1, now))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda face: database.run(lambda session: tap(session, sheet, face, now)), [2, 3, 4, 5] * 2))
    with database.read() as session:
        row = session.scalars(select(Sheet)).one()
        assert len(row.earlier) >= 4
        assert {1, 2, 3, 4, 5} == {*row.earlier, row.overall}


def test_answers_are_added_page_by_page(session: Session, place: Place, now: datetime):
    sheet = a_sheet(place, now)
    tap(session, sheet, 4, now)
    at = {"unit_id": place.unit_id, "sheet_id": sheet.id}
    actions.add_answers(session, **at, answers={"xin_chao": "no"}, now=now + MINUTE)
    actions.add_answers(session, **at, answers={"xin_chao": "yes", "f24": 5}, now=now + 2 * MINUTE)
    actions.add_answers(session, **at, answers={"xin_chao": "unsure", "late": "no"}, now=now + 20 * MINUTE)
    assert stored(session).items == {"xin_chao": "yes", "f24": 5, "late": "no"}


def test_nothing_can_be_added_to_a_sheet_that_was_never_tapped(session: Session, place: Place, now: datetime):
    sheet = a_sheet(place, now)
    with pytest.raises(NotFound, match="chọn một khuôn mặt"):
        actions.add_answers(session, unit_id=place.unit_id, sheet_id=sheet.id, answers={"late": "no"}, now=now)


def test_settling_cuts_the_times_to_the_hour_and_leaves_younger_sheets_alone(
    session: Session, place: Place, now: datetime
):
    then = now + timedelta(minutes=17, seconds=42)
    tap(session, a_sheet(place, now, 1), 4, then)
    tap(session, a_sheet(place, now, 2), 4, then + 10 * MINUTE)
    assert actions.settle(session, now=then + 11 * MINUTE) == 1
    session.expire_all()
    settled, young = session.scalars(select(Sheet).order_by(Sheet.last_at)).all()
    assert (settled.opened_at, settled.first_at, settled.last_at) == (None, now, now)
    assert young.opened_at is not None


def test_what_is_added_to_a_settled_sheet_carries_no_minutes_either(session: Session, place: Place, now: datetime):
    sheet = a_sheet(place, now)
    tap(session, sheet, 4, now)
    actions.settle(session, now=now + 11 * MINUTE)
    at = {"unit_id": place.unit_id, "sheet_id": sheet.id}
    actions.add_answers(session, **at, answers={"late": "no"}, now=now + 25 * MINUTE)
    assert stored(session).last_at == now
    assert tap(session, sheet, 5, now + 26 * MINUTE) is Outcome.STANDS
