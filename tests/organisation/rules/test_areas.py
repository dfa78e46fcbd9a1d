"""Areas from former districts."""

import pytest

from feedback.organisation.rules.areas import area_code, area_name, default_areas


@pytest.mark.parametrize(
    ("district", "area"),
    [
        ("Huyện Hải Lăng", "Địa bàn huyện Hải Lăng cũ"),
        ("Thành Phố Đồng Hới", "Địa bàn thành phố Đồng Hới cũ"),
        ("Thị xã Ba Đồn", "Địa bàn thị xã Ba Đồn cũ"),
        ("Cồn Cỏ", "Địa bàn Cồn Cỏ cũ"),
    ],
)
def test_an_area_is_called_after_its_former_district(district, area):
    assert area_name(district) == area


def test_an_area_code_tells_the_district_code():
    assert area_code("470") == "DB470"


def test_a_commune_stands_in_the_area_of_its_predecessors_district():
    parents = {1: None, 2: None, 11: 1, 12: 1, 21: 2}
    assert default_areas([1, 2], parents, [(11, 91), (12, 91), (21, 92)]) == {1: {91}, 2: {92}}


def test_a_commune_from_two_districts_stands_in_both_areas():
    assert default_areas([1, 2], {11: 1, 21: 2}, [(11, 91), (21, 91)]) == {1: {91}, 2: {91}}


def test_a_district_without_communes_hands_on_to_its_own_successor():
    assert default_areas([471], {471: 45}, [(471, 19742)]) == {471: {19742}}


def test_a_succession_of_provinces_makes_no_area():
    assert default_areas([1], {44: None}, [(44, 99)]) == {1: frozenset()}
