"""What an administrator does with tablets: invite, compare the six digits, change, revoke, enrol again.

The list and the page of one tablet show what arrived from it, so they are the answers slice's; this is the rest.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for

from feedback.collection_points.actions import tablets as actions
from feedback.collection_points.forms import ChangeForm, NewTabletForm, ReasonForm
from feedback.collection_points.pages.codes import pages
from feedback.collection_points.queries import tablets as queries
from feedback.collection_points.rules.tablets import (
    CODE_BYTES,
    CODE_PURPOSE,
    MANAGE_TABLETS,
    SALT_BYTES,
    code_from,
    code_hash,
    hash_pin,
    invitation,
    read_reason,
    shown_code,
)
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.documents import qr_svg
from feedback.foundation.engine import current, read_session, sealer, settings
from feedback.foundation.errors import Refused
from feedback.foundation.tls.paper import tablet_base
from feedback.organisation.queries import get_unit, get_unit_at

AT = "/may-tinh-bang/<uuid:tablet_id>"


@pages.get("/may-tinh-bang/them")
@allow(MANAGE_TABLETS)
def new_tablet() -> str:
    """The form for a unit (`?don-vi=`); without one it asks for the unit first."""
    typed = request.args.get("don-vi", "").strip()
    if not typed:
        return _new_page(None, None)
    unit = get_unit_at(read_session(), typed, clock.local_day(clock.now()))
    require(MANAGE_TABLETS, unit.id)
    return _new_page(unit, NewTabletForm(formdata=None))


@pages.post("/may-tinh-bang/them")
@allow(MANAGE_TABLETS)
def invite_tablet() -> Any:
    """A place for a tablet; its code is shown this once."""
    unit = get_unit_at(read_session(), request.form.get("unit", "").strip(), clock.local_day(clock.now()))
    require(MANAGE_TABLETS, unit.id)
    form = NewTabletForm()
    form.offer(_counters(unit.id))
    if not form.validate_on_submit():
        return _new_page(unit, form)
    try:
        terms, pin = form.terms(), hash_pin(form.pin.data, secrets.token_bytes(SALT_BYTES))
        place: dict[str, Any] = {"unit_id": unit.id, "terms": terms, "pin_hash": pin}
        return _with_code(partial(actions.invite, tablet_id=uuid4(), **place))
    except Refused as refusal:
        flash(refusal.message, "error")
        return _new_page(unit, form)


def _new_page(unit: Any, form: NewTabletForm | None) -> str:
    if unit is not None and form is not None:
        form.offer(_counters(unit.id))
    return render_template("collection_points/tablet_new.html", unit=unit, form=form)


def _counters(unit_id: int) -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in queries.list_unit_counters(read_session(), unit_id)]


def _with_code(deed: Any) -> str:
    """Do what needs a fresh code, and show it; only its hash is stored."""
    code, who, now = code_from(secrets.token_bytes(CODE_BYTES)), actor(), clock.now()
    kept = code_hash(sealer().derive(CODE_PURPOSE), code)
    tablet_id = current().run(lambda session: deed(session, actor=who, now=now, code_hash=kept))
    read_session().rollback()  # what was just written shows
    tablet = queries.get_tablet(read_session(), tablet_id)
    address = invitation(tablet_base(settings()), code)
    return render_template(
        "collection_points/tablet_code.html",
        tablet=tablet,
        unit=get_unit(read_session(), tablet.unit_id),
        code=shown_code(code),
        app_address=address.partition("#")[0],
        picture=b64encode(qr_svg(address).encode()).decode(),
        until=tablet.code_expires_at,
        secure=settings().https or settings().url_is_loopback,
    )


@pages.post(f"{AT}/ma-moi")
@allow(MANAGE_TABLETS)
def renew_tablet_code(tablet_id: UUID) -> str:
    """Another code for a tablet that has not answered yet."""
    _ours(tablet_id)
    return _with_code(partial(actions.new_code, tablet_id=tablet_id))


@pages.post(f"{AT}/dung-so")
@allow(MANAGE_TABLETS)
def approve_tablet(tablet_id: UUID) -> Any:
    """The six digits are the same on both screens."""
    tablet, who, now = _ours(tablet_id), actor(), clock.now()
    current().run(lambda session: actions.approve(session, actor=who, now=now, tablet_id=tablet_id))
    return _back(tablet_id, f"Máy {tablet.name} đã vào hệ thống và dùng được ngay.")


@pages.post(f"{AT}/khac-so")
@allow(MANAGE_TABLETS)
def reject_tablet(tablet_id: UUID) -> str:
    """The digits differ: that key is kept out, and there is a new code at once."""
    _ours(tablet_id)
    return _with_code(partial(actions.reject, tablet_id=tablet_id, fresh_id=uuid4()))


@pages.post(f"{AT}/thu-hoi")
@allow(MANAGE_TABLETS)
def revoke_tablet(tablet_id: UUID) -> Any:
    """End it at once, with a reason."""
    tablet, reason, who, now = _ours(tablet_id), _reason(), actor(), clock.now()
    current().run(lambda session: actions.revoke(session, actor=who, now=now, tablet_id=tablet_id, reason=reason))
    said = f"Máy {tablet.name} đã thu hồi. Phiếu máy còn gửi về được để riêng, chờ thanh tra quyết định."
    return _back(tablet_id, said)


@pages.post(f"{AT}/dang-ky-lai")
@allow(MANAGE_TABLETS)
def enrol_tablet_again(tablet_id: UUID) -> str:
    """For a tablet that was wiped or replaced: the old enrolment ends, its place gets a new code."""
    _ours(tablet_id)
    deed = partial(actions.enrol_again, tablet_id=tablet_id, fresh_id=uuid4(), reason=_reason())
    return _with_code(deed)


@pages.post(f"{AT}/doi")
@allow(MANAGE_TABLETS)
def change_tablet(tablet_id: UUID) -> Any:
    """Another name, counter, question or PIN."""
    tablet, who, now = _ours(tablet_id), actor(), clock.now()
    form = ChangeForm()
    form.offer(_counters(tablet.unit_id))
    if not form.validate_on_submit():
        return _back(tablet_id, _first_problem(form), "error")
    terms, typed = form.terms(), (form.pin.data or "").strip()
    pin = hash_pin(typed, secrets.token_bytes(SALT_BYTES)) if typed else None
    deed = partial(actions.change, tablet_id=tablet_id, terms=terms, pin_hash=pin)
    current().run(lambda session: deed(session, actor=who, now=now))
    return _back(tablet_id, "Đã ghi. Máy nhận thay đổi khi liên lạc lần tới, thường trong năm phút.")


def _ours(tablet_id: UUID) -> Any:
    """The tablet, if this person manages those of its unit."""
    tablet = queries.get_tablet(read_session(), tablet_id)
    require(MANAGE_TABLETS, tablet.unit_id)
    return tablet


def _reason() -> str:
    return read_reason(ReasonForm().reason.data or "")


def _first_problem(form: ChangeForm) -> str:
    return next(str(message) for messages in form.errors.values() for message in messages)


def _back(tablet_id: UUID, said: str, category: str = "message") -> Any:
    flash(said, category)
    return redirect(url_for("answers.tablet", tablet_id=tablet_id), 303)
