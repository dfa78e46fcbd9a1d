"""A change of the calendar on screen: proposed, looked at, decided. Today's real case is the story."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
import time_machine

from feedback.foundation.actors import Actor, Grant
from feedback.records.queries.calendar_decisions import list_decisions
from feedback.records.rules import SEE_RECORDS
from feedback.records.tables import Record
from feedback.working_calendar.queries import calendar_for, find_day
from feedback.working_calendar.rules import EDIT_CALENDAR, SEE_CALENDAR
from tests.records import calendar_world as world_of
from tests.records.calendar_world import REASON, golden

LOOK = frozenset({SEE_CALENDAR, SEE_RECORDS})
EDIT = LOOK | {EDIT_CALENDAR}
PAPER = {"document_number": "9999/TB-BNV", "document_day": "2026-11-21", "source": "Bộ Nội vụ", "status": "official"}
SWAP = PAPER | {"off": "2026-11-23", "worked": "2026-11-28", "way": "swap"}
CULTURE = PAPER | {"day": "2026-11-24", "kind": "holiday", "name": "Ngày Văn hóa Việt Nam", "sessions": "", "unit": ""}


def person(permissions=EDIT, unit_ids=None) -> Actor:
    return Actor("Nguyễn Văn Mẫu", account_id=1, grants=(Grant(permissions, unit_ids),))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(world_of.TODAY, tick=False):
        yield


@pytest.fixture
def world(site_database):
    return site_database.run(world_of.build)


@pytest.fixture
def admin(world, acting):
    return acting(person())


def dues(database, world):
    with database.read() as session:
        return world_of.dues(session, world)


def hidden(page: str, name: str) -> str:
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert field is not None, page[:2000]
    value = re.search(r'value="([^"]*)"', field.group())
    assert value is not None
    return unescape(value.group(1))


def decide(client, page: str, choice: str = "recompute", reason: str = REASON):
    facts = {"proposal": hidden(page, "proposal"), "stamp": hidden(page, "stamp"), "choice": choice, "reason": reason}
    return client.post("/lich/quyet-dinh", data=facts)


def figure(page: str, words: str) -> int:
    found = re.search(rf"<b>(\d+)</b> {words}", page)
    assert found is not None, words
    return int(found.group(1))


def test_todays_real_case_from_the_swap_to_the_confirmed_day_off(site_database, world, admin):
    page = admin.post("/lich/thong-bao/hoan-doi", data=SWAP).text
    assert "Chưa có gì được ghi" in page
    assert figure(page, "hồ sơ dời hạn tính được") == 6
    assert "16:00 ngày 23/11/2026 → <b>16:00 ngày 25/11/2026</b>" in page
    assert page.count("day--changed") == 2
    assert dues(site_database, world) == golden("reference")

    answer = decide(admin, page)
    assert answer.status_code == 302
    assert dues(site_database, world) == golden("swapped")
    shown = admin.get(answer.headers["Location"]).text
    for words in ("Tính lại hạn", REASON, "9999/TB-BNV", "<b>6</b> hồ sơ dời hạn"):
        assert words in shown

    with site_database.read() as session:
        kept = world_of.stored(session)
    assert any("2026-11-24" in unsettled for _, unsettled in kept.values())
    page = admin.post("/lich/thong-bao/ngay", data=CULTURE).text
    assert figure(page, "hồ sơ dời hạn tính được") == 0
    assert "Không hồ sơ đang chạy nào dời hạn" in page
    assert decide(admin, page, "keep").status_code == 302
    assert dues(site_database, world) == golden("swapped")
    with site_database.read() as session:
        assert not any("2026-11-24" in unsettled for _, unsettled in world_of.stored(session).values())


def test_the_day_that_is_no_holiday_after_all_moves_everything_the_other_way(site_database, world, admin):
    decide(admin, admin.post("/lich/thong-bao/hoan-doi", data=SWAP).text)
    worked = CULTURE | {"kind": "ordinary_day", "name": "Làm việc bình thường"}
    decide(admin, admin.post("/lich/thong-bao/ngay", data=worked).text)
    assert dues(site_database, world) == golden("plain")
    decide(admin, admin.post("/lich/thong-bao/hoan-doi", data=SWAP | {"way": "unswap"}).text)
    with site_database.read() as session:
        assert calendar_for(session).is_working_day(date(2026, 11, 23))
        assert not calendar_for(session).is_working_day(date(2026, 11, 28))


def test_dates_that_are_printed_stay_and_an_apology_owed_sooner_stands_first(site_database, acting):
    printed = world_of.at("2026-11-24T16:00")
    world = site_database.run(lambda session: world_of.build(session, stated_due_at=printed))
    admin = acting(person())
    off = CULTURE | {"day": "2026-11-23", "name": "Nghỉ theo lệnh", "kind": "closed"}
    page = admin.post("/lich/thong-bao/ngay", data=off).text
    assert figure(page, "trong đó đã in ngày hẹn trên giấy hẹn") == figure(page, "hồ sơ dời hạn tính được")
    assert figure(page, "hồ sơ phải xin lỗi sớm hơn") > 0
    assert "đã qua: phải làm ngay" in page
    with time_machine.travel(world_of.at("2026-11-20T09:30"), tick=False):
        page = admin.post("/lich/thong-bao/ngay", data=off).text
        assert figure(page, "hồ sơ phải xin lỗi sớm hơn") > 0
        assert "17:00 ngày 23/11/2026 → <b>17:00 ngày 20/11/2026</b>" in page
        assert '<span class="tag tag--bad">hôm nay</span>' in page
    assert decide(admin, page).status_code == 302
    with site_database.read() as session:
        assert {row.stated_due_at for row in session.query(Record)} == {printed}
    assert dues(site_database, world)["one day"] == "2026-11-25T16:00"


def test_two_administrators_at_once_the_second_previews_anew(site_database, world, admin):
    first = admin.post("/lich/thong-bao/hoan-doi", data=SWAP).text
    second = admin.post("/lich/thong-bao/ngay", data=CULTURE).text
    assert decide(admin, first).status_code == 302
    answer = decide(admin, second)
    assert answer.status_code == 200
    assert "vừa được người khác thay đổi" in answer.text
    assert hidden(answer.text, "stamp") != hidden(second, "stamp")
    assert decide(admin, answer.text).status_code == 302
    again = decide(admin, first)
    assert again.headers["Location"].endswith("/lich/quyet-dinh"), "nothing of the first one is left to do"
    with site_database.read() as session:
        assert len(list_decisions(session)) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [({"choice": ""}, "Chưa chọn"), ({"reason": ""}, "Ô này còn trống"), ({"reason": "vâng"}, "bằng một câu")],
)
def test_a_decision_without_choice_or_reason_keeps_the_preview(site_database, world, admin, change, said):
    page = admin.post("/lich/thong-bao/hoan-doi", data=SWAP).text
    facts = {"choice": "keep", "reason": REASON} | change
    assert said in decide(admin, page, **facts).text
    assert dues(site_database, world) == golden("reference")


@pytest.mark.parametrize("proposal", ["", "{", "[]", '{"title": 1}', '{"change": {"unit_id": "x"}}'])
def test_a_proposal_that_was_tampered_with_is_refused(world, admin, proposal):
    facts = {"proposal": proposal, "stamp": "x", "choice": "keep", "reason": REASON}
    assert admin.post("/lich/quyet-dinh", data=facts).status_code == 422
    assert admin.post("/lich/xem-truoc", data=facts).status_code == 422


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("hoan-doi", SWAP | {"off": "2026-11-22"}, "nghỉ hằng tuần rồi"),
        ("hoan-doi", SWAP | {"worked": "2026-11-27"}, "là ngày làm việc rồi"),
        ("hoan-doi", SWAP | {"document_number": ""}, "Ô này còn trống"),
        ("ngay", CULTURE | {"day": "2031-01-02"}, "lịch năm 2031 chưa đủ"),
        ("ngay", CULTURE | {"kind": "half_day"}, "phải ghi giờ làm việc"),
        ("ngay", CULTURE | {"name": ""}, "Ô này còn trống"),
        ("nam", PAPER | {"year": "2027", "days_off": "mồng một", "swaps": ""}, "hãy ghi như: 30/4"),
        ("nam", PAPER | {"year": "2027", "days_off": "30/4 A\n30/4 B", "swaps": ""}, "được ghi hai lần"),
        ("nam", PAPER | {"year": "2027", "days_off": "30/4/2026 A", "swaps": ""}, "trong thông báo năm 2027"),
        ("nam", PAPER | {"year": "2027", "days_off": "", "swaps": ""}, "Chưa có ngày nào"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(site_database, world, admin, path, data, said):
    answer = admin.post(f"/lich/thong-bao/{path}", data=data)
    assert answer.status_code == 200
    assert said in unescape(answer.text)
    assert "Nạp thông báo nghỉ năm" in answer.text


def test_a_year_is_loaded_from_its_filled_in_template(site_database, world, admin):
    template = admin.get("/lich/thong-bao/mau.csv?nam=2028")
    assert "lich-nghi-2028.csv" in template.headers["Content-Disposition"]
    assert "2028-01-26" in template.text
    upload = {"file": (BytesIO(template.data), "lich-2028.csv")}
    page = admin.post("/lich/thong-bao/nam", data=PAPER | {"year": "2028"} | upload).text
    assert "Tết Dương lịch" in page
    assert decide(admin, page, "keep").status_code == 302
    with site_database.read() as session:
        assert calendar_for(session).years[-1] == 2028
    assert "Lịch làm việc năm 2028" in admin.get("/lich?nam=2028").text


def test_a_year_is_typed_and_what_was_only_expected_is_dropped(site_database, world, admin):
    typed = "1/1 Tết Dương lịch\n5/2 đến 11/2 Tết Nguyên đán\n16/4 Giỗ Tổ\n30/4 Ngày Chiến thắng\n3/5 Nghỉ bù 1/5"
    data = PAPER | {"year": "2027", "days_off": typed, "swaps": "nghỉ 31/8 làm bù 28/8"}
    page = admin.post("/lich/thong-bao/nam", data=data).text
    assert "không có trong thông báo" in page
    decide(admin, page)
    with site_database.read() as session:
        calendar = calendar_for(session)
        assert calendar.is_working_day(date(2027, 2, 4)), "expected, not in the notice"
        assert not calendar.is_working_day(date(2027, 9, 2)), "given by law, forgotten in the notice"
        assert calendar.is_working_day(date(2027, 8, 28))
        assert calendar.provisional_years == ()


def test_the_form_comes_filled_with_what_is_known(world, admin):
    page = unescape(admin.get("/lich/thong-bao").text)
    assert "06/02/2027 Tết Nguyên đán Đinh Mùi" in page
    assert "26/01/2028 Tết Nguyên đán" in unescape(admin.get("/lich/thong-bao?nam=2028").text)


def test_pages_of_files_go_on_without_writing(site_database, world, admin, monkeypatch):
    monkeypatch.setattr("feedback.apologies.pages.calendar.PER_PAGE", 4)
    page = admin.post("/lich/thong-bao/hoan-doi", data=SWAP).text
    assert "Trang 1 trên 2" in page
    page = admin.post("/lich/xem-truoc", data={"proposal": hidden(page, "proposal"), "trang": "2"}).text
    assert "Trang 2 trên 2" in page
    assert dues(site_database, world) == golden("reference")


def test_a_units_own_day_is_decided_by_who_may_edit_there(site_database, world, acting):
    with site_database.read() as session:
        code = world_of.unit_code(session, world)
    client = acting(person(EDIT, frozenset({world.unit_id})))
    assert client.post("/lich/thong-bao/hoan-doi", data=SWAP).status_code == 403
    assert client.post("/lich/thong-bao/ngay", data=CULTURE).status_code == 403
    own = CULTURE | {"unit": code, "day": "2026-11-25", "kind": "closed", "name": "Mất điện"}
    page = client.post("/lich/thong-bao/ngay", data=own).text
    assert "Áp dụng cho Xã Mẫu" in page
    assert decide(client, page).status_code == 302
    with site_database.read() as session:
        assert find_day(session, date(2026, 11, 25), world.unit_id) is not None
        assert calendar_for(session).is_working_day(date(2026, 11, 25))


def test_another_units_proposal_is_not_decided(site_database, world, acting):
    page = acting(person()).post("/lich/thong-bao/ngay", data=CULTURE).text
    client = acting(person(EDIT, frozenset({world.unit_id + 1})))
    assert decide(client, page).status_code == 403
    assert client.post("/lich/xem-truoc", data={"proposal": hidden(page, "proposal")}).status_code == 403
    assert acting(person(LOOK)).get("/lich/thong-bao").status_code == 403
