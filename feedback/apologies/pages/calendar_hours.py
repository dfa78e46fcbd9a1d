"""`/lich/gio`: the office hours of a unit, where they come from, and a new week through the same preview."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from feedback.apologies.pages.calendar import check_place, show_preview, unit_id_of
from feedback.apologies.pages.notices import pages
from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import read_session
from feedback.foundation.errors import Invalid
from feedback.organisation.queries import get_unit, list_units
from feedback.working_calendar.forms import WeekForm
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.queries.proposals import hours_origin
from feedback.working_calendar.rules import EDIT_CALENDAR, write_sessions


@pages.get("/lich/gio")
@allow(EDIT_CALENDAR)
def calendar_hours() -> str | Response:
    """The week of a unit (`?don-vi=`) or everybody's, where it comes from, and the form to change it.

    Who edits some units only and names none is sent to the uppermost of them.
    """
    if home := _home():
        place: dict[str, Any] = {"don-vi": home}
        return redirect(url_for("apologies.calendar_hours", **place))
    unit_id = _place()
    # What is set last, though it may not hold yet: a change typed over today's hours would take that one back.
    _, week = calendar_for(read_session(), unit_id).hours[-1]
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    typed = dict(zip(names, (write_sessions(sessions) for sessions in week), strict=True))
    return _hours_page(unit_id, WeekForm(formdata=None, data=typed))


@pages.post("/lich/gio")
@allow(EDIT_CALENDAR)
def calendar_week() -> str:
    """Preview a week of hours."""
    unit_id, form = _place(), WeekForm()
    if not form.validate_on_submit():
        return _hours_page(unit_id, form)
    session = read_session()
    week = calendar_for(session, unit_id).hours_on(form.valid_from.data)
    name = get_unit(session, unit_id).name if unit_id is not None else "chung"
    try:
        return show_preview(form.proposal(name, week, unit_id))
    except Invalid as refusal:
        flash(refusal.message, "error")
        return _hours_page(unit_id, form)


def _home() -> str | None:
    """The code of the uppermost unit of today this person edits, if they named none and may not edit everybody's."""
    mine = actor().units_for(EDIT_CALENDAR)
    if request.args.get("don-vi", "").strip() or mine is None:
        return None
    units = list_units(read_session(), clock.local_day(clock.now()), ids=mine)
    return next((unit.code for unit in units if unit.parent_id not in mine), None)


def _place() -> int | None:
    """The unit asked for, if this person may edit there; None for everybody's hours."""
    unit_id = unit_id_of(request.args.get("don-vi", ""))
    check_place(unit_id)
    return unit_id


def _hours_page(unit_id: int | None, form: WeekForm) -> str:
    session, today = read_session(), clock.local_day(clock.now())
    calendar = calendar_for(session, unit_id)
    weeks = [(today, calendar.hours_on(today)), *calendar.hours_after(today)]
    return render_template(
        "apologies/calendar_hours.html",
        unit=get_unit(session, unit_id) if unit_id is not None else None,
        form=form,
        weeks=[(day, list(zip(week, _origins(session, unit_id, day), strict=True))) for day, week in weeks],
    )


def _origins(session: Session, unit_id: int | None, day: date) -> list[str]:
    origins = hours_origin(session, unit_id, day)
    return [_origin(session, origins, weekday, unit_id) for weekday in range(7)]


def _origin(session: Session, origins: dict[int, int | None], weekday: int, unit_id: int | None) -> str:
    """Whose hours these are, in words."""
    if weekday not in origins:
        return "mặc định của chương trình"
    place = origins[weekday]
    if place is None:
        return "giờ chung" if unit_id is not None else "đã đặt"
    return "riêng đơn vị này" if place == unit_id else f"theo {get_unit(session, place).name}"
