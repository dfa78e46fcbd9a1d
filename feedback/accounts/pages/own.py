"""`/mat-khau`: one's own password."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template

from feedback.accounts import security
from feedback.accounts.actions import begin_try, change_password, hash_password, sign_in, verify_password
from feedback.accounts.forms import OwnPasswordForm
from feedback.accounts.pages.blueprint import pages
from feedback.accounts.queries import get_account
from feedback.accounts.rules import check_password
from feedback.foundation import clock
from feedback.foundation.access import SIGNED_IN, actor, allow
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Invalid, Refused

if TYPE_CHECKING:
    from feedback.accounts.tables import Account


@pages.route("/mat-khau", methods=["GET", "POST"])
@allow(SIGNED_IN)
def own_password() -> Any:
    """Change one's own password: every other session of the account ends, this browser gets a new one."""
    account = get_account(read_session(), actor().account_id or 0)
    form = OwnPasswordForm()
    problem, status = "", 200
    if form.validate_on_submit():
        try:
            _change(account, form.current.data, form.new.data)
            flash("Đã đổi mật khẩu. Những nơi khác đang đăng nhập bằng tài khoản này đã bị đăng xuất.", "good")
            return redirect("/")
        except Refused as refusal:
            problem, status = refusal.message, refusal.status
    return render_template("accounts/own_password.html", form=form, account=account, problem=problem), status


def _change(account: Account, old: str, new: str) -> None:
    now, who = clock.now(), actor()
    current().run(partial(begin_try, now=now, login=account.login))
    if not verify_password(old, account.password):
        raise Invalid("Mật khẩu đang dùng chưa đúng. Xin nhập lại.")
    wanted = check_password(new, login=account.login, name=account.person_name)
    if verify_password(new, account.password):
        raise Invalid("Mật khẩu mới giống mật khẩu đang dùng. Xin chọn mật khẩu khác.")
    kept = hash_password(wanted)
    uniquifier = current().run(partial(change_password, actor=who, now=now, account_id=account.id, password_hash=kept))
    security.start(current().run(partial(sign_in, now=now, account_id=account.id, uniquifier=uniquifier)))
