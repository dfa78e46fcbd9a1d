"""The page about single officers: for their head alone, whole quarters alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from feedback.accounts.rules import Role
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.engine import Store
from feedback.foundation.errors import Invalid
from feedback.reports.rules.permissions import SEE_OFFICERS, VIEW_REPORTS
from feedback.web import ROLE_PERMISSIONS
from tests.conftest import NOW
from tests.factories import Factory
from tests.reports.queries.test_officers import Desk

Acting = Callable[[Actor], FlaskClient]
PAGE = "/bao-cao/can-bo"


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def unit_id(app: Flask) -> int:
    """A unit where one officer has enough answers in the third quarter and another has not."""

    def fill(session: Session) -> int:
        desk = Desk(session, Factory(session))
        summer = {"observed_day": NOW.date().replace(month=8)}
        desk.answers(desk.officer("Trần Văn An"), *[5] * 30, *[1] * 10, **summer)
        desk.answers(desk.officer("Lê Thị Bình"), *[5] * 12, **summer)
        return desk.unit.id

    store: Store = app.extensions["lang-nghe"]
    return store.database.run(fill)


def head_of(*units: int) -> Actor:
    return Actor(name="Thủ trưởng", account_id=1, grants=(Grant(frozenset({SEE_OFFICERS}), frozenset(units)),))


def test_the_head_sees_each_officer_by_name_with_enough_answers_or_without(unit_id: int, acting: Acting):
    page = acting(head_of(unit_id)).get(PAGE).get_data(as_text=True)
    assert "quý 3/2026" in page
    assert page.index("Trần Văn An") < page.index("Lê Thị Bình")
    assert "75 %" in page
    assert "từ 40" in page
    assert "chưa đủ mẫu" in page
    assert "dưới 30" in page


def test_other_heads_are_refused_and_so_is_everybody_without_the_key(unit_id: int, acting: Acting, client: FlaskClient):
    assert acting(head_of(unit_id + 1)).get(f"{PAGE}?don-vi={unit_id}").status_code == 403
    assert acting(head_of()).get(PAGE).status_code == 403
    leader = Actor(name="Lãnh đạo", account_id=2, grants=(Grant(frozenset({VIEW_REPORTS}), None),))
    assert acting(leader).get(PAGE).status_code == 403


def test_only_heads_hold_the_key():
    assert [role for role, held in ROLE_PERMISSIONS.items() if SEE_OFFICERS in held] == [Role.HEAD]


@pytest.mark.parametrize("quarter", ["2026-Q4", "2027-Q1"])
def test_a_quarter_that_still_moves_is_not_shown(unit_id: int, acting: Acting, quarter: str):
    answer = acting(head_of(unit_id)).get(f"{PAGE}?quy={quarter}")
    assert answer.status_code == 404
    assert "xem được từ ngày" in answer.get_data(as_text=True)


@pytest.mark.parametrize("asked", ["quy=2026-W46", "quy=2026-08", "quy=x"])
def test_no_other_span_can_be_asked_for(unit_id: int, acting: Acting, asked: str):
    assert acting(head_of(unit_id)).get(f"{PAGE}?{asked}").status_code == Invalid.status


def test_there_is_no_file_of_it(unit_id: int, acting: Acting):
    for form in ("json", "pdf", "xlsx"):
        assert acting(head_of(unit_id)).get(f"{PAGE}.{form}").status_code in {403, 404}


def test_it_is_not_kept_by_browsers(unit_id: int, acting: Acting):
    assert acting(head_of(unit_id)).get(PAGE).headers["Cache-Control"] == "no-store"


def test_a_head_of_two_units_chooses(unit_id: int, acting: Acting, app: Flask):
    store: Store = app.extensions["lang-nghe"]
    other = store.database.run(lambda session: Factory(session).unit("Xã Thứ Hai", code="95555").id)
    page = acting(head_of(unit_id, other)).get(f"{PAGE}?don-vi={other}").get_data(as_text=True)
    assert "Xã Thứ Hai" in page
    assert "chưa có cán bộ nào" in page
    assert f"don-vi={unit_id}" in page


def test_a_number_that_is_no_quarter_or_unit_is_no_defect(unit_id: int, acting: Acting):
    assert acting(head_of(unit_id)).get(f"{PAGE}?don-vi=999999999").status_code == 403
