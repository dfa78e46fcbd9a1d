"""Tokens can be typed from paper, and a code that leads nowhere is not printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.collection_points import rules
from feedback.foundation.errors import Invalid


@given(st.binary(min_size=rules.TOKEN_BYTES, max_size=rules.TOKEN_BYTES))
def test_a_token_has_eight_letters_nobody_mistakes(randomness: bytes):
    token = rules.token_from(randomness)
    assert len(token) == rules.TOKEN_LENGTH
    assert not set(token) - set(rules.ALPHABET)
    assert not set(token) & set("0o1liaeu")


@given(st.binary(min_size=rules.TOKEN_BYTES, max_size=rules.TOKEN_BYTES))
def test_what_is_printed_reads_back_to_the_token(randomness: bytes):
    token = rules.token_from(randomness)
    assert rules.read_token(rules.shown_token(token)) == token
    assert rules.read_token(f" {token.upper()} ") == token


def test_tokens_are_spread_over_the_whole_alphabet():
    tokens = [rules.token_from(number.to_bytes(8, "big") + b"\x55\xaa") for number in range(20_000)]
    assert len(set(tokens)) == len(tokens)
    assert set("".join(tokens)) == set(rules.ALPHABET)


def test_the_address_in_words_is_the_address_of_the_code():
    assert rules.address_of("https://danhgia.example.gov.vn", "k7m2xq9d") == "https://danhgia.example.gov.vn/q/k7m2xq9d"
    assert rules.shown_address("https://danhgia.example.gov.vn", "k7m2xq9d") == "danhgia.example.gov.vn/q/k7m2-xq9d"


def test_a_loopback_address_is_refused_outside_the_demo():
    with pytest.raises(Invalid, match="FEEDBACK_PUBLIC_URL"):
        rules.check_printable(url="http://127.0.0.1:8000", is_loopback=True, demo=False)
    rules.check_printable(url="http://127.0.0.1:8000", is_loopback=True, demo=True)
    rules.check_printable(url="https://danhgia.example.gov.vn", is_loopback=False, demo=False)
