"""What citizens said of single officers, for the head of their unit: no rank, no file, no mail, no API."""

from __future__ import annotations

from flask import render_template, request

from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.errors import NotFound
from feedback.foundation.pages import read_session
from feedback.foundation.text import whole
from feedback.organisation.queries import get_unit
from feedback.reports.pages.blueprint import pages
from feedback.reports.queries.officers import list_officer_lines
from feedback.reports.rules.officers import ENOUGH
from feedback.reports.rules.permissions import SEE_OFFICERS
from feedback.reports.rules.quarters import SETTLED_AFTER, parse_quarter, settled_quarters


@pages.get("/bao-cao/can-bo")
@allow(SEE_OFFICERS)
def officers() -> str:
    """One unit, one settled quarter. Other spans are not to be had: two that overlap would tell single answers."""
    session, today = read_session(), clock.local_day(clock.now())
    units = sorted(actor().units_for(SEE_OFFICERS) or ())
    unit_id = whole(request.args.get("don-vi", "")) or (units[0] if units else 0)
    require(SEE_OFFICERS, unit_id)
    quarters = settled_quarters(today)
    chosen = parse_quarter(request.args["quy"]) if request.args.get("quy") else quarters[0]
    if not chosen.is_settled(today):
        raise NotFound(
            f"Kết quả {chosen.words} xem được từ ngày {chosen.period.after + SETTLED_AFTER:%d/%m/%Y}, "
            "khi phiếu của máy tính bảng mất mạng đã về đủ."
        )
    return render_template(
        "reports/officers.html",
        unit=get_unit(session, unit_id),
        units=[get_unit(session, each) for each in units],
        quarters=quarters,
        chosen=chosen,
        lines=list_officer_lines(session, unit_id, chosen.period),
        enough=ENOUGH,
    )
