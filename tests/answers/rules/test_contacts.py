"""Addresses, codes and plates in the ways people write them."""

from __future__ import annotations

import pytest

from feedback.answers.rules.contacts import find_codes, find_emails, find_plates
from feedback.answers.rules.lettering import plain


@pytest.mark.parametrize(
    "text",
    [
        "hoa.tran@example.com",
        "hoa.tran @ example . com",
        "hoa chấm trần a còng gmail chấm com",
        "hoa(at)example(dot)com",
        "HOA@GMAIL",
        "hoa.tran74 gmail.com",
        "hoa@congty",
        "hoa＠example.com.vn",
    ],
)
def test_an_address_is_found_whole(text: str):
    words = f"thư: {text} nhé"
    assert [words[each.start : each.end] for each in find_emails(plain(words))] == [text]


@pytest.mark.parametrize("text", ["họp @ 9h", "chấm 5@ nhé", "dùng gmail.com được không", "at 9h", "a còng là gì"])
def test_no_address_is_seen_where_none_is(text: str):
    assert list(find_emails(plain(text))) == []


@pytest.mark.parametrize(
    "text",
    ["H50.00.00-260901-0001", "h50 00 00 260901 0001", "hsG22.99.2-251107-0012", "H5O-260901-0001", "260901-0001"],
)
def test_a_file_code_is_found(text: str):
    (place,) = find_codes(text, plain(text))
    assert text[place.start : place.end].lower() in text.lower()
    assert place.end == len(text)


@pytest.mark.parametrize("text", ["C1234567", "hộ chiếu b1234567", "DN4797912345678"])
def test_a_passport_or_insurance_card_is_found(text: str):
    assert len(list(find_codes(text, plain(text)))) == 1


@pytest.mark.parametrize(
    "text", ["74C1-123.45", "74c112345", "74-C1 123.45", "biển số 74 c1 12345", "29X-1234", "xe tm-12-34"]
)
def test_a_plate_is_found(text: str):
    assert len(list(find_plates(text, plain(text)))) == 1


@pytest.mark.parametrize("text", ["20 km 15000", "lớp 12A 2025", "30 k 50000", "quầy 12A", "tm-12-34"])
def test_measures_and_years_are_no_plates(text: str):
    assert list(find_plates(text, plain(text))) == []
