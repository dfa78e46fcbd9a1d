"""`/khoi-tao`: the first administrator, with the one-time code from the terminal."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for

from feedback.accounts.actions import begin_try, create_first_administrator, hash_password
from feedback.accounts.forms import FirstForm
from feedback.accounts.pages.blueprint import pages
from feedback.accounts.queries import count_administrators
from feedback.accounts.rules import check_password
from feedback.foundation import clock
from feedback.foundation.access import public
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import NotFound, Refused

TRIES = "khoi-tao"


@pages.route("/khoi-tao", methods=["GET", "POST"])
@public
def first_administrator() -> Any:
    """Make the first administrator. Once there is one, the page is not there."""
    if count_administrators(read_session()):
        raise NotFound("Hệ thống đã có quản trị viên. Xin đăng nhập.")
    form = FirstForm()
    problem, status = "", 200
    if form.validate_on_submit():
        try:
            _create(form)
            flash("Đã tạo quản trị viên. Xin đăng nhập.", "good")
            return redirect(url_for("accounts.sign_in"))
        except Refused as refusal:
            problem, status = refusal.message, refusal.status
    return render_template("accounts/first.html", form=form, problem=problem), status


def _create(form: FirstForm) -> None:
    now = clock.now()
    current().run(partial(begin_try, now=now, login=TRIES))
    wanted = check_password(form.new.data, login=form.login.data, name=form.person_name.data)
    current().run(
        partial(
            create_first_administrator,
            now=now,
            code=form.code.data,
            login=form.login.data,
            person_name=form.person_name.data,
            email=form.email.data or None,
            password_hash=hash_password(wanted),
        )
    )
