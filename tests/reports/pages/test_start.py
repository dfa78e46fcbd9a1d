"""The first page, for citizens and for whoever signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient

from feedback.foundation.actors import Actor, Grant
from feedback.foundation.database import Database
from feedback.outbox.rules import SEE_TASKS
from feedback.records.rules import SEE_RECORDS
from feedback.reports.queries.start import start_cards
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory

Acting = Callable[[Actor], FlaskClient]


def test_a_citizen_finds_the_public_pages_and_staff_their_door(client: FlaskClient):
    page = client.get("/").get_data(as_text=True)
    for path in ("/tra-cuu", "/cong-khai/xin-loi", "/du-lieu-cua-ong-ba", "/dang-nhap"):
        assert f'href="{path}"' in page
    assert "Xin chào" not in page


def test_whoever_signed_in_is_greeted_with_what_waits(acting: Acting):
    someone = Actor(name="Trần Thị Thử", account_id=1, grants=(Grant(frozenset({SEE_TASKS}), None),))
    page = acting(someone).get("/").get_data(as_text=True)
    assert "Xin chào Trần Thị Thử" in page
    assert "việc đang đợi" in page


def test_whoever_has_nothing_to_do_is_told_so(acting: Acting):
    page = acting(Actor(name="Lê Văn Thử", account_id=2)).get("/").get_data(as_text=True)
    assert "chưa có việc gì đợi" in page


def test_the_figure_of_files_without_due_leads_to_those_files_only(
    acting: Acting, site_database: Database, now: datetime
):
    def work(session):
        load_reference_calendar(session, actor=Actor(name="hệ thống", all_powerful=True), now=now)
        make = Factory(session)
        unit = make.unit()
        dated = make.record(unit, stated_due_at=now, latest_due_at=now)
        return unit.id, dated.code, make.record(unit).code

    unit_id, dated, without = site_database.run(work)
    who = Actor(name="Trần Thị Thử", account_id=1, grants=(Grant(frozenset({SEE_RECORDS}), frozenset({unit_id})),))
    with site_database.read() as session:
        card = next(card for card in start_cards(session, who, now) if card.title == "hồ sơ chưa có hạn")
    page = acting(who).get(card.href).get_data(as_text=True)
    assert (card.figure, without in page, dated in page) == ("1", True, False)
