from __future__ import annotations

import pytest

from feedback.records.rules import Places, belonging, find_heading_unit
from tests.records.rules.samples import facts

NAMES = {"xa cam lo": 5, "xa hai lang": 1, "tinh quang tri": 44}
PREFIXES = {"H50.41.01": 7}


def told(places=None, **more):
    found = belonging(facts(**more), places or Places(NAMES, PREFIXES))
    return found and (found.solving_id, found.receiving_id, found.solving_inferred, found.receiving_inferred)


@pytest.mark.parametrize(
    ("columns", "units"),
    [
        ({"solving_text": "UBND xã Cam Lộ"}, (5, 5, False, True)),
        ({"receiving_text": "ỦY BAN NHÂN DÂN XÃ HẢI LĂNG"}, (1, 1, True, False)),
        ({"solving_text": "UBND xã Cam Lộ", "receiving_text": "UBND xã Hải Lăng"}, (5, 1, False, False)),
        ({}, (7, 7, True, False)),
        ({"solving_text": "Phòng lạ"}, (7, 7, True, False)),
    ],
)
def test_solving_agency_then_receiving_unit_then_prefix(columns, units):
    assert told(**columns) == units


def test_heading_then_choice_fill_the_gap():
    code = {"code": "H99.1-261116-0001"}
    assert told(Places(NAMES, PREFIXES, heading=3, chosen=4), **code) == (3, 3, True, False)
    assert told(Places(NAMES, PREFIXES, chosen=4), **code) == (4, 4, True, False)
    assert told(Places(NAMES, PREFIXES), **code) is None


def test_a_choice_that_contradicts_is_told_and_does_not_win():
    found = belonging(facts(), Places(NAMES, PREFIXES, chosen=4))
    assert found is not None
    assert (found.solving_id, found.contradicts_choice) == (7, True)


def test_the_lowest_agency_above_the_table_is_the_heading():
    assert find_heading_unit(NAMES, ["UBND TỈNH QUẢNG TRỊ", "UBND XÃ CAM LỘ", "SỔ THEO DÕI HỒ SƠ"]) == 5
    assert find_heading_unit(NAMES, ["SỔ THEO DÕI"]) is None


@pytest.mark.parametrize(
    ("headings", "unit"),
    [
        (["Đơn vị: UBND xã Cam Lộ", "SỔ THEO DÕI"], 5),
        (["SỔ THEO DÕI HỒ SƠ - XÃ CAM LỘ"], 5),
        (["UBND TỈNH QUẢNG TRỊ", "SỔ THEO DÕI HỒ SƠ CỦA XÃ CAM LỘ"], 5),
        (["UBND XÃ CAM LỘ", "UBND TỈNH QUẢNG TRỊ"], 5),
        (["UBND TỈNH QUẢNG TRỊ"], 44),
        (["UBND HUYỆN HẢI LĂNG"], None),
    ],
)
def test_headings_name_units_in_many_ways(headings, unit):
    assert find_heading_unit(NAMES, headings) == unit


def test_a_district_that_was_is_not_the_commune_of_its_name():
    assert told(solving_text="UBND huyện Cam Lộ") == (7, 7, True, False)
