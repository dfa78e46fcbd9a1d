"""Signing in and out: tries counted before the password is looked at, sessions as rows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from feedback.accounts.actions.accounts import note_account
from feedback.accounts.queries import get_account
from feedback.accounts.rules import ABSOLUTE, IDLE, secret_hash, slow_down
from feedback.accounts.rules.sessions import FORGET_AFTER
from feedback.accounts.tables import SignInTries, StaffSession
from feedback.foundation.actors import ANONYMOUS, Actor
from feedback.foundation.errors import Conflict, Refused


class TooSoon(Refused):
    """Too many wrong passwords in a row: wait a little. Said alike for names that exist and names that do not."""

    status = 429
    title = "Xin đợi một lát"


def begin_try(session: Session, *, now: datetime, login: str) -> None:
    """Count a try under this name before its password is checked, so that many at once do not slip past.

    Raises TooSoon while the name is slowed. A sign-in that succeeds takes the count away again.
    """
    session.execute(delete(SignInTries).where(SignInTries.last_at < now - FORGET_AFTER))
    key = secret_hash(login.casefold())
    tries = session.get(SignInTries, key, with_for_update=True) or _first_try(session, key, now)
    if tries.slowed_until is not None and now < tries.slowed_until:
        raise TooSoon(_wait_words(tries.slowed_until - now))
    tries.failures += 1
    tries.last_at = now
    wait = slow_down(tries.failures)
    tries.slowed_until = now + wait if wait else None


def _first_try(session: Session, key: str, now: datetime) -> SignInTries:
    """The name's row at zero; another server's request may have made it in the same moment."""
    try:
        with session.begin_nested():
            session.add(SignInTries(login_hash=key, failures=0, last_at=now, slowed_until=None))
    except IntegrityError:
        session.expire_all()
    return session.get_one(SignInTries, key, with_for_update=True)


def _wait_words(left: timedelta) -> str:
    return (
        f"Đã có nhiều lần nhập sai liên tiếp. Xin đợi {max(1, ceil(left.total_seconds()))} giây rồi thử lại. "
        "Nếu quên mật khẩu, nhờ quản trị viên cấp mật khẩu dùng một lần."
    )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` goes to the browser and nowhere else."""

    token: str
    account_id: int
    must_change_password: bool


def sign_in(session: Session, *, now: datetime, account_id: int, uniquifier: str) -> SignedIn:
    """Begin a session for the account whose password was just found right; dead sessions are swept.

    Conflict when the account was closed or its password changed since it was looked at.
    """
    account = get_account(session, account_id)
    if account.fs_uniquifier != uniquifier or not account.active:
        raise Conflict("Tài khoản vừa thay đổi. Xin đăng nhập lại.")
    token = secrets.token_urlsafe(32)
    session.execute(delete(StaffSession).where(or_(StaffSession.ends_at <= now, StaffSession.seen_at <= now - IDLE)))
    session.execute(delete(SignInTries).where(SignInTries.login_hash == secret_hash(account.login)))
    session.add(
        StaffSession(
            token_hash=secret_hash(token),
            account_id=account.id,
            uniquifier=account.fs_uniquifier,
            created_at=now,
            seen_at=now,
            ends_at=now + ABSOLUTE,
        )
    )
    account.last_sign_in_at = now
    actor = Actor(name=account.person_name, account_id=account.id, login=account.login)
    note_account(session, actor, now, "account.sign_in", account)
    return SignedIn(token, account.id, account.must_change_password)


def refuse_sign_in(session: Session, *, now: datetime, login: str, account_id: int | None) -> None:
    """Note a wrong password at an account that exists (an unknown name may be a password in the wrong box).

    Something is written either way, so that the time of a commit does not tell which names exist.
    """
    key = secret_hash(login.casefold())
    session.execute(update(SignInTries).where(SignInTries.login_hash == key).values(last_at=now))
    if account_id is not None:
        note_account(session, ANONYMOUS, now, "account.sign_in_refused", get_account(session, account_id))


def touch(session: Session, *, now: datetime, token: str) -> None:
    """The session was seen. Only a row that is still there is changed: one that was ended stays ended."""
    session.execute(update(StaffSession).where(StaffSession.token_hash == secret_hash(token)).values(seen_at=now))


def sign_out(session: Session, *, actor: Actor, now: datetime, token: str) -> None:
    """End this browser's session."""
    gone = session.get(StaffSession, secret_hash(token))
    if gone is not None:
        note_account(session, actor, now, "account.sign_out", get_account(session, gone.account_id))
        session.delete(gone)
