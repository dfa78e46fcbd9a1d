"""Which unit is meant."""

from datetime import date

import pytest

from feedback.foundation.errors import Invalid, NotFound
from feedback.organisation.queries import (
    find_area,
    find_prefix_unit,
    find_unit_at,
    find_unit_by_name,
    get_area,
    get_unit,
    get_unit_at,
    list_area_units,
    list_areas,
    list_predecessors,
    list_prefixes,
    list_successors,
    list_units,
    names_on,
    unit_names,
)
from feedback.organisation.tables import UnitPrefix, UnitSuccession

TODAY = date(2026, 11, 20)
OLD = {"generation": "old", "valid_from": None, "valid_to": date(2025, 6, 30)}


def test_a_code_used_again_means_the_unit_of_the_day(session, make):
    old = make.unit("Phường 1", code="19333", **OLD)
    new = make.unit("Phường Đông Hà", code="19333")
    assert get_unit_at(session, "19333", TODAY).id == new.id
    assert get_unit_at(session, "19333", date(2025, 6, 30)).id == old.id
    assert get_unit_at(session, "19333@2025-06-30", TODAY).id == old.id


def test_a_code_of_the_past_is_refused_with_the_address_to_write(session, make):
    make.unit("Huyện Hải Lăng", code="470", level="district", **OLD)
    with pytest.raises(NotFound, match=r"Huyện Hải Lăng.*đến 30/06/2025.*ghi 470@2025-06-30"):
        get_unit_at(session, "470", TODAY)


def test_an_unknown_code_is_refused_with_where_to_look(session):
    assert find_unit_at(session, "99999", TODAY) is None
    with pytest.raises(NotFound, match=r"Không có đơn vị mã 99999.*trang Tổ chức"):
        get_unit_at(session, "99999", TODAY)


def test_an_unreadable_address_is_refused_before_any_look(session):
    with pytest.raises(Invalid):
        get_unit_at(session, "' or 1=1", TODAY)


def test_an_id_that_is_not_there_is_refused(session):
    with pytest.raises(NotFound):
        get_unit(session, 12345)


def test_a_unit_is_found_by_what_an_export_prints(session, make):
    unit = make.unit("Xã Hải Lăng")
    make.unit("Xã Hải Lăng", **OLD)
    for printed in (
        "Xã Hải Lăng",
        "UBND XÃ HẢI LĂNG",
        "hải lăng",
        "Trung tâm Phục vụ hành chính công xã Hải Lăng, Quảng Trị",
    ):
        found = find_unit_by_name(session, printed, TODAY)
        assert found is not None
        assert found.id == unit.id


def test_a_name_that_two_units_share_means_neither(session, make):
    make.unit("Xã Hải Lăng")
    make.unit("Phường Hải Lăng", kind="phường")
    assert find_unit_by_name(session, "Hải Lăng", TODAY) is None
    assert find_unit_by_name(session, "Xã Hải Lăng", TODAY) is not None
    assert "hai lang" not in names_on(session, TODAY)


def test_units_are_listed_by_name_as_of_a_day(session, make):
    make.unit("Xã B")
    make.unit("Xã A")
    make.unit("Xã cũ", **OLD)
    assert [unit.name for unit in list_units(session, TODAY)] == ["Xã A", "Xã B"]
    assert list_units(session, TODAY, level="province") == []
    assert list_units(session, TODAY, ids=[]) == []


def test_successors_and_predecessors_are_two_sides_of_one_row(session, make):
    old, new = make.unit("Phường 1", **OLD), make.unit("Phường Đông Hà")
    session.add(
        UnitSuccession(
            old_unit_id=old.id, new_unit_id=new.id, effective=date(2025, 7, 1), legal_basis="NQ 1680", confidence="high"
        )
    )
    session.flush()
    assert [unit.id for unit in list_predecessors(session, new.id)] == [old.id]
    assert [unit.id for unit in list_successors(session, old.id)] == [new.id]


def test_an_area_is_found_by_code_with_its_units(session, make):
    unit = make.unit()
    area = make.area(unit)
    assert get_area(session, area.code).id == area.id
    assert [each.id for each in list_areas(session)] == [area.id]
    assert [each.id for each in list_area_units(session, area.id)] == [unit.id]
    assert find_area(session, "DB000") is None
    with pytest.raises(NotFound, match="Không có địa bàn mã DB000"):
        get_area(session, "DB000")


def test_a_prefix_names_its_unit(session, make):
    unit = make.unit()
    session.add(UnitPrefix(prefix="H50.41.01", unit_id=unit.id, source=""))
    session.flush()
    found = find_prefix_unit(session, "H50.41.01")
    assert found is not None
    assert found.id == unit.id
    assert find_prefix_unit(session, "H50.41.99") is None
    assert list_prefixes(session) == {"H50.41.01": unit.id}


def test_names_are_told_by_id_also_of_units_that_are_gone(session, make):
    now, gone = make.unit("Xã Nay"), make.unit("Xã Xưa", valid_to=date(2025, 6, 30), generation="old", valid_from=None)
    assert unit_names(session, {now.id, gone.id, 999_999}) == {now.id: "Xã Nay", gone.id: "Xã Xưa"}
