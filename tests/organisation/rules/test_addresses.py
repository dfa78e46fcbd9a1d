"""How a unit is named on a command line."""

from datetime import date

import pytest

from feedback.foundation.errors import Invalid
from feedback.organisation.rules.addresses import UnitAddress, parse_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19702", UnitAddress("19702")),
        (" 19702 ", UnitAddress("19702")),
        ("19333@2025-06-30", UnitAddress("19333", date(2025, 6, 30))),
        ("CNVPDK-01", UnitAddress("CNVPDK-01")),
        ("H50.41", UnitAddress("H50.41")),
    ],
)
def test_an_address_is_a_code_with_or_without_a_day(text, expected):
    assert parse_address(text) == expected


@pytest.mark.parametrize(
    "text", ["", "@2025-06-30", "19 702", "19702@", "19702@30/06/2025", "19702@2025-02-30", "a" * 41, "x;--"]
)
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(Invalid, match="ví dụ"):
        parse_address(text)


@pytest.mark.parametrize("text", ["19702", "19333@2025-06-30"])
def test_an_address_reads_back_as_written(text):
    assert str(parse_address(text)) == text
