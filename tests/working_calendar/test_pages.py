"""The year on screen, and its editing."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from feedback.foundation.actors import SYSTEM, Actor, Grant
from feedback.working_calendar.actions import load_reference_calendar
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import EDIT_CALENDAR, SEE_CALENDAR
from tests.factories import Factory

SEE = frozenset({SEE_CALENDAR})
BOTH = frozenset({SEE_CALENDAR, EDIT_CALENDAR})
DAY = {
    "day": "2026-11-23",
    "kind": "swapped_day_off",
    "name": "Nghỉ hoán đổi",
    "sessions": "",
    "pair_date": "2026-11-28",
    "status": "official",
    "source": "TB 1",
    "unit": "",
}
HOURS = {"weekday": "5", "sessions": "07:30-11:30", "valid_from": "", "source": "QĐ 1", "unit": ""}


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


def works(database, day, unit_id=None):
    with database.read() as session:
        return calendar_for(session, unit_id).is_working_day(day)


def test_strangers_are_sent_to_the_sign_in(client):
    assert client.get("/lich").status_code == 302


def test_this_year_shows_its_days_and_where_they_come_from(loaded, acting):
    page = acting(person(SEE)).get("/lich").text
    assert "Lịch làm việc năm 2026" in page
    assert "Tháng 12" in page
    assert "thứ Bảy 22/8, làm bù cho thứ Hai 31/8" in page
    assert "NQ 30/NQ-CP" in page
    assert "Sửa lịch" not in page


def test_a_year_without_its_notice_says_that_it_is_provisional(loaded, acting):
    assert "Chưa có thông báo chính thức" in acting(person(SEE)).get("/lich?nam=2027").text


@pytest.mark.parametrize("asked", ["", "?nam=2031", "?nam=abc"])
def test_an_empty_store_or_year_says_how_to_load_one(acting, asked):
    page = acting(person(SEE)).get(f"/lich{asked}").text
    assert "Chưa nạp lịch nghỉ năm" in page
    assert "feedback load-calendar" in page


def test_an_administrator_sets_a_day_for_everybody(loaded, acting):
    client = acting(person(BOTH))
    assert "Sửa lịch" in client.get("/lich").text
    assert client.post("/lich/ngay", data=DAY).headers["Location"] == "/lich?nam=2026"
    assert "Đã ghi ngày 23/11/2026" in client.get("/lich").text
    assert not works(loaded, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": ""}, "Ô này còn trống"),
        ({"day": "mai"}, "Ngày chưa đúng"),
        ({"kind": "half_day"}, "phải ghi giờ làm việc"),
        ({"day": "2031-11-23"}, "Lịch năm 2031 chưa được nạp"),
    ],
)
def test_a_wrong_day_keeps_what_was_typed_and_says_why(loaded, acting, change, said):
    page = acting(person(BOTH)).post("/lich/ngay", data=DAY | change).text
    assert said in page
    assert 'value="Nghỉ hoán đổi"' in page
    assert works(loaded, date(2026, 11, 23))


def test_who_edits_one_unit_does_not_edit_everybodys_calendar(loaded, acting, unit):
    code, unit_id = unit
    client = acting(person(BOTH, frozenset({unit_id})))
    assert client.post("/lich/ngay", data=DAY).status_code == 403
    assert client.post("/lich/gio", data=HOURS).status_code == 403
    assert client.post("/lich/ngay", data=DAY | {"unit": code}).status_code == 302
    assert not works(loaded, date(2026, 11, 23), unit_id)
    assert works(loaded, date(2026, 11, 23))


def test_another_units_calendar_is_not_edited(loaded, acting, unit):
    code, unit_id = unit
    client = acting(person(BOTH, frozenset({unit_id + 1})))
    assert client.post("/lich/ngay", data=DAY | {"unit": code}).status_code == 403
    assert client.post("/lich/ngay", data=DAY | {"unit": "00000"}).status_code == 404


def test_hours_of_a_unit_are_set_and_shown(loaded, acting, unit):
    code, unit_id = unit
    client = acting(person(BOTH))
    assert client.post("/lich/gio", data=HOURS | {"unit": code}).status_code == 302
    page = client.get(f"/lich?don-vi={code}").text
    assert "Xã Mẫu" in page
    assert "07:30–11:30" in page
    assert works(loaded, date(2026, 10, 10), unit_id)
    assert "không phải là buổi" in client.post("/lich/gio", data=HOURS | {"sessions": "sáng"}).text
    assert "Ô này còn trống" in client.post("/lich/gio", data=HOURS | {"source": ""}).text


def test_who_may_only_look_may_not_edit(loaded, acting):
    assert acting(person(SEE)).post("/lich/ngay", data=DAY).status_code == 403
