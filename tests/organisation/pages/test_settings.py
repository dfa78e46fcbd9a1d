"""`/to-chuc/cai-dat`: where a value comes from, who may set it, and that it then holds."""

from __future__ import annotations

import pytest

from feedback.foundation.actors import Actor, Grant
from feedback.organisation.queries import find_own_setting, get_setting
from feedback.organisation.rules import EDIT_ORGANISATION, VIEW_ORGANISATION
from tests.factories import Factory


@pytest.fixture
def places(site_database):
    def work(session):
        make = Factory(session)
        province = make.unit("Tỉnh Mẫu", level="province", code="90000")
        return province.id, make.unit("Xã Mẫu Một", parent=province, code="90001").id

    return site_database.run(work)


def person(units, *more):
    return Actor("Quản trị Mẫu", 1, (Grant(frozenset({VIEW_ORGANISATION, *more}), units),), "quan-tri")


def send(client, key, value, unit="", ground="QĐ 12/QĐ-UBND 05/01/2026", to=""):
    sent = {"khoa": key, "gia_tri": value, "don_vi": unit, "can_cu": ground}
    return client.post(f"/to-chuc/cai-dat{to}", data=sent)


def test_a_commune_follows_the_province_until_it_has_its_own(acting, places, site_database):
    province, commune = places
    client = acting(person(None, EDIT_ORGANISATION))
    assert "mặc định của chương trình" in client.get(f"/to-chuc/cai-dat?don-vi={commune}").text
    assert send(client, "apology_unsigned_days", "5", province).status_code == 303
    page = client.get(f"/to-chuc/cai-dat?don-vi={commune}").text
    assert "theo Tỉnh Mẫu" in page
    assert "QĐ 12/QĐ-UBND 05/01/2026" in page
    assert send(client, "apology_unsigned_days", "2", commune).status_code == 303
    assert "đặt riêng ở đây" in client.get(f"/to-chuc/cai-dat?don-vi={commune}").text
    with site_database.read() as session:
        assert get_setting(session, commune, "apology_unsigned_days", 3) == 2
        assert get_setting(session, province, "apology_unsigned_days", 3) == 5
    assert send(client, "apology_unsigned_days", "", commune, to="/bo").status_code == 303
    with site_database.read() as session:
        assert get_setting(session, commune, "apology_unsigned_days", 3) == 5
        assert find_own_setting(session, commune, "apology_unsigned_days") is None


def test_a_refusal_keeps_what_was_typed_and_sets_nothing(acting, places, site_database):
    client = acting(person(None, EDIT_ORGANISATION))
    reply = send(client, "apology_unsigned_days", "99", ground="Quyết định của tỉnh")
    assert reply.status_code == 422
    assert "từ 1 đến 30" in reply.text
    assert 'value="99"' in reply.text
    assert "Quyết định của tỉnh" in reply.text
    assert send(client, "apology_unsigned_days", "4", ground="").status_code == 422
    with site_database.read() as session:
        assert find_own_setting(session, None, "apology_unsigned_days") is None


def test_the_least_number_of_answers_cannot_be_lowered_nor_set_by_a_unit(acting, places):
    client = acting(person(None, EDIT_ORGANISATION))
    assert send(client, "reports.min_shown", "5").status_code == 422
    assert send(client, "reports.min_shown", "20", places[1]).status_code == 404
    assert "reports.min_shown" not in client.get(f"/to-chuc/cai-dat?don-vi={places[1]}").text


def test_whoever_holds_one_unit_sets_nothing_for_others_or_for_all(acting, places):
    province, commune = places
    client = acting(person(frozenset({commune}), EDIT_ORGANISATION))
    assert send(client, "apology_paper", "A5", commune).status_code == 303
    assert send(client, "apology_paper", "A5", province).status_code == 403
    assert send(client, "apology_paper", "A5").status_code == 403
    assert send(client, "apology_paper", "", to="/bo").status_code == 403
    assert client.get(f"/to-chuc/cai-dat?don-vi={province}").status_code == 403


def test_a_reader_sees_the_values_and_no_form(acting, places):
    page = acting(person(frozenset({places[1]}))).get(f"/to-chuc/cai-dat?don-vi={places[1]}").text
    assert "Khổ giấy của phiếu" in page
    assert "Đặt giá trị này" not in page


def test_what_is_not_there_cannot_be_set_or_taken_away(acting, places):
    client = acting(person(None, EDIT_ORGANISATION))
    assert send(client, "sealing_key_id", "00").status_code == 404
    assert send(client, "apology_paper", "", to="/bo").status_code == 404
