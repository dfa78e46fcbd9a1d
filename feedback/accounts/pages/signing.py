"""`/dang-nhap` and `/dang-xuat`."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import make_response, redirect, render_template, request
from werkzeug import Response

from feedback.accounts import security
from feedback.accounts.actions import SignedIn, begin_try, refuse_sign_in, sign_in, verify_password
from feedback.accounts.forms import SignInForm
from feedback.accounts.pages.blueprint import pages
from feedback.accounts.queries import find_account
from feedback.accounts.rules import may_enter
from feedback.foundation import clock
from feedback.foundation.access import SIGNED_IN, actor, allow, public
from feedback.foundation.engine import current, read_session, settings
from feedback.foundation.errors import Refused
from feedback.foundation.text import clean

if TYPE_CHECKING:
    from feedback.accounts.tables import Account

INSIDE = re.compile(r"/(?![/\\])[^\x00-\x1f\x7f\\]*")
"""A path of this site. Browsers drop tabs and line breaks from an address, so “/⇥/elsewhere” would be another site."""

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin nhập lại; nếu quên, nhờ quản trị viên cấp mật khẩu dùng một lần."


@pages.route("/dang-nhap", methods=["GET", "POST"], endpoint="sign_in")
@public
def sign_in_page() -> Any:
    """The sign-in form, and its answer: the same words for a wrong name, a wrong password and a closed account."""
    form = SignInForm(next=request.args.get("next", ""))
    if request.method == "GET" and actor().signed_in:
        return redirect(_inside(form.next.data))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form, problem="")
    try:
        signed = _try_to_sign_in(clean(form.login.data).casefold(), form.password.data)
    except Refused as refusal:
        return render_template("accounts/sign_in.html", form=form, problem=refusal.message), refusal.status
    if signed is None:
        return render_template("accounts/sign_in.html", form=form, problem=WRONG), 401
    security.start(signed)
    return redirect(_inside(form.next.data))


def _try_to_sign_in(login: str, password: str) -> SignedIn | None:
    """Count the try, look at the password outside any transaction, then begin a session or note the refusal."""
    now = clock.now()
    current().run(partial(begin_try, now=now, login=login))
    account = find_account(read_session(), login)
    fits = verify_password(password, account.password if account else None)
    if account is None or not (fits and _may_enter(account)):
        account_id = None if account is None else account.id
        current().run(partial(refuse_sign_in, now=now, login=login, account_id=account_id))
        return None
    return current().run(partial(sign_in, now=now, account_id=account.id, uniquifier=account.fs_uniquifier))


def _may_enter(account: Account) -> bool:
    return may_enter(
        clock.now(),
        active=account.active,
        one_time_until=account.one_time_until,
        is_sample=account.is_sample,
        demo=settings().demo,
        from_this_machine=security.from_this_machine(),
    )


def _inside(wanted: str | None) -> str:
    """Where to go next: a path of this site, never another address somebody put into the link."""
    return wanted if wanted and INSIDE.fullmatch(wanted) else "/"


@pages.post("/dang-xuat")
@allow(SIGNED_IN)
def sign_out() -> Response:
    """End this browser's session and ask the browser to forget what it kept."""
    security.leave(current())
    response = make_response(redirect("/dang-nhap"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
