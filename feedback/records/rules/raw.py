"""A row as it stood in the file, in a form that can be sealed, kept and read again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from feedback.foundation.spreadsheets.cells import Cell, Kind, Row
from feedback.records.rules.columns import Role
from feedback.records.rules.layout import Found
from feedback.records.rules.states import State

WAY = "way"
"""Beside the cells, in rows of programs: see `told_rows.pack_way`."""


def pack(found: Found, heading_unit: int | None) -> dict[str, Any]:
    """JSON of a file's row: cells by column, which column has which role, and the unit named above the table."""
    columns = {role.value: column for role, cell in found.cells.items() for column in _columns(found, cell)}
    by_role = {role.value: None if role.value in columns else _pack_cell(cell) for role, cell in found.cells.items()}
    return {
        "row": found.number,
        "line": found.line,
        "hidden": found.hidden,
        "cells": _pack_cells(found.row),
        "roles": by_role,
        "columns": columns,
        "has_procedure_code": found.has_procedure_code,
        "heading_unit": heading_unit,
        "state": found.state.value if found.state is not None else None,
    }


def _columns(found: Found, cell: Cell) -> list[int]:
    return [column for column, each in found.row.cells.items() if each is cell][:1]


def unpack(raw: dict[str, Any]) -> Found:
    """The row again, exactly as it was read."""
    row = unpack_row(raw)
    cells = row.cells
    by_role = {
        Role(role): cells[raw["columns"][role]] if role in raw["columns"] else _unpack_cell(cell)
        for role, cell in raw["roles"].items()
    }
    told = raw.get("state")
    state = State(told) if told is not None else None
    return Found(row.number, row.line, row.hidden, by_role, row, raw["has_procedure_code"], state)


def pack_row(row: Row) -> dict[str, Any]:
    """JSON of a row nobody knows the columns of yet."""
    return {"row": row.number, "line": row.line, "hidden": row.hidden, "cells": _pack_cells(row)}


def unpack_row(raw: dict[str, Any]) -> Row:
    cells = {int(column): _unpack_cell(cell) for column, cell in raw["cells"].items()}
    return Row(raw["row"], cells, raw["hidden"], raw["line"])


def _pack_cells(row: Row) -> dict[str, Any]:
    return {str(column): _pack_cell(cell) for column, cell in row.cells.items()}


def _pack_cell(cell: Cell) -> list[Any]:
    moment = cell.moment.isoformat() if cell.moment is not None else None
    return [cell.kind, cell.text, cell.number, moment, cell.formula]


def _unpack_cell(packed: list[Any]) -> Cell:
    kind, text, number, moment, formula = packed
    return Cell(Kind(kind), text, number, datetime.fromisoformat(moment) if moment else None, formula)
