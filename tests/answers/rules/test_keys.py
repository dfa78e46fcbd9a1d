"""Keys cannot be invented or carried elsewhere; receipts survive typing and lead nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.answers.rules import keys

SECRET = b"s" * 32
OPENED = datetime(2026, 11, 20, 3, 0, 0, 123_000, tzinfo=UTC)
NONCE = bytes(range(12))


def a_key(nonce: bytes = NONCE) -> keys.SheetKey:
    return keys.SheetKey(nonce, OPENED)


@given(st.binary(min_size=12, max_size=12), st.integers(0, 80 * 365 * 86_400_000))
def test_a_key_reads_back_to_its_nonce_and_moment(nonce: bytes, milliseconds: int):
    opened = OPENED + timedelta(milliseconds=milliseconds, microseconds=7)
    text = keys.make_key(SECRET, "k7m2xq9d", nonce, opened)
    read = keys.read_key(SECRET, "k7m2xq9d", text)
    assert len(text) == keys.KEY_LENGTH
    assert read is not None
    assert read.nonce == nonce
    assert timedelta(0) <= opened - read.opened_at < timedelta(milliseconds=1)


def test_a_key_belongs_to_one_code_and_one_installation():
    text = keys.make_key(SECRET, "k7m2xq9d", NONCE, OPENED)
    assert keys.read_key(SECRET, "k7m2xq9e", text) is None
    assert keys.read_key(b"t" * 32, "k7m2xq9d", text) is None


@given(st.integers(0, keys.KEY_LENGTH - 1), st.characters())
def test_a_key_with_any_letter_changed_is_no_key(place: int, letter: str):
    text = keys.make_key(SECRET, "k7m2xq9d", NONCE, OPENED)
    changed = text[:place] + letter + text[place + 1 :]
    assert (keys.read_key(SECRET, "k7m2xq9d", changed) is None) == (changed != text)


@given(st.text(max_size=60))
def test_anything_else_is_no_key_and_no_receipt_and_never_an_error(text: str):
    assert keys.read_key(SECRET, "k7m2xq9d", text) is None
    read = keys.read_receipt(text)
    assert read is None or keys.read_receipt(keys.shown_receipt(read)) == read


def test_the_same_key_gives_the_same_row_and_receipt_and_another_key_others():
    other = a_key(b"x" * 12)
    assert keys.sheet_id(SECRET, a_key()) == keys.sheet_id(SECRET, a_key())
    assert keys.sheet_id(SECRET, a_key()) != keys.sheet_id(SECRET, other)
    assert keys.receipt_for(SECRET, a_key()) != keys.receipt_for(SECRET, other)


def test_a_receipt_is_read_however_it_was_typed():
    receipt = keys.receipt_for(SECRET, a_key())
    shown = keys.shown_receipt(receipt)
    assert [len(part) for part in shown.split("-")] == [4, 4, 4, 1]
    assert keys.read_receipt(f"  {shown.lower().replace('-', ' ')} ") == receipt
    assert keys.read_receipt(shown.replace("0", "o").replace("1", "l")) == receipt


@given(st.binary(min_size=12, max_size=12), st.integers(0, 12), st.sampled_from(keys.CROCKFORD))
def test_one_wrong_character_in_a_receipt_always_shows(nonce: bytes, place: int, letter: str):
    receipt = keys.receipt_for(SECRET, a_key(nonce))
    changed = receipt[:place] + letter + receipt[place + 1 :]
    assert (keys.read_receipt(changed) is None) == (changed != receipt)


@given(st.binary(min_size=12, max_size=12), st.integers(0, 11))
def test_two_swapped_neighbours_in_a_receipt_always_show(nonce: bytes, place: int):
    receipt = keys.receipt_for(SECRET, a_key(nonce))
    swapped = receipt[:place] + receipt[place + 1] + receipt[place] + receipt[place + 2 :]
    assert (keys.read_receipt(swapped) is None) == (swapped != receipt)


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKMN-PQ", "ĐĐĐĐ-ĐĐĐĐ-ĐĐĐĐ-Đ", "@@@@@@@@@@@@@"])
def test_what_is_no_receipt_is_none(typed: str):
    assert keys.read_receipt(typed) is None
