"""The year on screen."""

from __future__ import annotations

import pytest
import time_machine

from feedback.foundation.actors import SYSTEM, Actor, Grant
from feedback.working_calendar.actions import load_reference_calendar, set_office_hours
from feedback.working_calendar.rules import EDIT_CALENDAR, SEE_CALENDAR
from tests.conftest import NOW
from tests.factories import Factory

SEE = frozenset({SEE_CALENDAR})
BOTH = frozenset({SEE_CALENDAR, EDIT_CALENDAR})


def person(permissions, unit_ids=None) -> Actor:
    return Actor("Nguyễn Văn Mẫu", account_id=1, grants=(Grant(permissions, unit_ids),))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


@pytest.fixture
def loaded(site_database, now):
    site_database.run(lambda session: load_reference_calendar(session, actor=SYSTEM, now=now))
    return site_database


@pytest.fixture
def unit(loaded):
    """A commune's code and id."""

    def work(session):
        made = Factory(session).unit("Xã Mẫu")
        return made.code, made.id

    return loaded.run(work)


def test_strangers_are_sent_to_the_sign_in(client):
    assert client.get("/lich").status_code == 302


def test_this_year_shows_its_days_and_where_they_come_from(loaded, acting):
    page = acting(person(SEE)).get("/lich").text
    assert "Lịch làm việc năm 2026" in page
    assert "Tháng 12" in page
    assert "thứ Bảy 22/8, làm bù cho thứ Hai 31/8" in page
    assert "NQ 30/NQ-CP" in page
    assert "Thay đổi lịch" not in page


def test_a_year_without_its_notice_says_that_it_is_provisional(loaded, acting):
    assert "Chưa có thông báo chính thức" in acting(person(SEE)).get("/lich?nam=2027").text


@pytest.mark.parametrize("asked", ["", "?nam=2031", "?nam=abc"])
def test_an_empty_store_or_year_says_how_to_load_one(acting, asked):
    page = acting(person(SEE)).get(f"/lich{asked}").text
    assert "Chưa nạp lịch nghỉ năm" in page
    assert "feedback load-calendar" in page


def test_who_may_edit_is_led_to_where_changes_are_previewed(loaded, acting):
    assert "Thay đổi lịch" not in acting(person(SEE)).get("/lich").text
    page = acting(person(BOTH)).get("/lich").text
    assert "/lich/thong-bao" in page
    assert "/lich/gio" in page


def test_from_october_on_the_next_year_is_missed(loaded, acting):
    client = acting(person(BOTH))
    assert "Lịch nghỉ năm 2027 mới là tạm tính" in client.get("/lich").text
    with time_machine.travel("2026-09-30T03:00:00Z", tick=False):
        assert "mới là tạm tính" not in client.get("/lich").text
    with time_machine.travel("2027-10-01T03:00:00Z", tick=False):
        assert "Chưa nạp lịch nghỉ năm 2028" in client.get("/lich").text
    assert "mới là tạm tính" not in acting(person(SEE)).get("/lich").text


def test_a_unit_shows_its_own_hours(loaded, acting, unit):
    code, unit_id = unit
    hours = {"weekday": 5, "sessions": "07:30-11:30", "unit_id": unit_id}
    loaded.run(lambda session: set_office_hours(session, actor=SYSTEM, now=NOW, **hours))
    page = acting(person(BOTH)).get(f"/lich?don-vi={code}").text
    assert "Xã Mẫu" in page
    assert "07:30–11:30" in page
    assert f"/lich/gio?don-vi={code}" in page
