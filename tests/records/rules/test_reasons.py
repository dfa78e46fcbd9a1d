from __future__ import annotations

from feedback.records.rules import WORDS, Reason, Warn


def test_every_reason_and_warning_has_a_sentence():
    assert set(WORDS) == {*Reason, *Warn}
    assert all(words.endswith(".") for words in WORDS.values())


def test_no_word_is_both_a_reason_and_a_warning():
    assert not {each.value for each in Reason} & {each.value for each in Warn}
