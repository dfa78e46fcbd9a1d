"""Codes are reused: a report is about the unit that bore the code in that week."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.organisation.tables import UnitSuccession
from feedback.reports.queries.scopes import (
    area_scope,
    get_scope,
    has_places,
    list_all_places,
    list_places,
    scope_of_area,
    scope_of_unit,
    unit_scope,
)
from feedback.reports.rules.numbers import ScopeKind
from feedback.reports.rules.weeks import Week
from tests.factories import Factory

NOW, CHANGE, BEFORE = Week(2026, 46), Week(2025, 27), Week(2025, 20)
LAST_DAY = date(2025, 6, 30)


def test_the_same_code_is_another_unit_in_another_week(session: Session, make: Factory) -> None:
    old = make.unit("Phường 1", code="19333", generation="old", valid_from=None, valid_to=LAST_DAY)
    new = make.unit("Phường Đông Hà", code="19333")
    assert [unit_scope(session, "19333", week).id for week in (BEFORE, CHANGE, NOW)] == [old.id, new.id, new.id]
    assert unit_scope(session, "19333@2025-06-30", NOW).id == old.id


def test_a_code_nobody_bore_that_week_is_refused_with_those_who_did(session: Session, make: Factory) -> None:
    make.unit("Huyện Hải Lăng", code="470", generation="old", valid_from=None, valid_to=LAST_DAY)
    with pytest.raises(NotFound, match="470@2025-06-30"):
        unit_scope(session, "470", NOW)


def test_a_unit_stands_with_those_below_it_unless_asked_alone(session: Session, make: Factory) -> None:
    province = make.unit("Tỉnh Mẫu", level="province")
    communes = [make.unit(f"Xã Mẫu {name}", parent=province) for name in ("Hai", "Ba")]
    whole = unit_scope(session, province.code, NOW)
    assert whole.kind is ScopeKind.SUBTREE
    assert [place.name for place in list_places(session, whole, NOW)] == ["Tỉnh Mẫu", "Xã Mẫu Ba", "Xã Mẫu Hai"]
    assert unit_scope(session, province.code, NOW, alone=True).kind is ScopeKind.UNIT
    assert unit_scope(session, communes[0].code, NOW).kind is ScopeKind.UNIT


def test_an_area_holds_in_each_week_the_units_of_that_week(session: Session, make: Factory) -> None:
    new = make.unit("Xã Mới")
    old = make.unit("Xã Cũ", generation="old", valid_from=None, valid_to=LAST_DAY)
    session.add(
        UnitSuccession(
            old_unit_id=old.id, new_unit_id=new.id, effective=date(2025, 7, 1), legal_basis="mẫu", confidence="high"
        )
    )
    session.flush()
    scope = scope_of_area(session, make.area(new, name="Địa bàn mẫu").id)
    names = [[place.name for place in list_places(session, scope, week)] for week in (BEFORE, CHANGE, NOW)]
    assert names == [["Xã Cũ"], ["Xã Cũ", "Xã Mới"], ["Xã Mới"]]
    assert area_scope(session, scope.code) == scope == get_scope(session, ScopeKind.AREA, scope.id)


def test_a_unit_not_yet_there_has_no_place_in_the_week(session: Session, make: Factory) -> None:
    unit = make.unit()
    assert not has_places(session, scope_of_unit(session, unit.id, ScopeKind.UNIT), BEFORE)
    assert list_all_places(session, BEFORE) == []


def test_an_unknown_area_or_unit_is_refused(session: Session) -> None:
    with pytest.raises(NotFound):
        get_scope(session, ScopeKind.AREA, 12345)
    with pytest.raises(NotFound):
        get_scope(session, ScopeKind.UNIT, 12345)
