"""Heads, desks, counters, officers."""

from datetime import date

import pytest

from feedback.foundation.errors import NotFound
from feedback.organisation.queries import (
    find_counter,
    find_desk,
    find_head,
    get_head,
    list_counters,
    list_desks,
    list_heads,
    list_officers,
)
from feedback.organisation.tables import Officer

TODAY = date(2026, 11, 20)


def test_of_several_heads_the_one_appointed_last_leads(session, make):
    unit = make.unit()
    make.head(unit, "Người Mẫu Một", valid_from=date(2025, 7, 1))
    make.head(unit, "Người Mẫu Hai", valid_from=date(2026, 3, 1))
    assert get_head(session, unit.id, TODAY).person_name == "Người Mẫu Hai"
    assert get_head(session, unit.id, date(2026, 2, 28)).person_name == "Người Mẫu Một"
    assert list_heads(session, TODAY)[unit.id].person_name == "Người Mẫu Hai"


def test_a_head_without_dates_leads_until_somebody_dated_does(session, make):
    unit = make.unit()
    make.head(unit, "Người Mẫu Một")
    assert get_head(session, unit.id, TODAY).person_name == "Người Mẫu Một"
    make.head(unit, "Người Mẫu Hai", valid_from=date(2026, 3, 1))
    assert get_head(session, unit.id, TODAY).person_name == "Người Mẫu Hai"


def test_a_unit_without_a_head_is_told_with_what_to_do(session, make):
    unit = make.unit("Xã Mẫu")
    make.head(unit, valid_to=date(2026, 1, 1))
    assert find_head(session, unit.id, TODAY) is None
    assert list_heads(session, TODAY, [unit.id]) == {}
    with pytest.raises(NotFound, match=r"Chưa có người đứng đầu của Xã Mẫu.*/to-chuc/nap"):
        get_head(session, unit.id, TODAY)


def test_desks_and_counters_are_listed_by_unit(session, make):
    unit = make.unit()
    desk = make.desk(unit)
    used, unused = make.counter(unit, desk=desk), make.counter(unit, active=False)
    assert [each.id for each in list_desks(session, [unit.id])] == [desk.id]
    assert [each.id for each in list_counters(session, [unit.id])] == [used.id]
    assert {each.id for each in list_counters(session, active=False)} == {used.id, unused.id}
    assert find_counter(session, unit.id, used.code) is used
    assert find_desk(session, unit.id, "không có") is None


def test_officers_who_left_are_not_listed(session, make):
    unit = make.unit()
    for name, active in (("Người Mẫu B", True), ("Người Mẫu A", True), ("Người Mẫu C", False)):
        session.add(Officer(unit_id=unit.id, desk_id=None, person_name=name, email=None, active=active))
    session.flush()
    assert [each.person_name for each in list_officers(session, [unit.id])] == ["Người Mẫu A", "Người Mẫu B"]
