"""One cell of a sheet's XML as a typed value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from xml.etree.ElementTree import Element

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.archive import BROKEN
from feedback.foundation.spreadsheets.cells import Cell, Kind, number_text
from feedback.foundation.spreadsheets.dates import from_day_number

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Texts(Protocol):
    """The workbook's shared texts by number: a list, or a file where they are many."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Shared:
    """What every sheet of the workbook needs: texts, which styles are dates, and the epoch."""

    strings: Texts
    date_styles: frozenset[int]
    epoch_1904: bool


def local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def integer(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def rich_text(element: Element) -> str:
    """The text of all runs; reading aids (rPh) are not text."""
    parts: list[str] = []
    for child in element:
        if local_name(child.tag) == "t":
            parts.append(child.text or "")
        elif local_name(child.tag) == "r":
            parts.extend(run.text or "" for run in child if local_name(run.tag) == "t")
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), "".join(parts))


def read_cell(element: Element, shared: Shared) -> Cell | None:
    """The cell's stored value; a formula without one counts as empty but stays known as a formula."""
    value, inline, formula = None, None, False
    for child in element:
        tag = local_name(child.tag)
        if tag == "v":
            value = child.text
        elif tag == "f":
            formula = True
        elif tag == "is":
            inline = rich_text(child)
    kind = element.get("t", "n")
    if kind == "inlineStr":
        return _text(inline or "", formula)
    if value is None or value == "":
        return Cell(Kind.TEXT, "", formula=True) if formula else None
    if kind == "s":
        return _text(_shared_string(value, shared), formula)
    return _typed(kind, value, formula, integer(element.get("s")) in shared.date_styles, shared.epoch_1904)


def _text(text: str, formula: bool) -> Cell | None:
    return Cell(Kind.TEXT, text, formula=formula) if text or formula else None


def _shared_string(value: str, shared: Shared) -> str:
    index = integer(value.strip())
    if index >= len(shared.strings):
        raise Invalid(BROKEN)
    return shared.strings[index]


def _typed(kind: str, value: str, formula: bool, is_date: bool, epoch_1904: bool) -> Cell:
    if kind == "str":
        return Cell(Kind.TEXT, value, formula=formula)
    if kind == "e":
        return Cell(Kind.ERROR, value, formula=formula)
    if kind == "b":
        return Cell(Kind.TRUTH, "TRUE" if value == "1" else "FALSE", formula=formula)
    if kind == "d":
        return _iso_moment(value, formula)
    return _number(value, formula, is_date, epoch_1904)


def _iso_moment(value: str, formula: bool) -> Cell:
    try:
        moment = datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return Cell(Kind.TEXT, value, formula=formula)
    return Cell(Kind.MOMENT, moment.isoformat(" "), moment=moment, formula=formula)


def _number(value: str, formula: bool, is_date: bool, epoch_1904: bool) -> Cell:
    try:
        number = float(value)
    except ValueError:
        return Cell(Kind.TEXT, value, formula=formula)
    if number != number or number in (float("inf"), float("-inf")):
        return Cell(Kind.ERROR, value, formula=formula)
    moment = from_day_number(number, epoch_1904=epoch_1904) if is_date or epoch_1904 else None
    if moment is not None and is_date:
        return Cell(Kind.MOMENT, moment.isoformat(" "), number, moment, formula)
    # A day number without a date format: only this book knows whether it counts from 1904.
    return Cell(Kind.NUMBER, number_text(number), number, moment, formula)
