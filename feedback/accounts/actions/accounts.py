"""Making, changing, closing accounts; every change is noted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from feedback.accounts.actions.passwords import fresh_uniquifier
from feedback.accounts.queries import (
    NO_PASSWORD,
    count_administrators,
    find_account,
    get_account,
    list_grants,
    may_manage,
)
from feedback.accounts.rules import ONE_TIME_PASSWORD_LIFE, Role, clean_login
from feedback.accounts.tables import Account
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict, Forbidden, Invalid
from feedback.foundation.text import clean


def ensure_may_manage(session: Session, actor: Actor, account_id: int | None = None) -> None:
    """Refuse unless the actor looks after this account (or, without one, after accounts everywhere)."""
    if not may_manage(session, actor, account_id):
        raise Forbidden("Ông/bà không quản trị tài khoản này. Nhờ quản trị viên cấp tỉnh.")


def create_account(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    login: str,
    person_name: str,
    email: str | None,
    officer_id: int | None = None,
    password_hash: str = NO_PASSWORD,
    one_time: bool = False,
    is_sample: bool = False,
) -> int:
    """The new account's id. Without a password nobody can sign in to it yet. Conflict when the login is taken."""
    ensure_may_manage(session, actor)
    login = clean_login(login)
    if find_account(session, login) is not None:
        raise Conflict(f"Tên đăng nhập {login} đã có người dùng. Chọn tên khác.")
    name = clean(person_name)
    if not name:
        raise Invalid("Họ và tên còn trống. Điền họ tên đầy đủ.")
    account = Account(
        login=login,
        person_name=name,
        email=email,
        password=password_hash,
        fs_uniquifier=fresh_uniquifier(),
        must_change_password=one_time,
        one_time_until=now + ONE_TIME_PASSWORD_LIFE if one_time else None,
        created_at=now,
        last_sign_in_at=None,
        officer_id=officer_id,
        is_sample=is_sample,
    )
    session.add(account)
    session.flush()
    note_account(session, actor, now, "account.create", account, {"person_name": name})
    return account.id


def update_account(
    session: Session, *, actor: Actor, now: datetime, account_id: int, person_name: str, email: str | None
) -> None:
    """Another name or address for the same person."""
    ensure_may_manage(session, actor, account_id)
    account = get_account(session, account_id)
    before = {"person_name": account.person_name, "email": account.email}
    account.person_name, account.email = clean(person_name), email
    after = {"person_name": account.person_name, "email": account.email}
    note_account(session, actor, now, "account.update", account, {"before": before, "after": after})


def reset_password(session: Session, *, actor: Actor, now: datetime, account_id: int, password_hash: str) -> None:
    """Give a one-time password (hashed): good for three days and one sign-in, then the person chooses their own."""
    ensure_may_manage(session, actor, account_id)
    account = get_account(session, account_id)
    account.password = password_hash
    account.must_change_password = True
    account.one_time_until = now + ONE_TIME_PASSWORD_LIFE
    account.fs_uniquifier = fresh_uniquifier()
    note_account(session, actor, now, "account.reset_password", account)


def deactivate(session: Session, *, actor: Actor, now: datetime, account_id: int) -> None:
    """Close the account: its sessions end at once. The last administrator cannot be closed."""
    ensure_may_manage(session, actor, account_id)
    account = get_account(session, account_id)
    account.active = False
    account.fs_uniquifier = fresh_uniquifier()
    session.flush()
    if any(grant.role == Role.ADMINISTRATOR for grant in list_grants(session, account_id)):
        ensure_an_administrator(session)
    note_account(session, actor, now, "account.deactivate", account)


def reactivate(session: Session, *, actor: Actor, now: datetime, account_id: int) -> None:
    ensure_may_manage(session, actor, account_id)
    account = get_account(session, account_id)
    account.active = True
    note_account(session, actor, now, "account.reactivate", account)


def ensure_an_administrator(session: Session) -> None:
    """Refuse (and so undo) what leaves nobody to let others in."""
    if count_administrators(session) == 0:
        raise Conflict("Đây là quản trị viên cuối cùng. Giao vai trò quản trị cho người khác trước.")


def note_account(
    session: Session, actor: Actor, now: datetime, verb: str, account: Account, detail: dict[str, Any] | None = None
) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="account",
        object_id=account.id,
        object_label=f"{account.login} ({account.person_name})",
        detail=detail,
    )
