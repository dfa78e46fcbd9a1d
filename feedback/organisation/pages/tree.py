"""`/to-chuc`: the tree of units, the areas, the heads."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import read_session
from feedback.foundation.errors import Forbidden, Invalid
from feedback.organisation.queries import (
    get_unit,
    list_area_units,
    list_areas,
    list_counters,
    list_desks,
    list_heads,
    list_predecessors,
    list_successors,
    list_units,
    unit_path,
)
from feedback.organisation.rules import EDIT_ORGANISATION, VIEW_ORGANISATION

pages = Blueprint("organisation", __name__)


@pages.get("/to-chuc")
@allow(VIEW_ORGANISATION)
def tree() -> str:
    """The units and agencies of a day (`?ngay=2025-06-30`, by default today) with their heads, then the areas.

    Only what the reader's roles reach is shown.
    """
    session, today = read_session(), clock.local_day(clock.now())
    day = _wanted_day(request.args.get("ngay", "")) or today
    units = list_units(session, day, ids=actor().units_for(VIEW_ORGANISATION))
    shown = {unit.id for unit in units}
    areas = [
        (area, [unit for unit in list_area_units(session, area.id) if unit.id in shown]) for area in list_areas(session)
    ]
    return render_template(
        "organisation/tree.html",
        roots=[unit for unit in units if unit.parent_id not in shown],
        below=_below(units),
        heads=list_heads(session, day, shown),
        areas=[(area, members) for area, members in areas if members],
        total=len(units),
        day=day,
        today=today,
        may_load=actor().may(EDIT_ORGANISATION),
    )


@pages.get("/to-chuc/<int:unit_id>")
@allow(VIEW_ORGANISATION)
def unit(unit_id: int) -> str:
    """One unit: who leads it, its desks and counters, what it came from or went into."""
    session, today = read_session(), clock.local_day(clock.now())
    if not actor().may(VIEW_ORGANISATION, unit_id):
        raise Forbidden("Ông/bà không có quyền xem đơn vị này.")
    return render_template(
        "organisation/unit.html",
        unit=get_unit(session, unit_id),
        path=unit_path(session, unit_id),
        head=list_heads(session, today, [unit_id]).get(unit_id),
        desks=list_desks(session, [unit_id]),
        counters=list_counters(session, [unit_id], active=False),
        before=list_predecessors(session, unit_id),
        after=list_successors(session, unit_id),
    )


def _wanted_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(f"“{text}” không phải ngày. Chọn lại ngày ở trang Tổ chức.") from None


def _below(units: list[Any]) -> dict[int, list[Any]]:
    """Unit id → the units right below it, in the order given."""
    below: dict[int, list[Any]] = {}
    for each in units:
        if each.parent_id is not None:
            below.setdefault(each.parent_id, []).append(each)
    return below
