from __future__ import annotations

import pytest

from feedback.foundation.spreadsheets.legacy import UNKNOWN, from_tcvn3, from_vni, is_syllable, vietnamese_share
from tests.foundation.spreadsheets.old_letters import TEXT, as_tcvn3, as_vni


def test_every_letter_comes_back_from_tcvn3_and_vni():
    assert from_tcvn3(as_tcvn3(TEXT).decode("latin-1")) == TEXT
    assert from_vni(as_vni(TEXT)) == TEXT
    assert from_vni(as_vni(TEXT.upper())) == TEXT.upper()


def test_the_soft_hyphen_is_a_letter_in_tcvn3():
    assert from_tcvn3("nh\xad ng\xad\xeai") == "như người"


def test_a_letter_the_alphabet_does_not_have_betrays_a_wrong_guess():
    assert from_tcvn3("\xc0", strict=True) == UNKNOWN
    assert from_tcvn3("\xc0") == "\xc0"
    assert from_tcvn3("\u201c", strict=True) == "\u201c"


@pytest.mark.parametrize("word", ["nghiêng", "quỳnh", "ưu", "Ý", "khuyến", "giấy", "người", "hoà", "hòa", "Đông"])
def test_syllables_of_vietnamese(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["M·", "hå", "bẫqt", "têts", "çava", "Müller"])
def test_what_is_no_syllable(word):
    assert not is_syllable(word)


def test_only_words_with_accents_tell_anything():
    assert vietnamese_share("STT, Ma ho so, à") is None
    assert vietnamese_share("hồ sơ Đakrông") == pytest.approx(2 / 3)
