"""Runs of digits are asked what they are; a word before them says more than their looks."""

from __future__ import annotations

import pytest

from feedback.answers.rules.lettering import plain
from feedback.answers.rules.numbers import ACCOUNT, IDENTITY, NUMBER, PHONE, find_numbers


def found(text: str) -> list[tuple[str, str]]:
    return [(text[each.start : each.end], each.word) for each in find_numbers(plain(text), [])]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("không chín không năm một hai ba bốn năm sáu", PHONE),
        ("khong chin khong nam 12 34 56", PHONE),
        ("０９０５ １２３ ４５６", PHONE),
        ("O9O5l2345O", PHONE),
        ("0\u03369\u03360\u03365\u0336123456", PHONE),
        ("0 5 0 7 0 5 4 1 8 4 2 0", IDENTITY),
        ("241 123 456", IDENTITY),
        ("4123 4567 8901 2345", NUMBER),
        ("0905 123 45", PHONE),
    ],
)
def test_odd_ways_of_writing_are_read(text: str, hidden: str):
    assert found(f"xin {text} nhé") == [(text, hidden)]


@pytest.mark.parametrize(
    ("text", "number", "word"),
    [
        ("sđt 905123456", "905123456", PHONE),
        ("đt bàn 3852 123 nhé", "", ""),
        ("ĐT: 3852 123 nhé", "3852 123", PHONE),
        ("stk vietcombank của tôi 00712345", "00712345", ACCOUNT),
        ("số CCCD của tôi là 1234567890", "1234567890", IDENTITY),
        ("tài khoản bị trừ 500000 đồng", "", ""),
        ("gọi 113 1022 115", "", ""),
        ("gọi 20/11/2026", "", ""),
    ],
)
def test_a_word_before_the_number_says_what_it_is(text: str, number: str, word: str):
    assert found(text) == ([(number, word)] if number else [])


def test_what_is_hidden_already_ends_a_run():
    assert find_numbers("0905 123 456", [(5, 8)]) == []
