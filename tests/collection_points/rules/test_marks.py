"""A mark says whose print it is: the same for the same code, another for every other, unguessable from outside."""

from __future__ import annotations

from feedback.collection_points.rules import ALPHABET, token_from
from feedback.collection_points.rules.marks import MARK_LENGTH, check_mark, shown_mark

KEY = b"k" * 32


def test_a_mark_is_four_letters_nobody_mistakes_and_always_the_same():
    mark = check_mark(KEY, "k7m2xq9d", 3)
    assert len(mark) == MARK_LENGTH
    assert not set(mark) - set(ALPHABET)
    assert check_mark(KEY, "k7m2xq9d", 3) == mark
    assert shown_mark("k7xm") == "K7-XM"


def test_another_version_token_or_installation_has_another_mark():
    mark = check_mark(KEY, "k7m2xq9d", 3)
    assert mark != check_mark(KEY, "k7m2xq9d", 4)
    assert mark != check_mark(KEY, "k7m2xq9f", 3)
    assert mark != check_mark(b"n" * 32, "k7m2xq9d", 3)


def test_a_guessed_mark_is_hardly_ever_right():
    """Of 20,000 codes about one shares the mark of a given one: 614,656 marks, evenly used."""
    marks = [check_mark(KEY, token_from(number.to_bytes(4, "big") * 3), 1) for number in range(20_000)]
    assert len(set(marks)) > 19_500
    assert marks.count(marks[0]) <= 3
