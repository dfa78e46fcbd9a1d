"""Who may enter: every view says it, and a guard test walks them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app, g, redirect, request, url_for
from werkzeug.exceptions import HTTPException

from feedback.foundation.actors import ANONYMOUS, Actor, Permission
from feedback.foundation.errors import Forbidden, SignInNeeded

P = ParamSpec("P")
R = TypeVar("R")

ACCESS = "_access"
SIGNED_IN = Permission("signed-in")


@dataclass(frozen=True, slots=True)
class KeyScope:
    """What a view for programs asks of their key: one of these permissions."""

    permissions: tuple[Permission, ...]


def actor() -> Actor:
    """The actor of this request: set by the sign-in slice, anonymous until then."""
    who: Actor = getattr(g, "actor", ANONYMOUS)
    return who


def require(permission: Permission, unit_id: int | None) -> None:
    """Refuse unless this request's actor holds the permission at that unit."""
    if not actor().may(permission, unit_id):
        raise Forbidden("Ông/bà không có quyền xem hoặc làm việc này ở đơn vị này.")


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Anybody may enter."""
    setattr(view, ACCESS, "public")
    return view


def allow(*permissions: Permission) -> Callable[[Callable[P, R]], Callable[P, Any]]:
    """Signed-in people who hold one of the permissions somewhere; the action checks the unit itself."""

    def wrap(view: Callable[P, R]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            who = actor()
            if not who.signed_in:
                return _ask_to_sign_in()
            if SIGNED_IN not in permissions and not any(who.may(each) for each in permissions):
                raise Forbidden("Tài khoản của ông/bà không có quyền vào trang này.")
            return view(*args, **kwargs)

        setattr(guarded, ACCESS, permissions)
        return guarded

    return wrap


def may_open(path: str) -> bool:
    """Whether the view at this path would let this request's actor in, so that no page offers a door that is shut.

    The unit is for that view to look at: it answers for the kind of page, as the menu does."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(path.partition("?")[0], method="GET")
    except HTTPException:
        return False
    access, who = getattr(current_app.view_functions[endpoint], ACCESS, ()), actor()
    if access == "public":
        return True
    if not who.signed_in or isinstance(access, KeyScope):
        return False
    return SIGNED_IN in access or any(who.may(each) for each in access)


def api_key(*permissions: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Programs whose key holds one of the permissions somewhere; the action checks the unit itself.

    Whose key it is was proved before (`g.program`); people who signed in do not come in here.
    """

    def wrap(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            program: Actor | None = g.get("program")
            if program is None:
                raise SignInNeeded("Yêu cầu phải được ký bằng khóa API. Xem cách ký ở /api/v1/.")
            if not any(program.may(each) for each in permissions):
                raise Forbidden("Khóa API này không được làm việc này. Nhờ quản trị viên cấp khóa đúng việc.")
            return view(*args, **kwargs)

        setattr(guarded, ACCESS, KeyScope(permissions))
        return guarded

    return wrap


def _ask_to_sign_in() -> Any:
    if request.path.startswith("/api/"):
        raise SignInNeeded("Cần đăng nhập để dùng địa chỉ này.")
    here = request.full_path if request.query_string else request.path
    return redirect(url_for("accounts.sign_in", next=here if request.method == "GET" else "/"))
