from __future__ import annotations

import re

import pytest

from feedback.foundation.spreadsheets.cells import Cell, Kind
from feedback.records.rules.values import (
    DEFAULT_CODE_PATTERN,
    cell_text,
    clean_code,
    code_day,
    code_prefix,
    is_formula_like,
    is_numeric_code,
    name_key,
    read_phone,
)
from tests.records.rules.samples import number, text


@pytest.mark.parametrize(
    "written",
    [
        "H50.41.03-261116-0007",
        " h50.41.03-261116-0007\u00a0",
        "\u200bH50.41.03-261116-0007  ",
        "H50.41.03-261116-0007.",
    ],
)
def test_a_code_loses_spaces_and_invisible_characters(written):
    assert clean_code(text(written)) == "H50.41.03-261116-0007"


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("H50.41.03-261116-0007", True),
        ("H15.50.05.13-261008-0975", True),
        ("000.00.13.H44-230101-0001", True),
        ("000.31.07.H50-250401-0001", True),
        ("H50.41.03-261116-1234567", True),
        ("12345", False),
        ("H50.41.03-26O908-0O07", False),
        ("H50.41.03-261116-007", False),
        ("H50.41.03_261116_0007", False),
    ],
)
def test_the_accepted_form_of_codes(code, good):
    assert bool(re.match(DEFAULT_CODE_PATTERN, code)) is good


def test_a_code_carries_its_prefix_and_day():
    assert code_prefix("H50.41.03-261116-0007") == "H50.41.03"
    assert str(code_day("H50.41.03-261116-0007")) == "2026-11-16"
    assert code_day("H50.41.03-261332-0007") is None
    assert code_day("12345") is None


@pytest.mark.parametrize(
    ("cell", "phone", "good"),
    [
        (text("0900 000 003"), "0900000003", True),
        (number(900000006.0), "0900000006", True),
        (text("900000006"), "0900000006", True),
        (text("+84 900 000 003"), "0900000003", True),
        (text("0233.3852.123"), "02333852123", True),
        (text("0900000001; 0900000002"), "0900000001; 0900000002", True),
        (text("19001009"), "19001009", True),
        (text(""), "", True),
        (None, "", True),
        (text("-"), "", True),
        (text("0905111222\n0914333444"), "0905111222; 0914333444", True),
        (text("0905 111 222 hoặc 0914 333 444"), "0905111222; 0914333444", True),
        (text("0905111222-0914333444"), "0905111222; 0914333444", True),
        (text("0905111222 (Zalo)"), "0905111222", True),
        (text("0905,111,222"), "0905111222", True),
        (text("không có"), "", True),
        (text("#REF!"), "#REF!", False),
        (Cell(Kind.ERROR, "#N/A"), "#N/A", False),
        (text("12345"), "12345", False),
        (text("hỏi ông Mẫu"), "hỏi ông Mẫu", False),
    ],
)
def test_phones(cell, phone, good):
    assert read_phone(cell) == (phone, good)


@pytest.mark.parametrize(
    "written", ['=HYPERLINK("x","y")', "+84 (thử) @SUM(1+1)", "-Nguyễn Thị Thử", "@SUM(1)", " =1+1"]
)
def test_texts_that_would_compute(written):
    assert is_formula_like(text(written))


@pytest.mark.parametrize("written", ["Nguyễn Văn Mẫu", "-", "–", "-5", "+84 900 000 003", "a=b", ""])
def test_texts_that_would_not(written):
    assert not is_formula_like(text(written))


def test_a_real_formula_is_not_a_text_like_one():
    assert not is_formula_like(text("=x", formula=True))


def test_procedure_codes_stored_as_numbers_are_noticed():
    assert is_numeric_code(number(2.00072))
    assert is_numeric_code(text("2.00072"))
    assert not is_numeric_code(text("2.000720"))
    assert not is_numeric_code(None)


def test_failed_formulas_are_empty_and_names_are_composed():
    assert cell_text(Cell(Kind.ERROR, "#N/A")) == cell_text(text("#N/A")) == ""
    assert cell_text(text("Tru\u031bo\u031bng")) == "Trương"
    assert name_key("  THỦ TỤC  đăng ký. ") == "thủ tục đăng ký"
