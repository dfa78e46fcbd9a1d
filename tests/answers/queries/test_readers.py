"""Who reads talk of bribery: the inspector and the leader above, nobody who also works for the unit."""

from __future__ import annotations

from sqlalchemy.orm import Session

from feedback.accounts.rules import Role
from feedback.accounts.tables import RoleGrant
from feedback.answers.queries.readers import find_unit_above, list_readers
from tests.factories import START, Factory


def test_inspectors_and_leaders_above_read_and_the_units_own_people_do_not(session: Session, make: Factory):
    province = make.unit("Tỉnh Mẫu", level="province", code="90000")
    unit = make.unit("Xã Mẫu", parent=province, code="90001")
    beside = make.unit("Xã Bên", parent=province, code="90002")
    make.account(Role.INSPECTOR, login="thanh.tra", person_name="Thanh tra tỉnh")
    make.account(Role.LEADER, unit=province, login="lanh.dao", person_name="Lãnh đạo tỉnh")
    make.account(Role.LEADER, unit=unit, login="pho.xa", person_name="Phó chủ tịch xã")
    make.account(Role.HEAD, unit=unit, login="chu.tich", person_name="Chủ tịch xã")
    make.account(Role.INSPECTOR, unit=beside, login="ben", person_name="Thanh tra xã bên")
    reading = {reader.person_name for reader in list_readers(session) if reader.reaches(unit.id)}
    assert reading == {"Thanh tra tỉnh", "Lãnh đạo tỉnh"}
    assert {reader.person_name for reader in list_readers(session) if reader.reaches(province.id)} == {"Thanh tra tỉnh"}


def test_whoever_is_head_of_the_unit_reads_nothing_of_it_whatever_else_they_hold(session: Session, make: Factory):
    province = make.unit("Tỉnh Mẫu", level="province", code="90000")
    unit = make.unit("Xã Mẫu", parent=province, code="90001")
    other = make.unit("Xã Khác", parent=province, code="90002")
    person = make.account(Role.HEAD, unit=unit, login="hai.vai", person_name="Hai vai")
    for role, place in ((Role.INSPECTOR, None), (Role.LEADER, province.id)):
        session.add(RoleGrant(account_id=person.id, role=role, unit_id=place, area_id=None, granted_at=START))
    session.flush()
    (reader,) = list_readers(session)
    assert not reader.reaches(unit.id)
    assert reader.reaches(other.id)


def test_the_unit_above_is_the_parent(session: Session, make: Factory):
    province = make.unit("Tỉnh Mẫu", level="province", code="90000")
    unit = make.unit("Xã Mẫu", parent=province, code="90001")
    assert find_unit_above(session, unit.id) == province.id
    assert find_unit_above(session, province.id) is None
