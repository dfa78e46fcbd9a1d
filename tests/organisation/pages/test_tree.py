"""`/to-chuc`: what each reader sees of the organisation."""

from datetime import date

import pytest

from feedback.foundation.actors import Actor, Grant
from feedback.organisation.rules import EDIT_ORGANISATION, VIEW_ORGANISATION
from feedback.organisation.tables import UnitSuccession
from tests.factories import Factory


@pytest.fixture
def places(site_database):
    def work(session):
        make = Factory(session)
        province = make.unit("Tỉnh Mẫu", level="province", code="90000")
        one = make.unit("Xã Mẫu Một", parent=province, code="90001")
        two = make.unit("Xã Mẫu Hai", parent=province, code="90002")
        old = make.unit("Xã Cũ", code="80001", generation="old", valid_from=None, valid_to=date(2025, 6, 30))
        make.head(one, "Nguyễn Văn Mẫu")
        make.desk(one)
        make.counter(one)
        make.area(one, two, name="Địa bàn mẫu")
        session.add(
            UnitSuccession(
                old_unit_id=old.id, new_unit_id=one.id, effective=date(2025, 7, 1), legal_basis="", confidence="high"
            )
        )
        return {"province": province.id, "one": one.id, "two": two.id, "old": old.id}

    return site_database.run(work)


def reader(units, *more):
    return Actor("Người Mẫu", account_id=1, grants=(Grant(frozenset({VIEW_ORGANISATION, *more}), units),))


def test_the_tree_shows_units_heads_and_areas(acting, places):
    page = acting(reader(None, EDIT_ORGANISATION)).get("/to-chuc").text
    assert "Xã Mẫu Một" in page
    assert "Nguyễn Văn Mẫu" in page
    assert "chưa có người đứng đầu" in page
    assert "Địa bàn mẫu" in page
    assert "Nạp tệp tổ chức" in page
    assert "Xã Cũ" not in page


def test_a_reader_of_one_commune_sees_that_commune(acting, places):
    page = acting(reader(frozenset({places["one"]}))).get("/to-chuc").text
    assert "Xã Mẫu Một" in page
    assert "Xã Mẫu Hai" not in page
    assert "Nạp tệp tổ chức" not in page


def test_a_unit_shows_its_desks_counters_and_what_it_came_from(acting, places):
    page = acting(reader(None)).get(f"/to-chuc/{places['one']}").text
    for words in ("Trung tâm Phục vụ hành chính công", "Quầy số", "Hình thành từ", "Xã Cũ"):
        assert words in page


def test_an_old_unit_shows_its_address_and_successor(acting, places):
    page = acting(reader(None)).get(f"/to-chuc/{places['old']}").text
    assert "80001@2025-06-30" in page
    assert "Nay thuộc" in page


def test_a_sibling_is_refused_and_a_stranger_sent_to_sign_in(acting, client, places):
    assert client.get("/to-chuc").status_code == 302
    assert acting(reader(frozenset({places["one"]}))).get(f"/to-chuc/{places['two']}").status_code == 403


def test_the_tree_of_an_earlier_day_shows_the_units_of_that_day(acting, places):
    client = acting(reader(None))
    page = client.get("/to-chuc?ngay=2025-06-30").text
    assert "Xã Cũ" in page
    assert "Xã Mẫu Một" not in page
    assert "hoạt động vào ngày 30/06/2025" in page
    assert client.get("/to-chuc?ngay=hôm qua").status_code == 422


def test_a_unit_that_is_not_there_is_not_found(acting, places):
    assert acting(reader(None)).get("/to-chuc/999999").status_code == 404
