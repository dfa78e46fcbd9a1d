"""Topics by phrases: what is measured stands in docs/comments.md; here it may not get worse unseen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.answers.rules.topics import OTHER, TOPIC_WORDS, find_topics
from tests.answers.measured_topics import micro, per_topic
from tests.answers.samples import hand_written


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Không phải chờ lâu, đến là được làm ngay.", ["thoi_gian", "khen"]),
        ("Răng mà lâu rứa hè", ["thoi_gian"]),
        ("thai do chua tot", ["thai_do"]),
        ("Cải cách thủ tục hay thật, trước 3 tờ giờ 7 tờ", ["thu_tuc"]),
        ("raats hafi lofng", ["khen"]),
        ("👍👍", ["khen"]),
        ("...", [OTHER]),
        ("giá bao nhiêu", ["phi_le_phi"]),
        ("người già", [OTHER]),
    ],
)
def test_a_comment_is_about(text: str, topics: list[str]):
    assert find_topics(text) == topics


def test_the_topics_are_those_of_the_hand_written_comments():
    assert {topic for row in hand_written() for topic in row["topics"].split(";")} == set(TOPIC_WORDS)


@pytest.mark.parametrize(
    ("name", "least"), [("comments_dev.csv", 0.9), ("comments_fresh.csv", 0.9), ("comments_unseen.csv", 0.6)]
)
def test_hand_written_comments_are_tagged_as_well_as_measured(name: str, least: float):
    counts = per_topic(hand_written(name))
    assert micro(counts).f1 >= least


@settings(deadline=None)
@given(st.text(max_size=400))
def test_every_comment_has_a_topic(text: str):
    topics = find_topics(text)
    assert topics
    assert set(topics) <= set(TOPIC_WORDS)
    assert (OTHER in topics) == (topics == [OTHER])


@pytest.mark.parametrize("piece", ["khong ", "lau ", "hen ~ ", "cho 1 ", "a ", "nhận ", "k k ", "ởởở"])
def test_two_thousand_hostile_letters_are_read_at_once(piece: str):
    """Would hang where a regular expression goes back and forth."""
    find_topics(piece * (2000 // len(piece)))
