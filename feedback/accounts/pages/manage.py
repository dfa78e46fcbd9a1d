"""`/tai-khoan`: accounts and their roles, for administrators."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for

from feedback.accounts.actions import (
    create_account,
    deactivate,
    grant_role,
    hash_password,
    reactivate,
    reset_password,
    revoke_role,
)
from feedback.accounts.forms import GrantForm, PersonForm
from feedback.accounts.pages.blueprint import pages
from feedback.accounts.queries import get_account_line, list_accounts, may_manage
from feedback.accounts.rules import MANAGE_ACCOUNTS, Role, one_time_code
from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Forbidden, Refused
from feedback.organisation.queries import get_area, get_unit_at, list_areas, list_units


@pages.get("/tai-khoan")
@allow(MANAGE_ACCOUNTS)
def accounts() -> str:
    """Every account the administrator looks after, and the form for a new one."""
    return _list_page(PersonForm(), "")


@pages.post("/tai-khoan")
@allow(MANAGE_ACCOUNTS)
def new_account() -> Any:
    """A new account with a one-time password, shown this once."""
    form = PersonForm()
    if not form.validate_on_submit():
        return _list_page(form, ""), 422
    password = one_time_code(secrets.choice)
    try:
        account_id = current().run(
            partial(
                create_account,
                actor=actor(),
                now=clock.now(),
                login=form.login.data,
                person_name=form.person_name.data,
                email=form.email.data or None,
                password_hash=hash_password(password),
                one_time=True,
            )
        )
    except Refused as refusal:
        return _list_page(form, refusal.message), refusal.status
    return _account_page(account_id, password=password)


@pages.get("/tai-khoan/<int:account_id>")
@allow(MANAGE_ACCOUNTS)
def account(account_id: int) -> str:
    """One account: its roles, a new one-time password, closing and opening."""
    return _account_page(account_id)


@pages.post("/tai-khoan/<int:account_id>/mat-khau-mot-lan")
@allow(MANAGE_ACCOUNTS)
def one_time_password(account_id: int) -> str:
    """A new one-time password, shown this once; the old one and every session end."""
    password = one_time_code(secrets.choice)
    kept = hash_password(password)
    current().run(partial(reset_password, actor=actor(), now=clock.now(), account_id=account_id, password_hash=kept))
    return _account_page(account_id, password=password)


@pages.post("/tai-khoan/<int:account_id>/khoa")
@allow(MANAGE_ACCOUNTS)
def close_account(account_id: int) -> Any:
    current().run(partial(deactivate, actor=actor(), now=clock.now(), account_id=account_id))
    return _back(account_id, "Đã khóa tài khoản. Người này bị đăng xuất ngay.")


@pages.post("/tai-khoan/<int:account_id>/mo")
@allow(MANAGE_ACCOUNTS)
def open_account(account_id: int) -> Any:
    current().run(partial(reactivate, actor=actor(), now=clock.now(), account_id=account_id))
    return _back(account_id, "Đã mở lại tài khoản.")


@pages.post("/tai-khoan/<int:account_id>/vai-tro")
@allow(MANAGE_ACCOUNTS)
def give_role(account_id: int) -> Any:
    """Give a role at a unit, at an area, or everywhere."""
    form = GrantForm()
    try:
        if not form.validate_on_submit():
            return _account_page(account_id, form=form), 422
        given = current().run(
            partial(grant_role, actor=actor(), now=clock.now(), account_id=account_id, **_wanted_grant(form))
        )
    except Forbidden:
        raise
    except Refused as refusal:
        return _account_page(account_id, form=form, problem=refusal.message), refusal.status
    return _back(account_id, "Đã giao vai trò." if given else "Người này đã giữ vai trò đó.")


def _wanted_grant(form: GrantForm) -> dict[str, Any]:
    session, today = read_session(), clock.local_day(clock.now())
    return {
        "role": Role(form.role.data),
        "unit_id": get_unit_at(session, form.unit.data, today).id if form.unit.data else None,
        "area_id": get_area(session, form.area.data.strip()).id if form.area.data else None,
    }


@pages.post("/tai-khoan/<int:account_id>/vai-tro/<int:grant_id>/bo")
@allow(MANAGE_ACCOUNTS)
def take_role(account_id: int, grant_id: int) -> Any:
    current().run(partial(revoke_role, actor=actor(), now=clock.now(), account_id=account_id, grant_id=grant_id))
    return _back(account_id, "Đã bỏ vai trò. Người này cần đăng nhập lại.")


def _back(account_id: int, message: str) -> Any:
    flash(message, "good")
    return redirect(url_for("accounts.account", account_id=account_id))


def _list_page(form: PersonForm, problem: str) -> str:
    lines = [line for line in list_accounts(read_session()) if may_manage(read_session(), actor(), line.id)]
    may_create = actor().units_for(MANAGE_ACCOUNTS) is None
    return render_template("accounts/list.html", lines=lines, form=form, problem=problem, may_create=may_create)


def _account_page(account_id: int, *, password: str = "", form: GrantForm | None = None, problem: str = "") -> str:
    session = read_session()
    session.rollback()  # on SQLite a reading that began before the write would not see it
    line = get_account_line(session, account_id)
    if not may_manage(session, actor(), account_id):
        raise Forbidden("Ông/bà không quản trị tài khoản này. Nhờ quản trị viên cấp tỉnh.")
    return render_template(
        "accounts/account.html",
        line=line,
        password=password,
        form=form or GrantForm(formdata=None),
        problem=problem,
        units=list_units(session, clock.local_day(clock.now()), ids=actor().units_for(MANAGE_ACCOUNTS)),
        areas=list_areas(session),
    )
