from __future__ import annotations

from datetime import date

from feedback.organisation.tables import Officer
from feedback.reports.queries.recipients import list_recipients

TODAY = date(2026, 11, 20)


def officer(session, unit, email, **more):
    session.add(Officer(unit_id=unit.id, person_name="Lê Thị Mẫu", email=email, position="", active=True, **more))
    session.flush()


def test_officers_and_heads_with_an_address_are_written_to_by_address(session, make):
    province = make.unit(level="province")
    one, other = make.unit(parent=province), make.unit(parent=province)
    make.account("officer", unit=one, email="can-bo@mau.example", person_name="Nguyễn Văn Mẫu")
    make.account("leader", unit=province, email="lanh-dao@mau.example")
    make.account("head", unit=one, email=None)
    make.account("head", unit=other, email="nghi@mau.example", active=False)
    make.head(other, email="Thu-Truong@mau.example", person_name="Trần Thị Mẫu")
    make.head(one, email="da-nghi@mau.example", valid_to=date(2026, 1, 1))
    officer(session, one, "thu-truong@mau.example")
    officer(session, one, "  ")
    found = {each.email: each for each in list_recipients(session, TODAY)}
    assert set(found) == {"can-bo@mau.example", "thu-truong@mau.example"}
    assert found["can-bo@mau.example"].unit_ids == {one.id}
    shared = found["thu-truong@mau.example"]
    assert shared.unit_ids == {one.id, other.id}
    assert shared.names == ("Trần Thị Mẫu", "Lê Thị Mẫu")
