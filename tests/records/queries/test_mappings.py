from __future__ import annotations

import pytest

from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import NotFound
from feedback.records.actions.mappings import forget_mapping, save_mapping
from feedback.records.queries.mappings import (
    get_mapping,
    list_mapping_lines,
    list_mappings,
    list_mappings_named,
    mapping_for,
)
from feedback.records.rules import DateOrder, Role
from feedback.records.rules.guessing import look
from tests.records.reference import AS_OF
from tests.records.rules.samples import CATALOGUE, row
from tests.records.rules.test_guessing import PATTERN

ROLES = {"so bn": Role.CODE, "viec": Role.PROCEDURE_NAME, "nop": Role.RECEIVED}


def save(session, name="Một cửa tỉnh", titles=("Số BN", "Việc", "Nộp"), **other):
    looked = look([row(1, *titles), row(2, "a", "b", "1234")], (), CATALOGUE, PATTERN)
    assert looked is not None
    said = {"unit_id": None, "roles": ROLES, "order": DateOrder.DAY_FIRST, "statuses": {}, **other}
    return save_mapping(session, actor=SYSTEM, now=AS_OF, name=name, looked=looked, **said), looked.keys


def test_a_saved_reading_is_found_by_its_titles_and_by_its_name(session):
    saved, keys = save(session)
    assert mapping_for(session, keys) == saved
    assert mapping_for(session, [*keys, "ghi chu"]) is None
    (named,) = list_mappings_named(session, "một CỬA tỉnh")
    assert named.fits([*keys, "ghi chu"])
    with pytest.raises(NotFound, match="Đang có: “Một cửa tỉnh”"):
        list_mappings_named(session, "Khác")


def test_lists_show_those_in_use_first_and_what_they_were_before(session):
    save(session)
    second, _ = save(session, order=DateOrder.MONTH_FIRST)
    other, _ = save(session, "Phần mềm khác", ("Số BN", "Việc", "Nộp", "Thêm"))
    assert [each.id for each in list_mappings(session)] == [other.id, second.id]
    lines = list_mapping_lines(session)
    assert [(line.mapping.name, line.mapping.version, line.ended_at is None) for line in lines] == [
        ("Một cửa tỉnh", 2, True),
        ("Phần mềm khác", 1, True),
        ("Một cửa tỉnh", 1, False),
    ]
    assert [line.id for line in list_mapping_lines(session, "phần mềm khác")] == [other.id]
    assert lines[0].said == [("Số BN", Role.CODE), ("Việc", Role.PROCEDURE_NAME), ("Nộp", Role.RECEIVED)]
    assert lines[0].as_json["date_order"] == "month_first"


def test_what_is_forgotten_is_used_no_more_and_still_known(session):
    saved, keys = save(session)
    forget_mapping(session, actor=SYSTEM, now=AS_OF, mapping_id=saved.id)
    assert mapping_for(session, keys) is None
    assert get_mapping(session, saved.id).ended_at == AS_OF
    with pytest.raises(NotFound):
        get_mapping(session, saved.id + 1)


def test_ones_own_words_come_first_then_those_for_everybody_then_the_neighbours(session, make):
    mine, other = make.unit().id, make.unit().id
    theirs, keys = save(session, "Của bạn", unit_id=other)
    assert mapping_for(session, keys, mine) == theirs, "better than nothing"
    common, _ = save(session, "Dùng chung")
    assert mapping_for(session, keys, mine) == common
    own, _ = save(session, "Của mình", unit_id=mine)
    assert mapping_for(session, keys, mine) == own
    assert mapping_for(session, keys, other) == theirs, "nobody's words are changed by others"
    assert [line.mapping.name for line in list_mapping_lines(session, units=[mine])] == ["Của mình", "Dùng chung"]
