"""Text at the boundary, by properties over all of Unicode and by worked examples."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedback.foundation.text import clean, fold, whole

NASTY = st.sampled_from(
    "aăâeêđĐoơuưAÔ \t\n\r\v\f\0\x1b\x7f\x85\u00a0\u00ad\u0301\u0303\u0323\u0306\u031b\u200b\u200c\u200d"
    "\u200e\u202e\u2028\u2029\u2060\u2066\u3000\ufeff\ufe0f\ud800\udfff😀👩🏽"
)
TEXTS = st.one_of(
    st.text(),
    st.lists(NASTY).map("".join),
    st.lists(st.one_of(NASTY, st.characters())).map("".join),
)
MARKS = set("\u00ad\u061c\u200b\u200c\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(TEXTS, st.booleans())
@example("a\u200b\u0301", False)
@example("😀\u200d\u200b\u200d😀", True)
def test_cleaning_again_changes_nothing(text: str, lines: bool) -> None:
    once = clean(text, lines=lines)
    assert clean(once, lines=lines) == once


@given(TEXTS, st.booleans())
@example("e\u200b\u0302\u0323", False)
def test_clean_text_is_composed_and_can_be_stored_anywhere(text: str, lines: bool) -> None:
    cleaned = clean(text, lines=lines)
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode("utf-8")
    assert not MARKS & set(cleaned)
    assert all(unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") or (lines and c == "\n") for c in cleaned)


@given(TEXTS)
def test_clean_text_has_single_blanks_and_none_at_the_ends(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert cleaned.split() == cleaned.split(" ") or cleaned == ""


@given(st.text(st.sampled_from("aáàảãạăắằâấđeêiíoơớuưứyýAÁĐ bcdghklmnpqrstvx")))
def test_decomposed_vietnamese_becomes_the_same_as_composed(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(text)


@given(TEXTS)
@example("a \u0301 b")
@example("İß")
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(TEXTS)
def test_folding_does_not_see_case_form_or_marks(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", clean(text))) == fold(text)
    assert fold(f"\u200e {text}\u200b ") == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Nguyễn \t Văn\u00a0\u3000A ", "Nguyễn Văn A"),
        ("dòng một\r\ndòng hai", "dòng một dòng hai"),
        ("NULL\0byte", "NULL byte"),
        ("vô\u200bhình", "vôhình"),
        ("ngược\u202egnort", "ngượcgnort"),
        ("nửa \ud83d chữ", "nửa chữ"),
        ("👩\u200d👧 và cờ 🏳️\u200d🌈", "👩\u200d👧 và cờ 🏳️\u200d🌈"),
        ("Nguyễn\u200d Văn", "Nguyễn Văn"),
        ("\u200d", ""),
    ],
)
def test_worked_examples_of_cleaning(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85"])
def test_a_comment_keeps_its_lines_however_they_end(line_end: str) -> None:
    assert clean(f" một{line_end}hai  ba ", lines=True) == "một\nhai ba"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đường ĐỒNG Khởi", "duong dong khoi"),
        ("HUYỆN Hướng  Hóa", "huyen huong hoa"),
        ("thị xã Quảng Trị", "thi xa quang tri"),
        ("Ngô Thị Ước", "ngo thi uoc"),
    ],
)
def test_worked_examples_of_folding(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_a_long_comment_of_marks_and_joiners_is_cleaned_at_once() -> None:
    assert clean("\u200d" * 100_000 + "x" + " \u0301" * 50_000).startswith("x")


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("17", 17), ("2147483647", 2**31 - 1)]
    + [(text, None) for text in ("2147483648", "99999999999999999999", "-1", "", " 1", "1\n", "٣", "1.0", "x")],
)
def test_a_whole_number_is_one_every_database_holds(text: str, number: int | None) -> None:
    assert whole(text) == number
