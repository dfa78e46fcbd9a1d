"""`/tai-khoan/khoa-api`: keys of programs, for administrators."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from feedback.accounts.actions import NewKey, Wanted, create_api_key, new_prefix, revoke_api_key, rotate_api_key
from feedback.accounts.actions.api_keys import require_managed
from feedback.accounts.forms import ApiKeyForm
from feedback.accounts.pages.blueprint import pages
from feedback.accounts.queries import KeyLine, get_api_key, list_api_keys, reach
from feedback.accounts.rules import MANAGE_ACCOUNTS
from feedback.accounts.rules.api_keys import (
    DEFAULT_OVERLAP_DAYS,
    MOST_OVERLAP_DAYS,
    PURPOSE,
    STATE_WORDS,
    VERB_WORDS,
    KeyState,
    read_networks,
    read_verbs,
)
from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import current, read_session, sealer, settings
from feedback.foundation.errors import Forbidden, Invalid, Refused
from feedback.foundation.text import whole
from feedback.organisation.queries import get_unit_at, list_units


@pages.get("/tai-khoan/khoa-api")
@allow(MANAGE_ACCOUNTS)
def api_keys() -> str:
    """Every key of the units the administrator looks after, and the form for a new one."""
    return _page(ApiKeyForm(formdata=None))


@pages.post("/tai-khoan/khoa-api")
@allow(MANAGE_ACCOUNTS)
def new_api_key() -> Any:
    """A new key, shown this once."""
    form = ApiKeyForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        made = current().run(
            partial(
                create_api_key,
                actor=actor(),
                now=clock.now(),
                master=sealer().derive(PURPOSE),
                prefix=new_prefix(),
                wanted=_wanted(form),
            )
        )
    except Forbidden:
        raise
    except Refused as refusal:
        return _page(form, problem=refusal.message), refusal.status
    return _page(ApiKeyForm(formdata=None), made=made)


def _wanted(form: ApiKeyForm) -> Wanted:
    today = clock.local_day(clock.now())
    unit = form.unit.data.strip() if form.unit.data else ""
    return Wanted(
        name=form.name.data or "",
        unit_id=get_unit_at(read_session(), unit, today).id if unit else None,
        verbs=read_verbs(form.verbs.data or ()),
        networks=read_networks(form.networks.data or ""),
        days=form.days.data,
        daily_rows=form.daily_rows.data,
    )


@pages.post("/tai-khoan/khoa-api/<int:key_id>/doi")
@allow(MANAGE_ACCOUNTS)
def rotate_key(key_id: int) -> Any:
    """A new key in the place of one; the old one works on for the days given."""
    _require(key_id)
    days = whole(request.form.get("so-ngay", ""))
    if days is None:
        raise Invalid(f"Số ngày dùng song song hai khóa từ 1 đến {MOST_OVERLAP_DAYS}. Xin ghi lại.")
    made = current().run(
        partial(
            rotate_api_key,
            actor=actor(),
            now=clock.now(),
            master=sealer().derive(PURPOSE),
            prefix=new_prefix(),
            key_id=key_id,
            overlap_days=days,
        )
    )
    return _page(ApiKeyForm(formdata=None), made=made)


@pages.post("/tai-khoan/khoa-api/<int:key_id>/thu-hoi")
@allow(MANAGE_ACCOUNTS)
def revoke_key(key_id: int) -> Any:
    """The key does not work from now on."""
    _require(key_id)
    current().run(partial(revoke_api_key, actor=actor(), now=clock.now(), key_id=key_id))
    flash("Đã thu hồi khóa. Phần mềm dùng khóa này không gửi và không đọc được nữa.", "good")
    return redirect(url_for("accounts.api_keys"), 303)


def _require(key_id: int) -> None:
    session = read_session()
    require_managed(session, actor(), get_api_key(session, key_id).unit_id)


def _page(form: ApiKeyForm, *, made: NewKey | None = None, problem: str = "") -> str:
    session, now = read_session(), clock.now()
    session.rollback()  # on SQLite a reading that began before the write would not see it
    managed = actor().units_for(MANAGE_ACCOUNTS)
    return render_template(
        "accounts/api_keys.html",
        lines=[line for line in list_api_keys(session, now) if _is_mine(line, managed)],
        live=(KeyState.ACTIVE, KeyState.ENDING),
        form=form,
        made=made,
        problem=problem,
        units=list_units(session, clock.local_day(now), ids=managed),
        everywhere=managed is None,
        verb_words=VERB_WORDS,
        state_words=STATE_WORDS,
        overlap=DEFAULT_OVERLAP_DAYS,
        most_overlap=MOST_OVERLAP_DAYS,
        address=f"{settings().url}/api/v1/",
    )


def _is_mine(line: KeyLine, managed: frozenset[int] | None) -> bool:
    if managed is None:
        return True
    reached = reach(read_session(), line.unit_id, None)
    return reached is not None and reached <= managed
