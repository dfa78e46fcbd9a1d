from __future__ import annotations

from sqlalchemy.orm import Session

from feedback.reports.queries.leaders import list_leaders
from feedback.reports.rules.numbers import ScopeKind
from tests.factories import Factory


def test_leaders_are_listed_with_what_each_of_them_leads(session: Session, make: Factory) -> None:
    province = make.unit("Tỉnh Mẫu", level="province")
    commune = make.unit("Xã Mẫu", parent=province)
    area = make.area(commune)
    make.account("leader", unit=province, person_name="A")
    make.account("leader", unit=commune, person_name="B")
    make.account("leader", area=area, person_name="C")
    make.account("head", unit=commune)
    make.account("leader", unit=province, active=False)
    found = {leader.person_name: leader.scopes for leader in list_leaders(session)}
    assert {name: [(scope.kind, scope.id) for scope in scopes] for name, scopes in found.items()} == {
        "A": [(ScopeKind.SUBTREE, province.id)],
        "B": [(ScopeKind.UNIT, commune.id)],
        "C": [(ScopeKind.AREA, area.id)],
    }


def test_a_leader_of_everywhere_and_nowhere_leads_no_scope(session: Session, make: Factory) -> None:
    make.account("leader")
    assert [leader.scopes for leader in list_leaders(session)] == [()]
