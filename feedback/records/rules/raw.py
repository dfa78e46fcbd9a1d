"""A row as it stood in the file, in a form that can be sealed, kept and read again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from feedback.foundation.spreadsheets.cells import Cell, Kind, Row
from feedback.records.rules.columns import Role
from feedback.records.rules.layout import Found


def pack(found: Found, heading_unit: int | None) -> dict[str, Any]:
    """JSON of a row: cells by column, which column has which role, and the unit named above the table."""
    columns = {role.value: column for role, cell in found.cells.items() for column in _columns(found, cell)}
    return {
        "row": found.number,
        "line": found.line,
        "hidden": found.hidden,
        "cells": {str(column): _pack_cell(cell) for column, cell in found.row.cells.items()},
        "roles": {role.value: _pack_cell(cell) for role, cell in found.cells.items()},
        "columns": columns,
        "has_procedure_code": found.has_procedure_code,
        "heading_unit": heading_unit,
    }


def _columns(found: Found, cell: Cell) -> list[int]:
    return [column for column, each in found.row.cells.items() if each is cell][:1]


def unpack(raw: dict[str, Any]) -> Found:
    """The row again, exactly as it was read."""
    cells = {int(column): _unpack_cell(cell) for column, cell in raw["cells"].items()}
    by_role = {
        Role(role): cells[raw["columns"][role]] if role in raw["columns"] else _unpack_cell(cell)
        for role, cell in raw["roles"].items()
    }
    row = Row(raw["row"], cells, raw["hidden"], raw["line"])
    return Found(row.number, row.line, row.hidden, by_role, row, raw["has_procedure_code"])


def _pack_cell(cell: Cell) -> list[Any]:
    moment = cell.moment.isoformat() if cell.moment is not None else None
    return [cell.kind.value, cell.text, cell.number, moment, cell.formula]


def _unpack_cell(packed: list[Any]) -> Cell:
    kind, text, number, moment, formula = packed
    return Cell(Kind(kind), text, number, datetime.fromisoformat(moment) if moment else None, formula)
