"""Office hours of a unit: where they come from, and a new week through the preview."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.working_calendar.queries import calendar_for
from tests.apologies.pages.test_calendar import EDIT, LOOK, PAPER, _today, admin, decide, figure, person, world
from tests.records import calendar_world as world_of

__all__ = ["_today", "admin", "world"]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
WEEK = PAPER | dict.fromkeys(DAYS, "07:00-11:30,13:30-17:00")
WEEK |= {"saturday": "", "sunday": "", "valid_from": "2026-11-23"}


@pytest.fixture
def code(site_database, world):
    with site_database.read() as session:
        return world_of.unit_code(session, world)


def test_a_unit_without_hours_of_its_own_says_whose_hold(site_database, world, admin, code):
    assert "mặc định của chương trình" in admin.get(f"/lich/gio?don-vi={code}").text
    page = admin.post("/lich/gio", data=WEEK | {"monday": "07:30-11:30,13:00-16:30"}).text
    decide(admin, page, "keep")
    shown = admin.get(f"/lich/gio?don-vi={code}").text
    today, later = shown.split("Giờ từ 23/11/2026</caption>")
    assert "mặc định của chương trình" in today
    assert "giờ chung" not in today, "they hold from Monday on"
    assert "<td>07:30–11:30 và 13:00–16:30</td><td>giờ chung</td>" in later
    assert 'value="07:30-11:30,13:00-16:30"' in later, "typed over, they would be taken back"


def test_saturday_morning_moves_running_files_by_the_same_machinery(site_database, world, admin, code):
    page = admin.post(f"/lich/gio?don-vi={code}", data=WEEK | {"saturday": "07:30–11:30"}).text
    assert "thứ Bảy hằng tuần từ 23/11/2026" in page
    assert figure(page, "hồ sơ dời hạn tính được") == 1, "five days: 30/11 10:00 becomes Saturday 28/11 10:00"
    assert decide(admin, page).status_code == 302
    with site_database.read() as session:
        assert calendar_for(session, world.unit_id).is_working_day(date(2026, 11, 28))
        assert not calendar_for(session).is_working_day(date(2026, 11, 28))
        assert world_of.dues(session, world)["five days"] == "2026-11-28T10:00"
    assert "riêng đơn vị này" in admin.get(f"/lich/gio?don-vi={code}").text


def test_an_end_of_office_half_an_hour_earlier_moves_what_ends_with_it(site_database, world, admin, code):
    early = dict.fromkeys(DAYS, "07:00-11:30,13:00-16:30")
    decide(admin, admin.post(f"/lich/gio?don-vi={code}", data=WEEK | early).text)
    with site_database.read() as session:
        dues = world_of.dues(session, world)
        assert dues["same day"] == dues["3 calendar days"] == "2026-11-23T16:30"
        assert {record_id: due for record_id, (due, _) in world_of.stored(session).items()} == {
            record_id: due for record_id, (due, _) in world_of.fresh(session).items()
        }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"saturday": "sáng"}, "không phải là buổi"),
        ({"document_number": ""}, "Ô này còn trống"),
        ({"valid_from": ""}, "Ngày chưa đúng"),
        ({}, "không có ngày nào hay giờ nào thay đổi"),
    ],
)
def test_what_is_wrong_is_said(world, admin, code, change, said):
    assert said in admin.post(f"/lich/gio?don-vi={code}", data=WEEK | change).text


def test_only_who_may_edit_there_sees_the_form(world, acting, code):
    assert acting(person(LOOK)).get(f"/lich/gio?don-vi={code}").status_code == 403
    mine = acting(person(EDIT, frozenset({world.unit_id})))
    assert mine.get(f"/lich/gio?don-vi={code}").status_code == 200
    home = mine.get("/lich/gio")
    assert (home.status_code, home.headers["Location"]) == (302, f"/lich/gio?don-vi={code}")
    assert mine.post("/lich/gio", data=WEEK).status_code == 403
    assert mine.get("/lich/gio?don-vi=00000").status_code == 404
