"""By itself: raw words and contacts go in time, the right people hear of serious talk."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.rules import Role
from feedback.answers import actions, jobs
from feedback.answers.actions.call_backs import ask_call_back
from feedback.answers.rules.call_backs import Contact
from feedback.answers.tables import CallBack, Comment
from feedback.foundation.database import Database
from feedback.foundation.engine import Store
from feedback.foundation.sealing import Sealer
from feedback.organisation.tables import UnitSetting
from feedback.outbox.tables import WorkItem
from tests.answers.samples import Place, a_counter, a_sheet
from tests.factories import Factory

DAY = timedelta(days=1)


@pytest.fixture
def store(app: object) -> Store:
    found: Store = app.extensions["lang-nghe"]  # type: ignore[attr-defined]
    return found


def written(database: Database, sealer: Sealer, now: datetime, *words: str) -> list[Place]:
    """A commune for each comment."""

    def work(session: Session) -> list[Place]:
        places = []
        for number, text in enumerate(words, 1):
            place = a_counter(session, now, token=f"{number + 1}zzzzzz2", name=f"Xã Mẫu {number}")
            sheet = a_sheet(place, now, number)
            actions.hand_in(session, sheet=sheet, overall=1, now=now)
            actions.add_comment(session, sealer=sealer, unit_id=place.unit_id, sheet_id=sheet.id, comment=text, now=now)
            places.append(place)
        return places

    return database.run(work)


def sealed_units(database: Database) -> set[int]:
    with database.read() as session:
        return set(session.scalars(select(Comment.unit_id).where(Comment.sealed.is_not(None))))


def test_raw_words_go_after_thirty_days_and_earlier_where_a_unit_says_so(
    store: Store, site_database: Database, sealer: Sealer, now: datetime
):
    first, second = written(site_database, sealer, now, "chậm quá", "nóng quá")
    short = UnitSetting(unit_id=second.unit_id, key=jobs.RAW_DAYS, value=3)
    site_database.run(lambda session: session.add(short))
    assert jobs.forget_raw_comments(store, now + 2 * DAY, "") == 0
    assert jobs.forget_raw_comments(store, now + 3 * DAY, "") == 1
    assert sealed_units(site_database) == {first.unit_id}
    assert jobs.forget_raw_comments(store, now + 29 * DAY, "") == 0
    assert jobs.forget_raw_comments(store, now + 30 * DAY, "") == 1
    assert sealed_units(site_database) == set()
    with site_database.read() as session:
        assert set(session.scalars(select(Comment.masked))) == {"chậm quá", "nóng quá"}


def test_contacts_go_after_thirty_days(store: Store, site_database: Database, sealer: Sealer, now: datetime):
    def work(session: Session) -> None:
        place = a_counter(session, now)
        wish = {"call_id": UUID(int=1), "unit_id": place.unit_id, "contact": Contact("0905123456"), "consent": "x"}
        ask_call_back(session, sealer=sealer, now=now, **wish)  # type: ignore[arg-type]

    site_database.run(work)
    assert jobs.forget_call_backs(store, now + 29 * DAY, "") == 0
    assert jobs.forget_call_backs(store, now + 30 * DAY, "") == 1
    with site_database.read() as session:
        assert session.scalars(select(CallBack.sealed)).all() == [None]


def test_each_serious_comment_is_told_once_to_each_reader_and_others_are_not(
    store: Store, site_database: Database, sealer: Sealer, now: datetime
):
    written(site_database, sealer, now, "đòi phong bì 500k", "chậm quá")
    site_database.run(
        lambda session: [
            Factory(session).account(Role.INSPECTOR, login="tt", email="tt@example.vn").id,
            Factory(session).account(Role.INSPECTOR, login="khong-thu", fs_uniquifier="u2").id,
        ]
    )
    assert jobs.tell_of_serious(store, now, "") == 1
    assert jobs.tell_of_serious(store, now, "") == 0
    with site_database.read() as session:
        (letter,) = session.scalars(select(WorkItem)).all()
    assert letter.payload["to"] == "tt@example.vn"
    said = str(letter.payload) + letter.subject
    assert [word for word in ("phong bì", "500", "Xã Mẫu") if word in said] == []


def test_nobody_is_told_of_what_is_older_than_a_week(
    store: Store, site_database: Database, sealer: Sealer, now: datetime
):
    written(site_database, sealer, now, "đòi phong bì")
    site_database.run(lambda session: Factory(session).account(Role.INSPECTOR, login="tt", email="tt@example.vn").id)
    assert jobs.tell_of_serious(store, now + 9 * DAY, "") == 0
