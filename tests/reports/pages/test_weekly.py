"""The pages of weekly reports: what each person may open, and the same numbers in every form."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers.tables import Sheet
from feedback.foundation.actors import ANONYMOUS, Actor, Grant
from feedback.foundation.clock import local_day
from feedback.foundation.engine import Store
from feedback.reports.jobs import weekly
from feedback.reports.rules.permissions import VIEW_REPORTS
from feedback.reports.tables import Edition
from tests.factories import Factory
from tests.reports.test_same_figures import Tables
from tests.reports.worlds import CUT_OFF, Worlds

Acting = Callable[[Actor], FlaskClient]
WEEK = "2026-W46"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(CUT_OFF, tick=False):
        yield


@dataclass(frozen=True)
class Places:
    province: int
    communes: tuple[int, ...]
    area: int


@pytest.fixture
def places(app: Flask) -> Places:
    def fill(session: Session) -> Places:
        make = Factory(session)
        made = Worlds(session, make).world(11)
        area = make.area(*made.units[:2], name="Địa bàn huyện Mẫu cũ")
        make.account("leader", unit=made.parent, email="tinh@mau.example")
        return Places(made.parent.id, tuple(unit.id for unit in made.units), area.id)

    store: Store = app.extensions["lang-nghe"]
    return store.database.run(fill)


def reader(*units: int, everywhere: bool = False) -> Actor:
    grant = Grant(frozenset({VIEW_REPORTS}), None if everywhere else frozenset(units))
    return Actor(name="Người Xem Mẫu", account_id=1, grants=(grant,), login="xem")


def test_the_head_of_a_commune_opens_its_report_and_no_other(places: Places, acting: Acting) -> None:
    mine, other = places.communes[:2]
    client = acting(reader(mine))
    page = client.get(f"/bao-cao/{WEEK}/don-vi-{mine}")
    assert page.status_code == 200
    assert "Mức hài lòng của người trả lời" in page.text
    for closed in (f"don-vi-{other}", f"dia-ban-{places.area}", f"khoi-{places.province}"):
        assert client.get(f"/bao-cao/{WEEK}/{closed}").status_code == 403
        assert client.get(f"/bao-cao/{WEEK}/{closed}.pdf").status_code == 403
        assert client.get(f"/bao-cao/{WEEK}/{closed}.json").status_code == 403


def test_the_leader_of_an_area_opens_it_and_its_units(places: Places, acting: Acting) -> None:
    client = acting(reader(*places.communes[:2]))
    listed = client.get(f"/bao-cao?tuan={WEEK}").text
    assert f"dia-ban-{places.area}" in listed
    assert f"don-vi-{places.communes[1]}" in listed
    assert f"don-vi-{places.communes[2]}" not in listed
    assert "khoi-" not in listed
    assert client.get(f"/bao-cao/{WEEK}/dia-ban-{places.area}").status_code == 200


def test_page_workbook_pdf_and_json_come_from_one_edition(app: Flask, places: Places, acting: Acting) -> None:
    store: Store = app.extensions["lang-nghe"]
    weekly(store, CUT_OFF, WEEK)
    with store.database.read() as session:
        edition = session.scalars(select(Edition).where(Edition.scope_kind == "subtree")).one()
        kept, mark = edition.numbers, edition.sha256
    client, address = acting(reader(everywhere=True)), f"/bao-cao/{WEEK}/khoi-{places.province}"
    told = json.loads(client.get(f"{address}.json").text)
    assert told == kept | {"sha256": mark}
    page = client.get(address).text
    assert mark[:16] in page
    tables = Tables()
    tables.feed(page)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}.xlsx").data))
    assert [row[0] for row in tables.tables[0][1:]] == [cell.value for cell in book.worksheets[0]["A"][4:]]
    assert client.get(f"{address}.pdf").data.startswith(b"%PDF-")


def test_looking_changes_nothing(app: Flask, places: Places, acting: Acting) -> None:
    acting(reader(everywhere=True)).get(f"/bao-cao/{WEEK}/don-vi-{places.communes[0]}")
    store: Store = app.extensions["lang-nghe"]
    with store.database.read() as session:
        assert session.scalars(select(Edition.id)).all() == []


def test_a_running_week_moves_at_midnight_and_not_with_an_answer(app: Flask, places: Places, acting: Acting) -> None:
    """Else the head, reloading the page beside a citizen, would read that one citizen's face from the difference."""
    store: Store = app.extensions["lang-nghe"]
    address, client = f"/bao-cao/2026-W47/don-vi-{places.communes[0]}.json", acting(reader(places.communes[0]))

    def tap(session: Session) -> None:
        first = session.scalars(select(Sheet).where(Sheet.unit_id == places.communes[0]).limit(1)).one()
        facts = {column.key: getattr(first, column.key) for column in Sheet.__table__.columns}
        own = {"id": uuid4()}
        times = dict.fromkeys(("opened_at", "first_at", "last_at"), CUT_OFF)
        session.add(Sheet(**facts | own | times | {"observed_day": local_day(CUT_OFF), "overall": 5}))

    with time_machine.travel(CUT_OFF + timedelta(hours=2), tick=False):
        before = client.get(address).text
        store.database.run(tap)
        assert client.get(address).text == before
    with time_machine.travel(CUT_OFF + timedelta(days=1), tick=False):
        assert client.get(address).text != before


def test_a_running_week_says_that_it_is_provisional(places: Places, acting: Acting) -> None:
    page = acting(reader(everywhere=True)).get(f"/bao-cao/2026-W47/don-vi-{places.communes[0]}").text
    assert "tạm tính" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/bao-cao?tuan=46", 422),
        ("/bao-cao/2026-W46/xa-1", 404),
        ("/bao-cao/2026-W46/don-vi-999999", 404),
        ("/bao-cao/2026-W99/don-vi-1", 422),
        ("/bao-cao/2027-W10/don-vi-1", 422),
        ("/bao-cao/2026-W46/don-vi-1.docx", 404),
    ],
)
def test_a_wrong_address_is_answered_in_words(places: Places, acting: Acting, address: str, status: int) -> None:
    assert acting(reader(everywhere=True)).get(address).status_code == status


def test_strangers_are_sent_to_the_sign_in_page(places: Places, acting: Acting) -> None:
    answer = acting(ANONYMOUS).get(f"/bao-cao/{WEEK}/don-vi-{places.communes[0]}")
    assert (answer.status_code, "/dang-nhap" in answer.headers["Location"]) == (302, True)


def test_the_page_holds_no_inline_style_and_no_script(places: Places, acting: Acting) -> None:
    page = acting(reader(everywhere=True)).get(f"/bao-cao/{WEEK}/khoi-{places.province}").text
    assert "style=" not in page
    assert "<style" not in page
    assert "<script" not in page
