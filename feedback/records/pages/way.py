"""Entering by hand what happened to a file on its way: requests for papers with their answers, steps at agencies."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict

from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Forbidden, Invalid
from feedback.organisation.queries import find_unit_at, find_unit_by_name
from feedback.records import queries
from feedback.records.actions.steps import tell_steps
from feedback.records.actions.supplements import tell_supplements
from feedback.records.forms import read_moment
from feedback.records.pages.files import pages
from feedback.records.rules import IMPORT_RECORDS
from feedback.records.rules.steps import StepFacts
from feedback.records.rules.supplements import Origin, SupplementFacts

Form = ImmutableMultiDict[str, str]


@pages.post("/ho-so/<int:record_id>/bo-sung")
@allow(IMPORT_RECORDS)
def enter_supplement(record_id: int) -> Any:
    """A request for papers, or the answer to one. Fields: `hoi`, `xong` (local times), `noi_dung`."""
    who, now = _handler(record_id), clock.now()
    asked = read_moment(request.form.get("hoi", ""), "lúc yêu cầu bổ sung")
    if asked is None:
        raise Invalid("Chưa ghi lúc yêu cầu bổ sung. Xin ghi ngày và giờ trên phiếu yêu cầu.")
    facts = SupplementFacts(
        asked, read_moment(request.form.get("xong", ""), "lúc bổ sung xong"), request.form.get("noi_dung", "")
    )

    def work(session: Session) -> bool:
        return tell_supplements(session, actor=who, now=now, record_id=record_id, told=[facts], origin=Origin.DESK)

    flash("Đã ghi. Hạn của hồ sơ được tính lại." if current().run(work) else "Điều này đã được ghi từ trước.")
    return redirect(url_for("records.one_file", record_id=record_id, _anchor="bo-sung"), 303)


@pages.post("/ho-so/<int:record_id>/buoc")
@allow(IMPORT_RECORDS)
def enter_step(record_id: int) -> Any:
    """A step at an agency. Fields: `co_quan` (name or code), `nhan`, `han`, `giao` (local times)."""
    who, now = _handler(record_id), clock.now()
    step = _read_step(request.form, clock.local_day(now))

    def work(session: Session) -> bool:
        return tell_steps(session, actor=who, now=now, record_id=record_id, told=[step], origin=Origin.DESK)

    flash("Đã ghi bước giải quyết." if current().run(work) else "Điều này đã được ghi từ trước.")
    return redirect(url_for("records.one_file", record_id=record_id, _anchor="phieu-kiem-soat"), 303)


def _handler(record_id: int) -> Any:
    """The person of this request. Forbidden unless the file is of a unit they handle files for."""
    file, who = queries.get_file(read_session(), record_id), actor()
    if not any(who.may(IMPORT_RECORDS, unit) for unit in (file.solving_unit_id, file.receiving_unit_id)):
        raise Forbidden("Hồ sơ này của đơn vị khác: tài khoản của ông/bà không được ghi.")
    return who


def _read_step(form: Form, day: date) -> StepFacts:
    received = read_moment(form.get("nhan", ""), "lúc nhận")
    if received is None:
        raise Invalid("Chưa ghi lúc cơ quan nhận hồ sơ. Xin ghi ngày và giờ trên phiếu kiểm soát.")
    return StepFacts(
        _unit(form.get("co_quan", "").strip(), day),
        received,
        read_moment(form.get("han", ""), "hạn của bước"),
        read_moment(form.get("giao", ""), "lúc giao"),
    )


def _unit(name: str, day: date) -> int:
    """The id of the unit of that day with this name or code."""
    session = read_session()
    unit = find_unit_by_name(session, name, day) if name else None
    if unit is None and name.isalnum():
        unit = find_unit_at(session, name, day)
    if unit is None:
        raise Invalid(f"Không có cơ quan “{name}”. Xin ghi đúng tên hoặc mã ở trang Tổ chức (/to-chuc).")
    return unit.id
