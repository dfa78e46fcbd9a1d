"""Matching units by printed names."""

import pytest

from feedback.organisation.rules.names import keys_within, name_keys, own_keys, unit_key


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Xã Hải Lăng", "xa hai lang"),
        ("UBND xã Hải Lăng", "xa hai lang"),
        ("ỦY BAN NHÂN DÂN XÃ HẢI LĂNG", "xa hai lang"),
        ("Trung tâm Phục vụ hành chính công xã Hải Lăng, tỉnh Quảng Trị", "xa hai lang"),
        ("TTPVHCC P. Đồng Hới", "phuong dong hoi"),
        ("TT. PVHCC phường Đồng Hới", "phuong dong hoi"),
        ("TT. Diên Sanh", "thi tran dien sanh"),
        ("Bộ phận TN&TKQ - UBND xã Hải Lăng", "xa hai lang"),
        ("Bộ phận Một cửa - UBND TT. Diên Sanh", "thi tran dien sanh"),
        ("Ủy ban nhân dân  xã  Hải Lăng", "xa hai lang"),
    ],
)
def test_the_office_before_a_name_does_not_matter(printed, key):
    assert unit_key(printed) == key


def test_keys_go_from_exact_to_loose():
    assert own_keys("UBND xã Hải Lăng") == ("ubnd xa hai lang", "xa hai lang", "hai lang")


def test_a_printed_kind_is_meant():
    assert name_keys("UBND huyện Hải Lăng") == ("ubnd huyen hai lang", "huyen hai lang")


def test_the_province_behind_an_agency_may_stand_or_not():
    assert "so tu phap" in name_keys("SỞ TƯ PHÁP TỈNH QUẢNG TRỊ")
    assert name_keys("UBND tỉnh Quảng Trị") == ("ubnd tinh quang tri", "tinh quang tri")


def test_a_name_without_office_or_kind_has_one_key():
    assert name_keys("Khe Sanh") == own_keys("Khe Sanh") == ("khe sanh",)


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("Đơn vị: UBND xã Cam Lộ", ("xa cam lo",)),
        ("SỔ THEO DÕI HỒ SƠ - XÃ CAM LỘ", ("xa cam lo",)),
        ("Theo quyết định của UBND tỉnh Quảng Trị", ()),
        ("Từ ngày 01/07/2026 đến ngày 20/11/2026", ()),
    ],
)
def test_a_heading_may_end_with_the_name_of_a_unit(line, keys):
    assert keys_within(line) == keys
