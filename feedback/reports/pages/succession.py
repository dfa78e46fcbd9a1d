"""A week's files by today's units, or with the units that are gone told apart."""

from __future__ import annotations

from flask import render_template, request

from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.errors import Forbidden
from feedback.foundation.pages import read_session
from feedback.reports.pages.blueprint import pages
from feedback.reports.queries.access import may_open
from feedback.reports.queries.scopes import get_scope
from feedback.reports.queries.succession import read_by_unit
from feedback.reports.queries.weekly import whole_days
from feedback.reports.rules.permissions import VIEW_REPORTS
from feedback.reports.rules.slugs import read_slug
from feedback.reports.rules.weeks import parse_week
from feedback.scoring.rules.rates import ON_TIME_TITLE


@pages.get("/bao-cao/<week>/<scope>/ho-so-theo-don-vi")
@allow(VIEW_REPORTS)
def files_by_unit(week: str, scope: str) -> str:
    """`?theo=ke-thua` (usual): at today's units; `?theo=don-vi-cu`: each unit as it stands on the file."""
    session, parsed = read_session(), parse_week(week)
    wanted = get_scope(session, *read_slug(scope))
    reach = actor().units_for(VIEW_REPORTS)
    if not may_open(session, reach, wanted, parsed):
        raise Forbidden("Ông/bà không phụ trách mọi đơn vị của báo cáo này trong tuần đó.")
    by_today = request.args.get("theo") != "don-vi-cu"
    cut_off = whole_days(parsed, clock.now())
    view = read_by_unit(session, wanted, parsed, cut_off, by_today=by_today, reach=reach)
    return render_template(
        "reports/succession.html", view=view, week=parsed, scope_slug=scope, on_time_title=ON_TIME_TITLE
    )
