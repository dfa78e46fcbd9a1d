"""The first page: for whoever signed in what waits today, for everybody else what this place is."""

from __future__ import annotations

from flask import render_template

from feedback.foundation import clock
from feedback.foundation.access import actor, public
from feedback.foundation.pages import read_session
from feedback.reports.pages.blueprint import pages
from feedback.reports.queries.start import start_cards


@pages.get("/")
@public
def start() -> str:
    """The cards of the person signed in, or the door for citizens and staff."""
    who, now = actor(), clock.now()
    if not who.signed_in:
        return render_template("reports/welcome.html")
    return render_template("reports/start.html", cards=start_cards(read_session(), who, now), today=now)
