"""The form's number, the contact and the code of a wish to be called back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.answers.rules import call_backs as rules
from feedback.foundation.errors import Invalid

SECRET, NONCE = b"s" * 32, b"n" * 12


def test_a_form_is_good_for_a_day_and_only_as_it_was_made(now: datetime):
    key = rules.make_form_key(SECRET, NONCE, now)
    assert rules.read_form_key(SECRET, key, now) == NONCE
    assert rules.read_form_key(SECRET, key, now + timedelta(hours=23)) == NONCE
    assert rules.read_form_key(SECRET, key, now + timedelta(hours=25)) is None
    assert rules.read_form_key(b"x" * 32, key, now) is None
    assert rules.read_form_key(SECRET, "A" + key[1:], now) is None


@given(st.text())
def test_what_is_no_key_is_none(text: str):
    assert rules.read_form_key(SECRET, text, datetime.fromisoformat("2026-11-20T10:00:00+00:00")) is None


def test_the_code_leads_to_the_row_however_it_is_typed():
    code = rules.withdrawal_code(SECRET, NONCE)
    typed = rules.shown_code(code).lower()
    assert rules.read_withdrawal_code(typed) == code
    assert rules.row_id(SECRET, code) == rules.row_id(SECRET, rules.withdrawal_code(SECRET, NONCE))
    assert rules.row_id(b"x" * 32, code) != rules.row_id(SECRET, code)
    assert rules.read_withdrawal_code(code[:-1]) is None
    assert rules.read_withdrawal_code("U" * 10) is None


@pytest.mark.parametrize(
    "typed", ["0905 123 456", "+84 905.123.456", "84905123456", "\uff10905123456", "(0905) 123-456"]
)
def test_a_number_is_read_however_it_is_typed(typed: str):
    assert rules.read_contact(typed, " Hoa ", "").phone == "0905123456"


@pytest.mark.parametrize("typed", ["", "090512345", "1234567890", "abc", "0905123456789"])
def test_a_number_that_cannot_be_called_is_refused(typed: str):
    with pytest.raises(Invalid, match="Số điện thoại chưa đúng"):
        rules.read_contact(typed, "", "")


def test_a_name_or_time_that_is_a_story_is_refused():
    with pytest.raises(Invalid, match="Tên dài quá"):
        rules.read_contact("0905123456", "a" * 61, "")
    with pytest.raises(Invalid, match="Lúc tiện nghe máy dài quá"):
        rules.read_contact("0905123456", "", "a" * 101)


def test_half_a_number_tells_two_apart_and_cannot_be_called():
    assert rules.half_hidden("0905123456") == "09xx xxx 456"
    assert rules.shown_phone("0905123456") == "0905 123 456"


def test_only_a_known_outcome_ends_a_wish():
    assert rules.check_outcome("reached") == "reached"
    with pytest.raises(Invalid):
        rules.check_outcome("x")
