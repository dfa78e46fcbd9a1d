from __future__ import annotations

from feedback.apologies.queries.leaders import list_leaders_over


def test_leaders_of_the_unit_its_province_and_its_area_and_nobody_else(session, make):
    province = make.unit(level="province")
    one, other = make.unit(parent=province), make.unit(parent=province)
    make.account("leader", unit=province, email="tinh@mau.example")
    make.account("leader", area=make.area(one), email="dia-ban@mau.example")
    make.account("leader", unit=other, email="xa-khac@mau.example")
    make.account("leader", unit=province, email=None)
    make.account("leader", unit=province, email="nghi@mau.example", active=False)
    make.account("head", unit=one, email="thu-truong@mau.example")
    found = list_leaders_over(session, [one.id])
    assert [each.email for each in found] == ["tinh@mau.example", "dia-ban@mau.example"]
    assert list_leaders_over(session, []) == []
