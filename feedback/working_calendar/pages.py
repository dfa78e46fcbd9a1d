"""`/lich`: a year on the wall, with its sources; who may edit sets days and hours there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Forbidden, Invalid, Refused
from feedback.organisation.queries import get_unit_at, unit_path
from feedback.working_calendar import actions, queries
from feedback.working_calendar.forms import DayForm, HoursForm
from feedback.working_calendar.rules import EDIT_CALENDAR, SEE_CALENDAR, write_sessions
from feedback.working_calendar.rules.months import figures_of, months_of
from feedback.working_calendar.rules.reading import KINDS, STATUSES

pages = Blueprint("working_calendar", __name__)


@pages.get("/lich")
@allow(SEE_CALENDAR)
def year() -> str:
    """One year for everybody, or as it is for one unit (`?don-vi=`)."""
    return _year_page(DayForm(formdata=None), HoursForm(formdata=None))


def _year_page(day_form: DayForm, hours_form: HoursForm, opened: str = "") -> str:
    session, today = read_session(), clock.local_day(clock.now())
    years = queries.list_years(session)
    chosen = _chosen_year([each.year for each in years], today.year)
    code = request.args.get("don-vi", "").strip()
    unit = get_unit_at(session, code, today) if code else None
    unit_id = unit.id if unit else None
    calendar = queries.calendar_for(session, unit_id)
    return render_template(
        "working_calendar/year.html",
        year=chosen,
        years=years,
        unit=unit,
        today=today,
        provisional=chosen in calendar.provisional_years,
        months=months_of(chosen, calendar) if chosen in calendar.years else (),
        figures=figures_of(chosen, calendar) if chosen in calendar.years else None,
        days=queries.list_days(session, chosen, unit_id),
        week=[write_sessions(sessions) for sessions in calendar.hours_on(today)],
        kinds=KINDS,
        statuses=STATUSES,
        may_edit=actor().may(EDIT_CALENDAR),
        day_form=day_form,
        hours_form=hours_form,
        opened=opened,
    )


def _chosen_year(years: list[int], this_year: int) -> int:
    """The year asked for, else this year where it is loaded, else the last one loaded."""
    asked = request.args.get("nam", "")
    if asked.isdecimal() and len(asked) == 4:
        return int(asked)
    return this_year if this_year in years or not years else years[-1]


@pages.post("/lich/ngay")
@allow(EDIT_CALENDAR)
def set_day() -> str | Response:
    """Make one day a day off, a make-up day, a half-day or an ordinary one again."""
    form = DayForm()
    if not form.validate_on_submit():
        return _year_page(form, HoursForm(formdata=None), "day")
    place, line = _place(form.unit.data), form.line()
    try:
        current().run(lambda session: actions.set_day(session, line=line, **place))
    except Invalid as refusal:
        return _refused(refusal, form, HoursForm(formdata=None), "day")
    flash(f"Đã ghi ngày {line.day:%d/%m/%Y}: {line.name}. Hạn tính từ nay theo lịch mới; hạn đã in không đổi.")
    return redirect(url_for("working_calendar.year", nam=line.day.year, **{"don-vi": form.unit.data or None}))


@pages.post("/lich/gio")
@allow(EDIT_CALENDAR)
def set_hours() -> str | Response:
    """Set the office hours of one weekday."""
    form = HoursForm()
    if not form.validate_on_submit():
        return _year_page(DayForm(formdata=None), form, "hours")
    place = _place(form.unit.data)
    facts: dict[str, Any] = {
        "weekday": int(form.weekday.data),
        "sessions": form.sessions.data or "",
        "valid_from": form.valid_from.data,
        "source": form.source.data.strip(),
    }
    try:
        current().run(lambda session: actions.set_office_hours(session, **facts, **place))
    except Invalid as refusal:
        return _refused(refusal, DayForm(formdata=None), form, "hours")
    flash("Đã ghi giờ làm việc. Hạn tính từ nay theo giờ mới; hạn đã in không đổi.")
    return redirect(url_for("working_calendar.year", **{"don-vi": form.unit.data or None}))


def _refused(refusal: Refused, day_form: DayForm, hours_form: HoursForm, opened: str) -> str:
    flash(refusal.message, "error")
    return _year_page(day_form, hours_form, opened)


def _place(code: str | None) -> dict[str, Any]:
    """Who does it, when and where, if this person may edit there; everybody's calendar needs the right everywhere."""
    deed = {"actor": actor(), "now": clock.now()}
    if not code or not code.strip():
        if actor().units_for(EDIT_CALENDAR) is not None:
            raise Forbidden("Lịch chung chỉ người quản trị toàn tỉnh được sửa. Hãy ghi mã đơn vị của ông/bà.")
        return {**deed, "unit_id": None, "unit_path": ""}
    unit = get_unit_at(read_session(), code.strip(), clock.local_day(clock.now()))
    require(EDIT_CALENDAR, unit.id)
    return {**deed, "unit_id": unit.id, "unit_path": unit_path(read_session(), unit.id)}
