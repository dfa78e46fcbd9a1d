"""Values are read as an office types them, and said back as it would say them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedback.foundation.errors import Invalid
from feedback.organisation.rules.adjustable import (
    Adjustable,
    ValueKind,
    read_source,
    read_value,
    say_value,
    typed_value,
)

DAYS = Adjustable("days", "Nhóm", "Số ngày", "", ValueKind.NUMBER, 3, "nguồn", lowest=1, highest=30)
PAPER = replace(DAYS, kind=ValueKind.CHOICE, label="Khổ giấy", default="A4", choices={"A4": "Khổ A4", "A5": "Khổ A5"})
FLAG = replace(DAYS, kind=ValueKind.YES_NO, label="Áp dụng", default=False)
CLOCK = replace(DAYS, kind=ValueKind.CLOCK, label="Giờ cuối", default="15:00")
TEXT = replace(DAYS, kind=ValueKind.TEXT, label="Địa danh", default="")
PATTERN = replace(DAYS, kind=ValueKind.PATTERN, label="Dạng mã", default=".")


@pytest.mark.parametrize(
    ("setting", "text", "value", "words"),
    [
        (DAYS, " 7 ", 7, "7"),
        (PAPER, "A5", "A5", "Khổ A5"),
        (FLAG, "true", True, "Có"),
        (FLAG, "false", False, "Không"),
        (CLOCK, "7:30", "07:30", "07:30"),
        (TEXT, "Đông Hà", "Đông Hà", "Đông Hà"),
        (PATTERN, r"^H\d+$", r"^H\d+$", r"^H\d+$"),
    ],
)
def test_a_value_is_read_said_and_typed_again(setting, text, value, words):
    assert read_value(setting, text) == value
    assert say_value(setting, value) == words
    assert read_value(setting, typed_value(setting, value)) == value


@pytest.mark.parametrize(
    ("setting", "text", "says"),
    [
        (DAYS, "0", "từ 1 đến 30"),
        (DAYS, "31", "từ 1 đến 30"),
        (DAYS, "3.5", "từ 1 đến 30"),
        (DAYS, "-3", "từ 1 đến 30"),
        (PAPER, "A3", "Khổ A4, Khổ A5"),
        (FLAG, "có", "Có, Không"),
        (CLOCK, "25:00", "15:00"),
        (TEXT, "  ", "phải có chữ"),
        (TEXT, "a" * 201, "200"),
        (PATTERN, "(", "không phải biểu thức chính quy đúng: sai từ chữ thứ 1.$"),
        (PATTERN, "AB[", "sai từ chữ thứ 3.$"),
    ],
)
def test_a_refusal_says_what_may_be_typed(setting, text, says):
    with pytest.raises(Invalid, match=says):
        read_value(setting, text)


def test_nothing_set_is_said_so():
    assert say_value(TEXT, "") == "không đặt"


def test_a_value_without_a_ground_is_refused():
    assert read_source("  QĐ 12/QĐ-UBND ") == "QĐ 12/QĐ-UBND"
    for text in ("", "abc", "x" * 301):
        with pytest.raises(Invalid, match=r"[Cc]ăn cứ"):
            read_source(text)
