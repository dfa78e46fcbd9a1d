"""Procedure codes as spreadsheets leave them."""

import pytest

from feedback.procedures.rules import restore_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.000720", "1.000720"),
        (" 1.000720\u00a0", "1.000720"),
        ("1.00072", "1.000720"),
        ("1,00072", "1.000720"),
        ("2.1", "2.100000"),
        ("1.0007200000000001", "1.000720"),
        ("1.0046299999999999", "1.004630"),
        ("1.001193.000.00.00.H50", "1.001193"),
        ("", None),
        ("1.00072049", None),
        ("12.000720", None),
        ("khai sinh", None),
        ("1.0007x", None),
    ],
)
def test_a_code_is_restored_where_a_spreadsheet_took_it_for_a_number(written, code):
    assert restore_code(written) == code
