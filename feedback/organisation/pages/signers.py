"""`/to-chuc/<unit>/ky`: who signs for a unit, with which certificate and which pictures; an administrator's work."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session, sealer
from feedback.foundation.errors import Forbidden, Invalid
from feedback.foundation.forms import uploaded
from feedback.organisation.actions import signers as actions
from feedback.organisation.pages.tree import pages
from feedback.organisation.queries import get_unit, list_heads
from feedback.organisation.queries import signers as queries
from feedback.organisation.rules import EDIT_ORGANISATION, VIEW_ORGANISATION
from feedback.organisation.rules.signers import (
    DELEGATION_WORDS,
    PICTURE_WORDS,
    PURPOSE_WORDS,
    SEAL,
    Delegated,
    DelegationForm,
)


@pages.get("/to-chuc/<int:unit_id>/ky")
@allow(VIEW_ORGANISATION)
def signing(unit_id: int) -> str:
    """Delegations, certificates and pictures of one unit."""
    if not actor().may(VIEW_ORGANISATION, unit_id):
        raise Forbidden("Ông/bà không có quyền xem đơn vị này.")
    session, today = read_session(), clock.local_day(clock.now())
    return render_template(
        "organisation/signers.html",
        unit=get_unit(session, unit_id),
        head=list_heads(session, today, [unit_id]).get(unit_id),
        delegations=queries.list_delegations(session, unit_id),
        certificates=queries.list_certificates(session, unit_id),
        pictures=queries.list_pictures(session, unit_id),
        forms=DELEGATION_WORDS,
        purposes=PURPOSE_WORDS,
        kinds=PICTURE_WORDS,
        today=today,
        may_edit=actor().may(EDIT_ORGANISATION, unit_id),
    )


@pages.post("/to-chuc/<int:unit_id>/ky/uy-quyen")
@allow(EDIT_ORGANISATION)
def delegate(unit_id: int) -> Response:
    """Write down that somebody may sign in place of the head."""
    require(EDIT_ORGANISATION, unit_id)
    who, now, told = actor(), clock.now(), _delegated()
    current().run(lambda session: actions.add_delegation(session, actor=who, now=now, unit_id=unit_id, told=told))
    flash(f"Đã ghi: {told.form}. {told.person_name}.")
    return _back(unit_id)


def _delegated() -> Delegated:
    form = request.form
    if form.get("hinh_thuc") not in DELEGATION_WORDS:
        raise Invalid("Chưa chọn hình thức ký: KT., TL. hay TUQ.")
    return Delegated(
        person_name=form.get("ho_ten", ""),
        login=form.get("tai_khoan", ""),
        title=form.get("chuc_vu", ""),
        form=DelegationForm(form["hinh_thuc"]),
        on_behalf=form.get("thay", ""),
        document=form.get("van_ban", ""),
        valid_from=_day("tu_ngay"),
        valid_to=_day("den_ngay") if form.get("den_ngay") else None,
    )


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise Invalid("Chưa chọn ngày, hoặc ngày không đúng. Hãy chọn lại ngày rồi gửi lần nữa.") from None


@pages.post("/to-chuc/<int:unit_id>/ky/uy-quyen/<int:delegation_id>/ket-thuc")
@allow(EDIT_ORGANISATION)
def end_delegation(unit_id: int, delegation_id: int) -> Response:
    """The delegation ends with that day."""
    _require_of_unit(unit_id, queries.get_delegation(read_session(), delegation_id).unit_id)
    who, now, last = actor(), clock.now(), _day("den_ngay")
    current().run(
        lambda session: actions.end_delegation(session, actor=who, now=now, delegation_id=delegation_id, last_day=last)
    )
    flash("Đã ghi ngày kết thúc ủy quyền.")
    return _back(unit_id)


def _require_of_unit(unit_id: int, owner_id: int) -> None:
    require(EDIT_ORGANISATION, unit_id)
    if owner_id != unit_id:
        raise Forbidden("Mục này của đơn vị khác.")


@pages.post("/to-chuc/<int:unit_id>/ky/chung-thu")
@allow(EDIT_ORGANISATION)
def register(unit_id: int) -> Response:
    """Register a certificate for a signer or for the unit's seal."""
    require(EDIT_ORGANISATION, unit_id)
    who, now, content = actor(), clock.now(), uploaded()
    name, purpose, source = (request.form.get(each, "") for each in ("ho_ten", "loai", "can_cu"))

    def work(session: Session) -> int:
        return actions.register_certificate(
            session,
            actor=who,
            now=now,
            unit_id=unit_id,
            name=name,
            purpose=purpose,
            content=content,
            source=source,
        )

    current().run(work)
    flash("Đã đăng ký chứng thư số.")
    return _back(unit_id)


@pages.post("/to-chuc/<int:unit_id>/ky/chung-thu/<int:certificate_id>/thoi-dung")
@allow(EDIT_ORGANISATION)
def end_certificate(unit_id: int, certificate_id: int) -> Response:
    """The certificate counts to the end of today."""
    _require_of_unit(unit_id, queries.get_certificate(read_session(), certificate_id).unit_id)
    who, now = actor(), clock.now()
    today = clock.local_day(now)
    current().run(
        lambda session: actions.end_certificate(
            session, actor=who, now=now, certificate_id=certificate_id, last_day=today
        )
    )
    flash("Chứng thư này hết được công nhận từ ngày mai; khóa đã tải lên (nếu có) đã xóa.")
    return _back(unit_id)


@pages.post("/to-chuc/<int:unit_id>/ky/hinh")
@allow(EDIT_ORGANISATION)
def keep_picture(unit_id: int) -> Response:
    """Keep the picture of a signature or of the seal."""
    require(EDIT_ORGANISATION, unit_id)
    who, now, content, keeper = actor(), clock.now(), uploaded(), sealer()
    kind, name, millimetres = request.form.get("loai", ""), request.form.get("ho_ten", ""), _millimetres()
    values: dict[str, Any] = {"kind": kind, "name": name, "content": content, "millimetres": millimetres}
    current().run(
        lambda session: actions.keep_picture(session, actor=who, now=now, sealer=keeper, unit_id=unit_id, **values)
    )
    flash("Đã lưu hình. Hình được mã hóa và chỉ hiện trên phiếu ký số.")
    return _back(unit_id)


def _millimetres() -> float:
    try:
        return float(request.form.get("duong_kinh", "36").replace(",", ".") or "36")
    except ValueError:
        raise Invalid("Đường kính con dấu ghi bằng mi-li-mét, ví dụ 36.") from None


@pages.post("/to-chuc/<int:unit_id>/ky/hinh/xoa")
@allow(EDIT_ORGANISATION)
def drop_picture(unit_id: int) -> Response:
    """Take a picture away."""
    require(EDIT_ORGANISATION, unit_id)
    who, now = actor(), clock.now()
    kind, name = request.form.get("loai", ""), request.form.get("ho_ten", "")
    name = "" if kind == SEAL else name
    current().run(
        lambda session: actions.drop_picture(session, actor=who, now=now, unit_id=unit_id, kind=kind, name=name)
    )
    flash("Đã xóa hình.")
    return _back(unit_id)


def _back(unit_id: int) -> Response:
    return redirect(url_for("organisation.signing", unit_id=unit_id))
