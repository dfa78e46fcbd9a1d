"""How a number is written."""

import pytest

from feedback.apologies.rules import number_words


@pytest.mark.parametrize(("number", "words"), [(1, "01/PXL"), (9, "09/PXL"), (10, "10/PXL"), (137, "137/PXL")])
def test_numbers_below_ten_have_a_leading_nought(number: int, words: str) -> None:
    assert number_words(number) == words
