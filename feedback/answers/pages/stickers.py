"""`/ma-mot-lan`: labels with one-time codes for the giấy hẹn, printed by whoever manages the unit's codes."""

from __future__ import annotations

from datetime import datetime

from flask import Response, render_template

from feedback.answers import documents
from feedback.answers.forms import StickerForm
from feedback.answers.pages.desk import pages
from feedback.answers.queries.codes import list_sticker_days
from feedback.collection_points.rules import MANAGE_POINTS, VIEW_POINTS
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import read_session, settings, store
from feedback.organisation.queries import list_units


@pages.get("/ma-mot-lan")
@allow(VIEW_POINTS, MANAGE_POINTS)
def sticker_page() -> str:
    """What was printed last; for whoever may print, the form."""
    now = clock.now()
    return _page(_form(now), now)


@pages.post("/ma-mot-lan")
@allow(MANAGE_POINTS)
def print_sheets() -> Response:
    """New codes on sheets of labels: this answer is the only place where their tokens ever stand."""
    now = clock.now()
    form = _form(now)
    if not form.validate_on_submit():
        return Response(_page(form, now), 422)
    require(MANAGE_POINTS, form.unit.data)
    count = form.sheets.data * documents.PER_SHEET
    pdf = documents.print_stickers(
        store(), actor=actor(), now=now, unit_id=form.unit.data, day=form.day.data, count=count
    )
    name = f"nhan-ma-mot-lan-{form.day.data.isoformat()}.pdf"
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _form(now: datetime) -> StickerForm:
    day = clock.local_day(now)
    form = StickerForm(day=day, sheets=1)
    units = list_units(read_session(), day, ids=actor().units_for(MANAGE_POINTS))
    form.unit.choices = [(unit.id, unit.name) for unit in units]
    return form


def _page(form: StickerForm, now: datetime) -> str:
    site = settings()
    return render_template(
        "answers/stickers.html",
        form=form,
        may_print=bool(form.unit.choices),
        printable=site.demo or not site.url_is_loopback,
        printed=list_sticker_days(read_session(), actor().units_for(VIEW_POINTS)),
        today=clock.local_day(now),
    )
