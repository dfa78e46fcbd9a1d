"""The daily check of the codes: what stands at each counter of a unit, one tap when all is right."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from feedback.collection_points import queries
from feedback.collection_points.actions.checks import note_look
from feedback.collection_points.pages.codes import mark, pages
from feedback.collection_points.queries.checks import LastLook, list_looks, list_looks_of_day, looks_at
from feedback.collection_points.rules import CHECK_CODES, MANAGE_POINTS, VIEW_POINTS, Point, shown_address
from feedback.collection_points.rules.checks import PROBLEM_WORDS, Look, Problem
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session, settings
from feedback.foundation.errors import Invalid, NotFound
from feedback.foundation.text import whole

ALL_RIGHT, RIGHT = "dung-ca", "dung"
BUTTONS = {"la": Problem.FOREIGN, "mat": Problem.MISSING}


@pages.get("/diem-thu-thap/kiem-tra")
@allow(CHECK_CODES, VIEW_POINTS)
def check() -> str:
    """The counters of one unit; with several units to look after, the list of them."""
    day, who, session = clock.local_day(clock.now()), actor(), read_session()
    if "don-vi" in request.args:
        unit_id = _unit_id(request.args)
        require(VIEW_POINTS, unit_id)
        return _unit_page(queries.list_points(session, day, {unit_id}))
    points = queries.list_points(session, day, who.units_for(VIEW_POINTS))
    units = [list(group) for _, group in groupby(points, key=lambda point: point.unit_id)]
    if len(units) == 1:
        return _unit_page(units[0])
    looks = looks_at(list_looks(session, who.units_for(VIEW_POINTS), day), points)
    checked = {
        each[0].unit_id: sum(1 for point in each if _is_checked(looks.get(point.counter_id), day)) for each in units
    }
    return render_template("collection_points/check_units.html", units=units, checked=checked)


@pages.post("/diem-thu-thap/kiem-tra")
@allow(CHECK_CODES)
def note_check() -> Any:
    unit_id = _unit_id(request.form)
    require(CHECK_CODES, unit_id)
    who, now = actor(), clock.now()
    points = queries.list_points(read_session(), clock.local_day(now), {unit_id})
    before = looks_at(list_looks_of_day(read_session(), unit_id, clock.local_day(now)), points)
    look, said = _look(request.form, {point.counter_id: point for point in points}, before)
    current().run(lambda session: note_look(session, actor=who, now=now, unit_id=unit_id, look=look))
    flash(said)
    unit: dict[str, Any] = {"don-vi": unit_id}
    return redirect(url_for("collection_points.check", **unit), 303)


def _unit_page(points: list[Point]) -> str:
    if not points:
        raise NotFound("Đơn vị này chưa có quầy nào có mã. Xem các mã ở trang Điểm thu thập (/diem-thu-thap).")
    who, day = actor(), clock.local_day(clock.now())
    unit_id = points[0].unit_id
    looks = looks_at(list_looks_of_day(read_session(), unit_id, day), points)
    return render_template(
        "collection_points/check.html",
        points=points,
        looks=looks,
        left=[point for point in points if not _is_checked(looks.get(point.counter_id), day)],
        wrong=[point for point in points if _is_wrong(looks.get(point.counter_id))],
        last=max((look for look in looks.values()), key=lambda look: look.at, default=None),
        day=day,
        mark=mark,
        address=lambda point: shown_address(settings().url, point.token),
        may_check=who.may(CHECK_CODES, unit_id),
        may_manage=who.may(MANAGE_POINTS, unit_id),
    )


def _unit_id(values: MultiDict[str, str]) -> int:
    unit_id = whole(values.get("don-vi", ""))
    if unit_id is None:
        raise NotFound("Không có đơn vị này. Xin mở lại trang Kiểm mã (/diem-thu-thap/kiem-tra) và chọn đơn vị.")
    return unit_id


def _look(form: MultiDict[str, str], points: Mapping[int, Point], before: Mapping[int, LastLook]) -> tuple[Look, str]:
    """What was handed in, and what to say to it."""
    opened = {number for text in form.getlist("mo") if (number := whole(text)) is not None}
    deed, _, text = form.get("viec", "").partition(":")
    if deed == ALL_RIGHT:
        right = {counter_id for counter_id in points if not _is_wrong(before.get(counter_id))}
        return Look(opened, right=right), f"Đã ghi: {len(right)} quầy đúng mã. Cảm ơn ông/bà."
    point = points.get(whole(text) or 0)
    if point is None or deed not in {RIGHT, *BUTTONS}:
        raise Invalid("Chưa rõ ông/bà thấy gì. Xin tải lại trang rồi bấm “Đúng cả”, hoặc nút của quầy có chuyện.")
    if deed == RIGHT:
        return Look(opened, right={point.counter_id}), f"Đã ghi: mã ở {point.counter_name} đúng."
    problem = BUTTONS[deed]
    said = f"Đã báo {PROBLEM_WORDS[problem]} ở {point.counter_name}. Người quản lý mã đã được giao việc."
    return Look(opened, wrong={point.counter_id: problem}), said


def _is_checked(look: LastLook | None, day: Any) -> bool:
    return look is not None and look.day == day and look.sight.code_ok is not None


def _is_wrong(look: LastLook | None) -> bool:
    return look is not None and look.sight.code_ok is False
