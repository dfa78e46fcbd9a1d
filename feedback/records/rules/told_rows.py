"""A file as a program tells it becomes the row a register would hold: one set of rules decides about both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from feedback.foundation.spreadsheets.cells import Cell, Kind, Row
from feedback.foundation.text import clean
from feedback.records.rules.columns import Role
from feedback.records.rules.layout import Found
from feedback.working_calendar.rules.days import LOCAL

TIMES = (Role.RECEIVED, Role.DUE, Role.RESULT, Role.RETURNED)
COLUMNS = {role: number for number, role in enumerate(Role, start=1)}


def found_of(number: int, texts: Mapping[Role, str]) -> Found:
    """The row whose cells hold these texts, one column a role; empty texts are empty cells."""
    cells = {role: _cell(role, text) for role, text in texts.items() if text.strip()}
    row = Row(number, {COLUMNS[role]: cell for role, cell in cells.items()})
    return Found(number, None, False, cells, row, has_procedure_code=True)


def _cell(role: Role, text: str) -> Cell:
    return Cell(Kind.TEXT, local_text(text) if role in TIMES else text)


def local_text(text: str) -> str:
    """A moment that names its offset (2026-07-01T04:05:00Z) as it is in Việt Nam; every other text as it stands."""
    try:
        moment = datetime.fromisoformat(clean(text))
        local = moment.astimezone(LOCAL).replace(tzinfo=None) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return text
    return text if local is None else local.isoformat(sep=" ", timespec="seconds")
