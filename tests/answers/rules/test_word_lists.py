"""The word files can be read, and say nothing twice."""

from __future__ import annotations

import re

import pytest

from feedback.answers.rules.topics import OTHER, PRAISE, TOPIC_WORDS
from feedback.answers.rules.word_lists import split, word_file, words


@pytest.mark.parametrize("name", ["topics", "names"])
def test_every_list_says_each_word_once(name: str):
    lists = word_file(name)
    for key, written in [*lists.items(), *lists.get("serious", {}).items()]:
        if isinstance(written, str):
            found = split(written)
            assert len(found) > 3, key
            assert len(found) == len(set(found)), key


def test_every_topic_has_its_list_and_every_phrase_is_a_pattern():
    lists = word_file("topics")
    assert set(TOPIC_WORDS) - {PRAISE, OTHER} <= set(lists)
    for written in (*lists.values(), *lists["serious"].values()):
        if isinstance(written, str):
            assert all(re.compile(each.rstrip("!")) for each in split(written))


def test_a_bar_or_a_line_parts_two_words():
    assert split("a b | c\nd") == ["a b", "c", "d"]
    assert "nguyễn" in words("names", "sure_families")
