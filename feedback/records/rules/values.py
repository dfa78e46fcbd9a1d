"""Single values of a row: codes, phones, procedure codes, texts that would compute."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from feedback.foundation.spreadsheets.cells import Cell, Kind
from feedback.foundation.text import clean
from feedback.records.rules.stamps import is_blank, unwrap

DEFAULT_CODE_PATTERN = r"^[A-Z]?\d{1,3}(\.\d{2}){0,2}(\.[A-Z]?\d{1,3})?-\d{6}-\d{4,7}$"
"""TT 01/2018/TT-VPCP Điều 19, widened to what provinces print in 2026; a setting."""

_PHONE = re.compile(r"0\d{8,10}|1[89]00\d{4,6}")
_NUMBER = re.compile(r"[+-]?[\d\s.,/]+%?")
_POWER = re.compile(r"(\d)(?:[.,](\d+))?e\+?(\d{1,2})", re.IGNORECASE)
_LABEL = re.compile(r"^(?:s?đt(?:dđ)?|điện thoại|di động|tel|phone|mobile|zalo)\s*[:.]?\s*", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?:\d{1,3}|0\d{3})([.,])\d{3}\1\d{3}(?:\1\d{3})?")
_REMARK = re.compile(r"\s*\(\D*\)\s*$")
"""What stands behind a number in brackets: whose it is, “Zalo”."""
_BETWEEN_PHONES = re.compile(r"[;,/]| - |\s+(?:hoặc|và)\s+|(?<=\d{9})\s*[\s-]\s*(?=[0+]\d{9})", re.IGNORECASE)
_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}


def cell_text(cell: Cell | None) -> str:
    """The cell as one clean NFC line; "" for empty cells and for what a failed formula shows."""
    if cell is None or cell.kind is Kind.ERROR or is_blank(cell.text):
        return ""
    return clean(unwrap(cell.text))


def clean_code(cell: Cell | None) -> str:
    """A record code without any space or invisible character, upper case, in plain letters and dashes."""
    plain = unicodedata.normalize("NFKC", cell_text(cell).translate(_DASHES))
    visible = (letter for letter in plain if not letter.isspace() and unicodedata.category(letter) != "Cf")
    return "".join(visible).upper().strip("*'.,;:")


def code_prefix(code: str) -> str:
    """`H50.41.01` of `H50.41.01-260701-0001`."""
    return code.partition("-")[0]


def code_day(code: str) -> date | None:
    """The day of receipt a record code carries (YYMMDD); None if it is no day."""
    parts = code.split("-")
    digits = parts[1] if len(parts) > 1 else ""
    try:
        return date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


def is_numeric_code(cell: Cell | None) -> bool:
    """Whether a procedure code was stored as a number (2.00072 for `2.000720`), or printed from one."""
    if cell is None:
        return False
    return cell.kind is Kind.NUMBER or bool(re.fullmatch(r"\d[.,]\d{1,5}", cell_text(cell).replace(" ", "")))


def name_key(name: str) -> str:
    """What two spellings of one procedure's name share: letters with their marks, without case and spacing."""
    return clean(name).casefold().strip(" .")


def read_phone(cell: Cell | None) -> tuple[str, bool]:
    """The phone number (leading 0 restored, +84 → 0) and whether what stands there is one. An empty cell is fine."""
    text = clean(unwrap(cell.text)) if cell is not None else ""
    if not text.strip("-–—_. ") or text.casefold() in ("không", "không có"):
        return "", True
    text = _LABEL.sub("", whole_number(unicodedata.normalize("NFKC", text)))
    plain = _REMARK.sub("", text)
    if _THOUSANDS.fullmatch(plain):
        plain = re.sub("[.,]", "", plain)
    numbers = [_digits(part) for part in _BETWEEN_PHONES.split(plain) if part.strip()]
    good = bool(numbers) and all(_PHONE.fullmatch(number) for number in numbers)
    return "; ".join(numbers) if good else text, good


def _digits(text: str) -> str:
    digits = re.sub(r"[\s.()\u00a0-]", "", text.strip())
    digits = re.sub(r"^(?:\+|00)?84(?:0(?=\d{9}$))?(?=\d{9,10}$)", "0", digits)
    return f"0{digits}" if re.fullmatch(r"[1-9]\d{8}", digits) else digits


def whole_number(text: str) -> str:
    """9.12345678E8 and 912345678.0 as 912345678, where no digit was lost on the way; any other text as it is."""
    plain = re.sub(r"^(\d{8,15})[.,]0+$", r"\1", text.strip())
    power = _POWER.fullmatch(plain)
    if power is None:
        return plain
    digits, exponent = power[1] + (power[2] or ""), int(power[3])
    kept, beyond = digits[: exponent + 1], digits[exponent + 1 :]
    return kept if len(kept) == exponent + 1 and not beyond.strip("0") else plain


def read_identity(cell: Cell | None) -> tuple[str, bool]:
    """The identity number, and whether it came whole: one a spreadsheet rounded (4.5203E+10) is never guessed."""
    text = whole_number(unicodedata.normalize("NFKC", cell_text(cell)))
    if cell is not None and cell.kind is Kind.NUMBER and cell.number is not None and abs(cell.number) >= 1e15:
        return text, False
    return text, _POWER.fullmatch(text) is None and not text.startswith("#")


def is_formula_like(cell: Cell) -> bool:
    """Whether a text would start computing if somebody pasted it into a spreadsheet."""
    if cell.kind is not Kind.TEXT or cell.formula or unwrap(cell.text) != cell.text:
        return False
    text = cell.text.lstrip(" \u00a0\u200b\ufeff")
    if not text.startswith(("=", "+", "-", "@", "\t", "\r", "|")) or is_blank(text):
        return False
    return not _NUMBER.fullmatch(text.strip())
