"""The first administrator: a one-time code printed where the server runs lets one person in, once."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from feedback.accounts.actions.accounts import create_account
from feedback.accounts.actions.roles import grant_role
from feedback.accounts.queries import count_administrators
from feedback.accounts.rules import SETUP_CODE_LIFE, Role, one_time_code, secret_hash
from feedback.accounts.tables import SetupCode
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict, Invalid


def new_setup_code(session: Session, *, now: datetime) -> str:
    """A fresh code, good for 24 hours and one use; older ones stop working. Conflict once an administrator exists."""
    _refuse_if_started(session)
    session.execute(delete(SetupCode).where(SetupCode.used_at.is_(None)))
    code = one_time_code(secrets.choice)
    session.add(SetupCode(code_hash=secret_hash(code), created_at=now, expires_at=now + SETUP_CODE_LIFE, used_at=None))
    return code


def create_first_administrator(
    session: Session, *, now: datetime, code: str, login: str, person_name: str, email: str | None, password_hash: str
) -> int:
    """The new administrator's account id. Invalid when the code is wrong, used or too old."""
    _refuse_if_started(session)
    query = select(SetupCode).where(SetupCode.code_hash == secret_hash(code.upper())).with_for_update()
    found = session.scalar(query)
    if found is None or found.used_at is not None or now >= found.expires_at:
        raise Invalid(
            "Mã khởi tạo chưa đúng hoặc đã hết hạn. Chạy lệnh “feedback first-admin-code” trên máy chủ để lấy mã mới."
        )
    found.used_at = now
    account_id = create_account(
        session,
        actor=SYSTEM,
        now=now,
        login=login,
        person_name=person_name,
        email=email,
        password_hash=password_hash,
    )
    grant_role(session, actor=SYSTEM, now=now, account_id=account_id, role=Role.ADMINISTRATOR)
    return account_id


def _refuse_if_started(session: Session) -> None:
    if count_administrators(session):
        raise Conflict("Hệ thống đã có quản trị viên. Nhờ người đó tạo tài khoản ở trang Tài khoản (/tai-khoan).")
