"""Tokens that cannot be guessed or misread; hashes worth nothing without the key; what an answer may remember."""

from __future__ import annotations

import math
import secrets
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.answers.rules.codes import (
    LENGTH,
    CodePlace,
    Kind,
    Lateness,
    apology_token,
    check_day,
    code_address,
    hash_of,
    last_day,
    lateness_of,
    read_code,
    shown_address,
    shown_code,
    token_from,
)
from feedback.collection_points.rules import ALPHABET
from feedback.foundation.errors import Invalid
from feedback.records.rules import Category

BASE = "https://danhgia.example.gov.vn"
AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@given(st.binary(min_size=24, max_size=24))
def test_every_token_reads_back_however_it_is_typed(randomness: bytes):
    token = token_from(randomness)
    for typed in (token, token.upper(), shown_code(token), f" {shown_code(token).upper()} "):
        assert read_code(typed) == token


def test_a_token_has_sixty_bits_and_no_vowel_or_lookalike():
    assert math.log2(len(ALPHABET)) * LENGTH >= 60
    seen = {token_from(secrets.token_bytes(24)) for _ in range(500)}
    assert len(seen) == 500
    assert not set("".join(seen)) & set("aeiou01l")
    assert shown_code("kmqb27xd9ftw4") == "kmqb-27xd-9ftw4"


@pytest.mark.parametrize(
    "typed", ["", "kmqb", "kmqb-27xd-9ftw44", "kmqb-27xd-9ftwa", "kmqb-27xd-9ftw<", "KMQB27XD9FTW0"]
)
def test_what_cannot_be_a_code_is_none(typed: str):
    assert read_code(typed) is None


def test_the_address_in_words_is_the_same_address():
    address = code_address(BASE, "kmqb27xd9ftw4")
    assert address == f"{BASE}/h/kmqb27xd9ftw4"
    assert shown_address(address) == "danhgia.example.gov.vn/h/kmqb-27xd-9ftw4"
    assert shown_address("http://10.0.0.1:8000/q/k7m2xq9d") == "10.0.0.1:8000/q/k7m2xq9d"
    assert shown_address("") == ""


def test_the_hash_needs_the_key():
    assert hash_of(b"a" * 32, "kmqb27xd9ftw4") == hash_of(b"a" * 32, "kmqb27xd9ftw4")
    assert len({hash_of(bytes([n]) * 32, "kmqb27xd9ftw4") for n in range(9)}) == 9


def test_an_apologys_token_is_its_own_and_depends_on_key_notice_and_moment():
    base = {"notice_id": 1, "created_at": AT}
    mine = apology_token(b"a" * 32, **base)
    assert mine == apology_token(b"a" * 32, **base)
    later = AT + timedelta(microseconds=1)
    others = {
        apology_token(b"b" * 32, **base),
        apology_token(b"a" * 32, notice_id=2, created_at=AT),
        apology_token(b"a" * 32, notice_id=1, created_at=later),
    }
    assert len(others | {mine}) == 4


@pytest.mark.parametrize(
    ("category", "told"),
    [
        (Category.DONE_EARLY, Lateness.ON_TIME),
        (Category.OPEN_IN_TIME, Lateness.ON_TIME),
        (Category.OPEN_OVERDUE, Lateness.LATE_APOLOGISED),
        (Category.DONE_LATE, Lateness.LATE_APOLOGISED),
        (Category.PAUSED, None),
        (Category.WITHDRAWN, None),
        (Category.NO_DUE_OPEN, None),
    ],
)
def test_lateness_is_one_of_three_words_or_nothing(category: Category, told: Lateness | None):
    assert lateness_of(category, apologised=True) == told
    if told is Lateness.LATE_APOLOGISED:
        assert lateness_of(category, apologised=False) is Lateness.LATE


def test_codes_are_good_to_the_end_of_their_last_day_and_pages_of_one_unit_are_shared():
    last = last_day(date(2026, 11, 20), 60)
    one, two = (CodePlace(Kind.STICKER, 1, "Xã Mẫu", False, token, False, last) for token in ("a", "b"))
    assert (one.is_good(last), one.is_good(last + timedelta(days=1))) == (True, False)
    assert (one == two, hash(one) == hash(two), one.path == two.path) == (True, True, True)
    assert (one.counter_id, one.revoked_at, one.counter_name) == (None, None, "Mã trên giấy hẹn")
    assert last_day(date(2026, 11, 20), 0) == date(2026, 11, 21)


def test_stickers_are_for_days_about_now():
    check_day(date(2026, 12, 20), date(2026, 11, 20))
    with pytest.raises(Invalid):
        check_day(date(2062, 11, 20), date(2026, 11, 20))
