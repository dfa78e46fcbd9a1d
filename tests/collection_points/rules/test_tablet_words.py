"""The tablet's words: every language says the same things, with the same gaps, and the app asks for nothing else."""

from __future__ import annotations

import re

import pytest

from feedback.collection_points.rules.tablet_words import TABLET_WORDS

GAP = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("lang", sorted(TABLET_WORDS))
def test_every_language_holds_every_key_with_the_same_gaps(lang: str):
    ours, theirs = TABLET_WORDS["vi"], TABLET_WORDS[lang]
    assert sorted(ours) == sorted(theirs)
    assert {key: sorted(GAP.findall(text)) for key, text in ours.items()} == {
        key: sorted(GAP.findall(text)) for key, text in theirs.items()
    }
    assert [key for key, text in theirs.items() if not text.strip()] == []


def test_vietnamese_speaks_politely_and_never_blames():
    assert not re.search(r"\b(bạn|lỗi của|thất bại)\b", " ".join(TABLET_WORDS["vi"].values()), re.IGNORECASE)
