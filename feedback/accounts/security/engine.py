"""Who asks: from the cookie to the session's row to the actor on the request."""

from __future__ import annotations

from functools import partial
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_security import Security, current_user
from flask_security.utils import login_user, logout_user

from feedback.accounts.actions import SignedIn, sign_out, touch
from feedback.accounts.actions.passwords import LANES, MEMORY_KIB, PASSES
from feedback.accounts.queries import RolePermissions, build_actor, find_live_session
from feedback.accounts.rules import TOUCH_EVERY
from feedback.accounts.security.adapter import AccountDatastore, SignedInUser
from feedback.foundation import clock
from feedback.foundation.access import actor
from feedback.foundation.actors import Actor
from feedback.foundation.database import Database
from feedback.foundation.engine import read_session, settings

WITHOUT_OWN_PASSWORD = frozenset({"accounts.own_password", "accounts.sign_out", "accounts.sign_in", "static"})
"""Where somebody with a one-time password may go; every other page leads to choosing an own one."""

LIBRARY = {
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "DEPRECATED_PASSWORD_SCHEMES": [],
    "PASSWORD_SINGLE_HASH": ["argon2"],
    "PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__memory_cost": MEMORY_KIB,
        "argon2__time_cost": PASSES,
        "argon2__parallelism": LANES,
    },
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
}


def init_security(app: Flask, database: Database, role_permissions: RolePermissions) -> None:
    """Put the actor on every request from its session. `role_permissions`: role → the permissions it bundles."""
    for name, value in LIBRARY.items():
        app.config[f"SECURITY_{name}"] = value
    app.config["SECURITY_PASSWORD_SALT"] = None
    _set_cookie(app)
    security = Security(app, AccountDatastore(), register_blueprint=False)
    _only_our_sessions(app, security, partial(load_user, database, role_permissions))
    app.before_request(put_actor)


def _set_cookie(app: Flask) -> None:
    """A cookie no script reads and no other site sends; bound to this host where the address is https."""
    with app.app_context():
        https = settings().https
    app.config["SESSION_COOKIE_NAME"] = "__Host-lang-nghe" if https else "lang-nghe"
    app.config["SESSION_COOKIE_SECURE"] = https
    app.config["SESSION_COOKIE_HTTPONLY"] = True
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["SESSION_COOKIE_PATH"] = "/"


def _only_our_sessions(app: Flask, security: Any, load: Any) -> None:
    """Users come from our session rows alone: no token in a header or address, no remember-me cookie.

    The library's two hooks on every request go too: they would open the session for each citizen's tap.
    """
    manager = security.login_manager
    manager.user_loader(load)
    manager.request_loader(lambda _request: None)
    manager.session_protection = None
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.after_request_funcs[None].remove(manager._update_remember_cookie)


def load_user(database: Database, role_permissions: RolePermissions, token: str) -> SignedInUser | None:
    """The signed-in person of a token, or None; notes that the session was seen, at most once a minute."""
    now = clock.now()
    found = find_live_session(read_session(), token, now)
    if found is None:
        return None
    live, account = found
    if account.is_sample and not from_this_machine():
        return None
    if now - live.seen_at >= TOUCH_EVERY:
        database.run(lambda writing: touch(writing, now=now, token=token))
    who = build_actor(read_session(), account, role_permissions)
    return SignedInUser(who, token, must_change_password=account.must_change_password)


def put_actor() -> Any:
    """Before each request: whose it is. Requests without our cookie cost nothing and stay anonymous."""
    if request.endpoint == "static" or current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return None
    if request.path.startswith("/api/"):
        return None  # programs prove themselves by signatures
    if not current_user.is_authenticated:
        return None
    g.actor = current_user.actor
    if current_user.must_change_password and request.endpoint not in WITHOUT_OWN_PASSWORD:
        return redirect(url_for("accounts.own_password"))
    return None


def start(signed: SignedIn) -> None:
    """This browser is signed in now: everything it brought along is dropped, the token takes its place."""
    session.clear()
    g.pop("csrf_token", None)
    person = Actor(name="", account_id=signed.account_id)
    login_user(
        SignedInUser(person, signed.token, must_change_password=signed.must_change_password),
        remember=False,
        authn_via=["password"],
    )
    # Flask-Login's fingerprint of address and browser: unused here, and no address is kept anywhere.
    session.pop("_id", None)
    session.pop("fs_cc", None)


def leave(database: Database) -> None:
    """End this browser's session, in the database first."""
    token = str(session.get("_user_id", ""))
    who, now = actor(), clock.now()
    database.run(lambda writing: sign_out(writing, actor=who, now=now, token=token))
    logout_user()
    session.clear()


def from_this_machine() -> bool:
    """Whether the request comes from the machine itself, not through a proxy, and was addressed to it."""
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip")):
        return False
    host = urlsplit(f"//{request.host}").hostname or ""
    return _is_loopback(request.remote_addr or "") and (host == "localhost" or _is_loopback(host))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
