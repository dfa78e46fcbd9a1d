"""The daily check as an officer does it on a telephone, without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.collection_points.queries.checks import list_looks
from feedback.collection_points.rules import CHECK_CODES, MANAGE_POINTS, VIEW_POINTS
from feedback.collection_points.rules.checks import Sight
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.clock import local_day
from feedback.foundation.database import Database
from feedback.organisation.tables import Counter
from feedback.outbox.tables import Task
from tests.collection_points.conftest import Hall, furnish
from tests.factories import Factory

Acting = Callable[[Actor], FlaskClient]
PAGE = "/diem-thu-thap/kiem-tra"
MORNING = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_half_past_seven() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def hall(site_database: Database) -> Hall:
    """The commune's two counters have codes, and so has the neighbour's."""
    furnished = site_database.run(furnish)

    def codes(session):
        make = Factory(session)
        for number, name in enumerate(("Quầy số 2", "Quầy số 3")):
            counter = session.scalars(select(Counter).where(Counter.name == name)).one()
            make.printed_code(counter, token=f"p4r8wz3{number}")

    site_database.run(codes)
    return furnished


def person(*unit_ids: int, more: frozenset = frozenset({CHECK_CODES})) -> Actor:
    grant = Grant(frozenset({VIEW_POINTS}) | more, frozenset(unit_ids))
    return Actor(name="Trần Thị Thử", account_id=1, login="thu", grants=(grant,))


def sights(database: Database, hall: Hall) -> dict[str, Sight]:
    with database.read() as session:
        names = dict(session.execute(select(Counter.id, Counter.name)).all())
        looks = list_looks(session, {hall.unit_id}, local_day(MORNING))
        return {names[counter_id]: look.sight for counter_id, look in looks.items()}


def counters(database: Database) -> dict[str, int]:
    with database.read() as session:
        return dict(session.execute(select(Counter.name, Counter.id)).all())


def test_the_page_shows_what_must_stand_at_each_counter(acting: Acting, hall: Hall):
    page = acting(person(hall.unit_id)).get(PAGE).text
    assert "Quầy số 1" in page
    assert 'danhgia.example.gov.vn<wbr><span class="nowrap">/q/k7m2-xq9d</span>' in page
    assert f"/diem-thu-thap/{hall.token}.svg" in page
    assert "Hôm nay chưa kiểm" in page
    assert "bản v1" in page
    assert "Quầy số 3" not in page


def test_all_right_is_one_tap_and_closed_counters_are_those_not_ticked(
    acting: Acting, hall: Hall, site_database: Database
):
    ids = counters(site_database)
    form = {"don-vi": hall.unit_id, "mo": [ids["Quầy số 1"]], "viec": "dung-ca"}
    page = acting(person(hall.unit_id)).post(PAGE, data=form, follow_redirects=True).text
    assert "Đã ghi: 2 quầy đúng mã" in page
    assert "Đã kiểm 2/2 quầy, đúng cả" in page
    assert sights(site_database, hall) == {"Quầy số 1": Sight(True, True), "Quầy số 2": Sight(False, True)}
    again = acting(person(hall.unit_id)).get("/diem-thu-thap").text
    assert "hôm nay, đúng" in again


def test_a_foreign_code_is_reported_by_its_own_button_and_leads_to_a_new_one(
    acting: Acting, hall: Hall, site_database: Database
):
    ids = counters(site_database)
    form = {"don-vi": hall.unit_id, "mo": list(ids.values())[:0], "viec": f"la:{ids['Quầy số 1']}"}
    officer = acting(person(hall.unit_id))
    page = officer.post(PAGE, data=form, follow_redirects=True).text
    assert "Đã báo mã lạ hoặc bị dán đè ở Quầy số 1" in page
    assert "thay-ma" not in page, "an officer reports; who manages the codes replaces"
    with site_database.read() as session:
        assert session.scalars(select(Task.title)).all() == ["Quầy số 1: mã lạ hoặc bị dán đè"]
    officer.post(PAGE, data=form | {"viec": "dung-ca"})
    assert sights(site_database, hall) == {"Quầy số 1": Sight(False, False), "Quầy số 2": Sight(False, True)}
    fixed = officer.post(PAGE, data=form | {"viec": f"dung:{ids['Quầy số 1']}"}, follow_redirects=True).text
    assert "đúng cả" in fixed


def test_who_manages_codes_finds_the_way_to_a_new_one_there(acting: Acting, hall: Hall, site_database: Database):
    ids = counters(site_database)
    head = acting(person(hall.unit_id, more=frozenset({CHECK_CODES, MANAGE_POINTS})))
    form = {"don-vi": hall.unit_id, "viec": f"mat:{ids['Quầy số 1']}"}
    assert f"/diem-thu-thap/{hall.token}/thay-ma" in head.post(PAGE, data=form, follow_redirects=True).text


@pytest.mark.parametrize("deed", ["", "la", "la:0", "la:999999", "dung:x", "xoa:1"])
def test_a_deed_nobody_offered_changes_nothing(acting: Acting, hall: Hall, site_database: Database, deed: str):
    answer = acting(person(hall.unit_id)).post(PAGE, data={"don-vi": hall.unit_id, "viec": deed})
    assert answer.status_code == 422
    assert sights(site_database, hall) == {}


def test_a_neighbours_counters_can_be_neither_seen_nor_ticked(acting: Acting, hall: Hall, site_database: Database):
    stranger = acting(person(hall.other_unit_id))
    assert stranger.get(PAGE, query_string={"don-vi": hall.unit_id}).status_code == 403
    assert stranger.post(PAGE, data={"don-vi": hall.unit_id, "viec": "dung-ca"}).status_code == 403
    assert stranger.post(PAGE, data={"viec": "dung-ca"}).status_code == 404
    assert sights(site_database, hall) == {}


def test_who_looks_after_several_units_chooses_one(acting: Acting, hall: Hall):
    page = acting(person(hall.unit_id, hall.other_unit_id)).get(PAGE).text
    assert "chưa kiểm 2 quầy" in page
    assert f"don-vi={hall.other_unit_id}" in page


def test_who_may_only_look_finds_no_button(acting: Acting, hall: Hall):
    page = acting(person(hall.unit_id, more=frozenset())).get(PAGE).text
    assert "Quầy số 1" in page
    assert "dung-ca" not in page


def test_without_a_code_anywhere_the_page_says_so(acting: Acting, site_database: Database):
    unit_id = site_database.run(lambda session: Factory(session).unit("Xã Trống").id)
    visitor = acting(person(unit_id))
    assert "Chưa có quầy nào có mã" in visitor.get(PAGE).text
    assert visitor.get(PAGE, query_string={"don-vi": unit_id}).status_code == 404
