"""The page of collection points: codes, stands to print, a code taken back or replaced."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from feedback.collection_points import actions, queries
from feedback.collection_points.documents import stands_pdf
from feedback.collection_points.rules import (
    MANAGE_POINTS,
    VIEW_POINTS,
    address_of,
    check_printable,
    shown_token,
)
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.documents import qr_svg
from feedback.foundation.engine import current, read_session, settings

pages = Blueprint("collection_points", __name__)


@pages.get("/diem-thu-thap")
@allow(VIEW_POINTS, MANAGE_POINTS)
def point_list() -> str:
    now = clock.now()
    session, who = read_session(), actor()
    points = queries.list_points(session, clock.local_day(now), who.units_for(VIEW_POINTS))
    waiting = queries.list_counters_without_code(session, clock.local_day(now), who.units_for(MANAGE_POINTS))
    return render_template(
        "collection_points/list.html",
        points=points,
        waiting=len(waiting),
        may_manage=lambda point: who.may(MANAGE_POINTS, point.unit_id),
        address=lambda point: address_of(settings().url, point.token),
        shown_token=shown_token,
        printable=settings().demo or not settings().url_is_loopback,
    )


@pages.get("/diem-thu-thap/bo-qr.pdf")
@allow(VIEW_POINTS, MANAGE_POINTS)
def kit() -> Response:
    now, site = clock.now(), settings()
    check_printable(url=site.url, is_loopback=site.url_is_loopback, demo=site.demo)
    points = queries.list_points(read_session(), clock.local_day(now), actor().units_for(VIEW_POINTS))
    wanted = request.args.get("quay")
    chosen = [point for point in points if wanted in (None, "", point.token)]
    pdf = stands_pdf(chosen, base_url=site.url, sample=site.demo, now=now)
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="bo-qr.pdf"'})


@pages.get("/diem-thu-thap/<token>.svg")
@allow(VIEW_POINTS, MANAGE_POINTS)
def code_picture(token: str) -> Response:
    code = queries.get_code(read_session(), token)
    require(VIEW_POINTS, code.unit_id)
    return Response(qr_svg(address_of(settings().url, code.token)), mimetype="image/svg+xml")


@pages.post("/diem-thu-thap/cap-ma")
@allow(MANAGE_POINTS)
def issue_missing() -> Any:
    who, now = actor(), clock.now()
    unit_ids = who.units_for(MANAGE_POINTS)
    made = current().run(lambda session: actions.issue_missing(session, actor=who, now=now, unit_ids=unit_ids))
    flash(f"Đã cấp {made} mã mới.")
    return redirect(url_for("collection_points.point_list"), 303)


@pages.post("/diem-thu-thap/<token>/thay-ma")
@allow(MANAGE_POINTS)
def reissue(token: str) -> Any:
    who, now = actor(), clock.now()
    require(MANAGE_POINTS, queries.get_code(read_session(), token).unit_id)
    new = current().run(lambda session: actions.reissue(session, actor=who, now=now, token=token))
    flash(f"Mã {shown_token(token)} đã thu hồi. Mã mới là {shown_token(new)}: xin in lại và thay ngay ở quầy.")
    return redirect(url_for("collection_points.point_list"), 303)
