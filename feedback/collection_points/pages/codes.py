"""The page of collection points: codes, the kit to print, a code taken back and replaced."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from feedback.collection_points import actions, queries
from feedback.collection_points.documents import EVERYTHING, PART_WORDS, Part, Printing, kit_pdf
from feedback.collection_points.queries.checks import list_looks, looks_at
from feedback.collection_points.queries.points import list_print_areas
from feedback.collection_points.rules import (
    ACTIVE,
    CHECK_CODES,
    MANAGE_POINTS,
    VIEW_POINTS,
    Point,
    address_of,
    check_printable,
    shown_address,
    shown_token,
)
from feedback.collection_points.rules.checks import REISSUE_REASONS
from feedback.collection_points.rules.marks import PURPOSE, check_mark, shown_mark
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.documents import qr_svg
from feedback.foundation.engine import current, read_session, sealer, settings
from feedback.foundation.errors import Invalid, NotFound

pages = Blueprint("collection_points", __name__)
LONGEST_REASON = 300


def mark(point: Point) -> str:
    """The check mark of a point, as it is printed."""
    return shown_mark(check_mark(sealer().derive(PURPOSE), point.token, point.version))


@pages.get("/diem-thu-thap")
@allow(VIEW_POINTS, MANAGE_POINTS)
def point_list() -> str:
    now = clock.now()
    session, who = read_session(), actor()
    points = queries.list_points(session, clock.local_day(now), who.units_for(VIEW_POINTS))
    waiting = queries.list_counters_without_code(session, clock.local_day(now), who.units_for(MANAGE_POINTS))
    units = {point.unit_id: point for point in points}
    return render_template(
        "collection_points/list.html",
        points=points,
        units=list(units.values()),
        areas=list_print_areas(session, set(units)),
        parts=PART_WORDS,
        looks=looks_at(list_looks(session, who.units_for(VIEW_POINTS), clock.local_day(now)), points),
        day=clock.local_day(now),
        new=next((point for point in points if point.token == request.args.get("moi")), None),
        waiting=len(waiting),
        may_check=who.may(CHECK_CODES),
        may_manage=lambda point: who.may(MANAGE_POINTS, point.unit_id),
        address=lambda point: address_of(settings().url, point.token),
        mark=mark,
        shown_token=shown_token,
        printable=settings().demo or not settings().url_is_loopback,
    )


@pages.get("/diem-thu-thap/bo-qr.pdf")
@allow(VIEW_POINTS, MANAGE_POINTS)
def kit() -> Response:
    """The kit of one counter (`quay`), of a unit or an area (`noi`), or of everything in reach; `chi` names a part."""
    site = settings()
    check_printable(url=site.url, is_loopback=site.url_is_loopback, demo=site.demo)
    printing = Printing(base_url=site.url, key=sealer().derive(PURPOSE), sample=site.demo, now=clock.now())
    place, chosen = _chosen(queries.list_points(read_session(), clock.local_day(printing.now), _reach()))
    pdf = kit_pdf(chosen, printing, title=f"Bộ mã QR – {place}", parts=_parts(request.args.get("chi", "")))
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="bo-qr.pdf"'})


def _reach() -> Collection[int] | None:
    return actor().units_for(VIEW_POINTS)


def _parts(wanted: str) -> Collection[Part]:
    return (Part(wanted),) if wanted in set(Part) else EVERYTHING


def _chosen(points: list[Point]) -> tuple[str, list[Point]]:
    """What the address names among the points in reach, with its name."""
    token, (kind, _, code) = request.args.get("quay"), request.args.get("noi", "").partition(":")
    if token:
        return _one(points, token)
    if kind == "dv":
        chosen = [point for point in points if point.unit_code == code]
        return (chosen[0].unit_name if chosen else ""), chosen
    if kind == "db":
        areas = list_print_areas(read_session(), {point.unit_id for point in points})
        area = next((each for each in areas if each.code == code), None)
        if area is None:
            raise NotFound("Không có địa bàn này trong phạm vi của ông/bà. Xin chọn lại ở trang Điểm thu thập.")
        return area.name, [point for point in points if point.unit_id in area.unit_ids]
    return "mọi quầy", points


def _one(points: list[Point], token: str) -> tuple[str, list[Point]]:
    chosen = [point for point in points if point.token == token]
    return (f"{chosen[0].counter_name}, {chosen[0].unit_name}" if chosen else ""), chosen


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


@pages.get("/diem-thu-thap/<token>/thay-ma")
@allow(MANAGE_POINTS)
def replace(token: str) -> str:
    """What replacing this code means, and why it is done."""
    session = read_session()
    code = queries.get_code(session, token)
    require(MANAGE_POINTS, code.unit_id)
    point = queries.find_point(session, token)
    return render_template(
        "collection_points/replace.html",
        point=point,
        ended=code.state != ACTIVE,
        mark=mark,
        address=lambda each: shown_address(settings().url, each.token),
        reasons=REISSUE_REASONS,
        longest=LONGEST_REASON,
    )


@pages.post("/diem-thu-thap/<token>/thay-ma")
@allow(MANAGE_POINTS)
def reissue(token: str) -> Any:
    who, now = actor(), clock.now()
    require(MANAGE_POINTS, queries.get_code(read_session(), token).unit_id)
    reason = _reason()
    new = current().run(lambda session: actions.reissue(session, actor=who, now=now, token=token, reason=reason))
    flash(f"Mã {shown_token(token)} đã thu hồi. Mã mới là {shown_token(new)}: xin in lại và thay ngay ở quầy.")
    return redirect(url_for("collection_points.point_list", moi=new), 303)


def _reason() -> str:
    """The chosen reason with what was added to it."""
    chosen = REISSUE_REASONS.get(request.form.get("ly_do", ""))
    if chosen is None:
        raise Invalid("Chưa chọn lý do thay mã. Xin quay lại trang trước và chọn; chưa có gì bị thu hồi.")
    more = " ".join(request.form.get("them", "").split())[:LONGEST_REASON]
    return f"{chosen}: {more}" if more else chosen
