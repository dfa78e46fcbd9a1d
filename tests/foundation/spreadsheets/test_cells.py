from __future__ import annotations

import pytest

from feedback.foundation.spreadsheets.cells import number_text


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.00072, "2.00072"), (900000006.0, "900000006"), (46230.474306, "46230.474306"), (-1.5, "-1.5"), (0.0, "0")],
)
def test_numbers_read_without_needless_zeros_or_powers(value, text):
    assert number_text(value) == text
