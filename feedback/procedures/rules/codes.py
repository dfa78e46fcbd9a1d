"""Procedure codes as people and spreadsheets write them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from feedback.foundation.text import clean

# On the national portal a code may go on: 1.001193.000.00.00.H50 is procedure 1.001193 as one province publishes it.
_WRITTEN = re.compile(r"(\d\.\d{6})(?:\.[0-9A-Z.]+)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d[.,]\d{1,17}")
_PLACES = Decimal("0.000001")


def restore_code(written: str) -> str | None:
    """The six-decimal code behind what stands in a cell; None when it cannot be one.

    A spreadsheet that took 1.000720 for a number keeps 1.00072, sometimes 1.0007200000000001 or 1,00072.
    """
    text = clean(written).replace(" ", "")
    exact = _WRITTEN.fullmatch(text)
    if exact:
        return exact[1]
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text.replace(",", "."))
    restored = number.quantize(_PLACES, rounding=ROUND_HALF_UP)
    return str(restored) if abs(restored - number) < Decimal("1e-9") else None
