"""Default deny: a report opens for whoever is in charge of every one of its units."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from feedback.reports.queries.access import list_openable, may_open
from feedback.reports.queries.scopes import scope_of_area, scope_of_unit
from feedback.reports.rules.numbers import ScopeKind
from feedback.reports.rules.weeks import Week
from tests.factories import Factory
from tests.reports.worlds import WEEK


@pytest.mark.parametrize(
    ("held", "opened"),
    [
        ((), []),
        (("Xã Ba",), ["unit Xã Ba"]),
        (("Xã Ba", "Xã Hai"), ["area Địa bàn mẫu", "unit Xã Ba", "unit Xã Hai"]),
        (
            ("Tỉnh", "Xã Ba", "Xã Hai"),
            ["area Địa bàn mẫu", "subtree Tỉnh", "unit Tỉnh", "unit Xã Ba", "unit Xã Hai"],
        ),
    ],
)
def test_what_opens_follows_from_what_one_holds(
    session: Session, make: Factory, held: tuple[str, ...], opened: list[str]
) -> None:
    province = make.unit("Tỉnh", level="province")
    communes = [make.unit(name, parent=province) for name in ("Xã Hai", "Xã Ba")]
    make.area(*communes)
    ids = {unit.id for unit in (province, *communes) if unit.name in held}
    assert [f"{scope.kind} {scope.name}" for scope in list_openable(session, ids, WEEK)] == opened


def test_everything_opens_for_whoever_holds_every_unit_but_not_in_a_week_without_units(
    session: Session, make: Factory
) -> None:
    unit = make.unit()
    area = scope_of_area(session, make.area(unit).id)
    assert may_open(session, None, area, WEEK)
    assert not may_open(session, None, scope_of_unit(session, unit.id, ScopeKind.UNIT), Week(2024, 1))
    assert not may_open(session, {unit.id + 1}, area, WEEK)
