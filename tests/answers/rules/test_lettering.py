"""Plain letters stand exactly where the written ones do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedback.answers.rules.lettering import plain


def test_every_letter_becomes_its_plain_one():
    assert plain("ĐƯỜNG Lê Lợi – số ０９ ٣ a\u0336＠b…\n") == "duong le loi - so 09 3 a\u0300@b…\n"


@given(st.text())
def test_places_stay_the_same(text: str):
    assert len(plain(text)) == len(text)
