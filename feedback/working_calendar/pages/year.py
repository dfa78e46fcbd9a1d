"""`/lich`: a year on the wall, with its sources. Changes are proposed and decided at `/lich/thong-bao`."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import read_session
from feedback.organisation.queries import get_unit_at
from feedback.working_calendar import queries
from feedback.working_calendar.queries.proposals import missing_year
from feedback.working_calendar.rules import EDIT_CALENDAR, SEE_CALENDAR, write_sessions
from feedback.working_calendar.rules.months import figures_of, months_of
from feedback.working_calendar.rules.reading import KINDS, STATUSES

pages = Blueprint("working_calendar", __name__)


@pages.get("/lich")
@allow(SEE_CALENDAR)
def year() -> str:
    """One year for everybody, or as it is for one unit (`?don-vi=`)."""
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
        missing=missing_year(session, today) if actor().may(EDIT_CALENDAR) else None,
    )


def _chosen_year(years: list[int], this_year: int) -> int:
    """The year asked for, else this year where it is loaded, else the last one loaded."""
    asked = request.args.get("nam", "")
    if asked.isdecimal() and len(asked) == 4:
        return int(asked)
    return this_year if this_year in years or not years else years[-1]
