"""Codes, digits, PINs and terms of tablets."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.collection_points.rules.tablets import (
    ASK_WORDS,
    CODE_ALPHABET,
    CODE_LENGTH,
    PIN_ROUNDS,
    STATE_WORDS,
    Ask,
    TabletState,
    clock_words,
    code_from,
    code_hash,
    device_state,
    digits_of,
    hash_pin,
    invitation,
    pin_for_tablet,
    read_code,
    read_reason,
    read_terms,
    shown_code,
)
from feedback.foundation.errors import Invalid

SALT = b"muoi" * 4
KEY = b"\x04" + b"k" * 64
TABLET = UUID("6f9619ff-8b86-4011-b42d-00c04fc964ff")


@given(st.binary(min_size=10, max_size=10))
@settings(deadline=None)
def test_a_code_is_read_back_however_it_is_typed(randomness: bytes):
    code = code_from(randomness)
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(CODE_ALPHABET)
    typed = shown_code(code).lower().replace("0", "o").replace("1", "l")
    assert read_code(f" {typed} ") == code


def test_every_bit_of_the_randomness_is_in_the_code():
    codes = {code_from((1 << bit).to_bytes(10, "big")) for bit in range(80)}
    assert len(codes | {code_from(bytes(10))}) == 81


def test_what_is_stored_of_a_code_needs_the_installations_secret():
    assert code_hash(b"a" * 32, "ABCD") != code_hash(b"b" * 32, "ABCD")
    assert "ABCD" not in code_hash(b"a" * 32, "ABCD")


def test_the_invitation_keeps_the_code_behind_the_hash():
    assert invitation("https://x.vn", "ABCDEFGHJKMNPQRS") == "https://x.vn/may/#ABCD-EFGH-JKMN-PQRS"


def test_the_digits_are_those_the_app_works_out():
    digest = hashlib.sha256(b"lang-nghe-digits" + KEY + TABLET.bytes).hexdigest()
    assert digits_of(KEY, TABLET) == str(int(digest, 16) % 1_000_000).zfill(6)
    assert digits_of(KEY[:-1] + b"x", TABLET) != digits_of(KEY, TABLET)


def test_a_pin_can_be_checked_without_us():
    known = pin_for_tablet(hash_pin(" 246813 ", SALT))
    salt = urlsafe_b64decode(f"{known['salt']}==")
    again = hashlib.pbkdf2_hmac("sha256", b"246813", salt, int(known["rounds"]))
    assert known["rounds"] == PIN_ROUNDS
    assert salt == SALT
    assert urlsafe_b64decode(f"{known['hash']}=") == again


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a", "٣٤٥٦٧٨", "000000", "123456", "987654", "654321"])
def test_a_pin_that_is_none_or_too_easy_is_refused(pin: str):
    with pytest.raises(Invalid):
        hash_pin(pin, SALT, 1)


def test_terms_are_cleaned_and_must_go_together():
    assert read_terms("  K03 ", "officer", 7).name == "K03"
    assert read_terms("K03", "none", 7).counter_id == 7
    for name, ask, counter in (("", "none", None), ("x" * 41, "none", None), ("K", "all", None), ("K", "counter", 7)):
        with pytest.raises(Invalid):
            read_terms(name, ask, counter)


def test_a_reason_is_needed():
    assert read_reason(" máy  mất ") == "máy mất"
    for text in ("", "  ", "x" * 301):
        with pytest.raises(Invalid):
            read_reason(text)


def test_a_rejected_tablet_hears_that_it_is_revoked():
    assert device_state(TabletState.REJECTED) == "revoked"
    assert {device_state(state) for state in ("waiting", "active", "revoked")} == {"waiting", "active", "revoked"}


def test_every_state_and_question_has_its_words():
    assert set(STATE_WORDS) == set(TabletState)
    assert set(ASK_WORDS) == set(Ask)


@pytest.mark.parametrize(
    ("offset", "said"),
    [
        (0, "đúng giờ"),
        (-59_999, "đúng giờ"),
        (60_000, "chậm 1 phút"),
        (-3 * 3_600_000, "nhanh 3 giờ"),
        (2 * 86_400_000, "chậm 2 ngày"),
    ],
)
def test_how_wrong_a_clock_is(offset: int, said: str):
    assert clock_words(offset) == said
