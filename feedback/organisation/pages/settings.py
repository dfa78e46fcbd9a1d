"""`/to-chuc/cai-dat`: what is set for everybody or for one unit, where each value comes from, and setting another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Forbidden, Invalid, NotFound
from feedback.foundation.text import whole
from feedback.organisation import actions, queries
from feedback.organisation.pages.tree import pages
from feedback.organisation.rules import EDIT_ORGANISATION, VIEW_ORGANISATION
from feedback.organisation.rules.adjustable import Adjustable, read_source, read_value, say_value, typed_value

EXTENSION = "adjustable"


def know_adjustable(app: Flask, settings: Sequence[Adjustable]) -> None:
    """Tell the page what there is to set, in the order to show it."""
    app.extensions[EXTENSION] = tuple(settings)


def _known() -> tuple[Adjustable, ...]:
    return cast(tuple[Adjustable, ...], current_app.extensions[EXTENSION])


@dataclass(frozen=True, slots=True)
class Standing:
    """A setting as it holds at a place: in words, as typed, whether it is the place's own, and where it comes from."""

    setting: Adjustable
    words: str
    typed: str
    own: bool
    origin: str
    source: str


@pages.get("/to-chuc/cai-dat")
@allow(VIEW_ORGANISATION)
def settings() -> str:
    """Everything that may be set, for everybody or for one unit (`?don-vi=12`)."""
    unit_id = whole(request.args.get("don-vi", ""))
    _require_sight(unit_id)
    return _page(unit_id)


def _require_sight(unit_id: int | None) -> None:
    if unit_id is not None and not actor().may(VIEW_ORGANISATION, unit_id):
        raise Forbidden("Ông/bà không có quyền xem cài đặt của đơn vị này.")


def _page(unit_id: int | None, wrong: str = "", error: str = "", form: Any = None) -> str:
    session = read_session()
    unit = queries.get_unit(session, unit_id) if unit_id is not None else None
    standings = [_standing(session, unit_id, each) for each in _known() if unit is None or not each.everybody_only]
    return render_template(
        "organisation/settings.html",
        unit=unit,
        groups=[(name, list(some)) for name, some in groupby(standings, key=lambda each: each.setting.group)],
        may_edit=_may_edit(unit_id),
        wrong=wrong,
        error=error,
        form=form or {},
    )


def _may_edit(unit_id: int | None) -> bool:
    """Everybody's values need the right everywhere: they hold for units one may not see."""
    who = actor()
    if unit_id is None:
        return who.may(EDIT_ORGANISATION) and who.units_for(EDIT_ORGANISATION) is None
    return who.may(EDIT_ORGANISATION, unit_id)


def _standing(session: Session, unit_id: int | None, setting: Adjustable) -> Standing:
    row = queries.find_setting(session, unit_id, setting.key)
    if row is None:
        words, typed = say_value(setting, setting.default), typed_value(setting, setting.default)
        return Standing(setting, words, typed, False, "mặc định của chương trình", setting.source)
    own = row.unit_id == unit_id
    if own:
        origin = "đặt riêng ở đây" if unit_id is not None else "đặt cho toàn tỉnh"
    else:
        origin = "theo toàn tỉnh" if row.unit_id is None else f"theo {queries.get_unit(session, row.unit_id).name}"
    return Standing(setting, say_value(setting, row.value), typed_value(setting, row.value), own, origin, row.source)


@pages.post("/to-chuc/cai-dat")
@allow(EDIT_ORGANISATION)
def set_value() -> Response | tuple[str, int]:
    """Set one value, with its ground; a refusal shows the form again with what was typed."""
    unit_id, setting = _place_and_setting()
    who, now = actor(), clock.now()
    try:
        value = read_value(setting, request.form.get("gia_tri", ""))
        source = read_source(request.form.get("can_cu", ""))
    except Invalid as refusal:
        return _page(unit_id, setting.key, refusal.message, request.form), 422
    current().run(
        lambda session: actions.set_setting(
            session, actor=who, now=now, unit_id=unit_id, key=setting.key, value=value, source=source
        )
    )
    flash(f"Đã đặt “{setting.label}”: {say_value(setting, value)}.")
    return _back(unit_id, setting)


@pages.post("/to-chuc/cai-dat/bo")
@allow(EDIT_ORGANISATION)
def unset_value() -> Response:
    """Take the place's own value away."""
    unit_id, setting = _place_and_setting()
    who, now = actor(), clock.now()
    current().run(lambda session: actions.unset_setting(session, actor=who, now=now, unit_id=unit_id, key=setting.key))
    flash(f"Đã bỏ giá trị riêng của “{setting.label}”.")
    return _back(unit_id, setting)


def _place_and_setting() -> tuple[int | None, Adjustable]:
    """Where and what, if this person may set it there."""
    unit_id = whole(request.form.get("don_vi", ""))
    setting = next((each for each in _known() if each.key == request.form.get("khoa")), None)
    if setting is None or (unit_id is not None and setting.everybody_only):
        raise NotFound("Không có cài đặt này ở đây. Hãy chọn lại ở trang Cài đặt.")
    if unit_id is not None:
        require(EDIT_ORGANISATION, queries.get_unit(read_session(), unit_id).id)
    elif not _may_edit(None):
        raise Forbidden("Giá trị chung của toàn tỉnh chỉ người quản trị toàn tỉnh được đặt.")
    return unit_id, setting


def _back(unit_id: int | None, setting: Adjustable) -> Response:
    place: dict[str, Any] = {"don-vi": unit_id}
    return redirect(url_for("organisation.settings", _anchor=setting.key, **place), 303)
