"""Stretching, short forms and Telex left off are read as the words that were meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.answers.rules.wording import words_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("lauuuuuu quaaaaaa", " lau qua "),
        ("ko dc, hs mk", " khong duoc , ho so minh "),
        ("treex hejn 2 laafn roofi", " tre hen 2 lan roi "),
        ("raats hafi lofng", " rat hai long "),
        ("hướn dẫn ko rỏ dàng!", " huong dan khong ro rang . "),
        ("cổng dịt vụ", " cong dich vu "),
    ],
)
def test_a_comment_is_read_in_plain_words(written: str, read: str):
    assert words_of(written).plain == read


def test_the_mark_may_stand_on_either_letter():
    assert words_of("doạ, hoà, thuỷ, quý, hoàn").marked == " dọa , hòa , thủy , quý , hoàn "


def test_marks_are_kept_beside_the_plain_words():
    words = words_of("Giá hay già?")
    assert (words.plain, words.marked, words.bare) == (" gia hay gia ? ", " giá hay già ? ", False)
    assert words_of("gia").bare


@given(st.text())
def test_any_text_can_be_read(text: str):
    words = words_of(text)
    assert words.plain.startswith(" ")
    assert words.plain.endswith(" ")
