"""Rows: accounts, the roles they hold and where, their sessions; keys of programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class Account(Base):
    """Somebody who can sign in. `fs_uniquifier` changes when every session must end."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    person_name: Mapped[str]
    email: Mapped[str | None]
    password: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    one_time_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    is_sample: Mapped[bool] = mapped_column(default=False)


class RoleGrant(Base):
    """A role at a unit's subtree, at an area, or (both null) everywhere."""

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint("unit_id IS NULL OR area_id IS NULL", name="one_place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    granted_at: Mapped[datetime]
    granted_by: Mapped[str] = mapped_column(default="")


class StaffSession(Base):
    """A signed-in browser; only the hash of its token is kept."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    uniquifier: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class SignInTries(Base):
    """Wrong passwords in a row under a name, whether an account has that name or not; only the name's hash is kept."""

    __tablename__ = "sign_in_tries"

    login_hash: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    slowed_until: Mapped[datetime | None]


class SetupCode(Base):
    """The one-time code that makes the first administrator."""

    __tablename__ = "setup_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiKey(Base):
    """A program's key. Only a hash of the secret is kept; `unit_id` null reaches every unit."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    prefix: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[str]
    name: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    verbs: Mapped[list[Any]]
    networks: Mapped[list[Any]]
    daily_rows: Mapped[int]
    rows_day: Mapped[date | None]
    rows_taken: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    rotated_from_id: Mapped[int | None] = mapped_column(ForeignKey("api_key.id"))


class ApiNonce(Base):
    """A nonce that was used: the same signed request is not taken twice."""

    __tablename__ = "api_nonce"

    api_key_id: Mapped[int] = mapped_column(ForeignKey("api_key.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(primary_key=True)
    forget_at: Mapped[datetime] = mapped_column(index=True)


class ApiReply(Base):
    """What was answered to an Idempotency-Key; without `status` the request is still at work."""

    __tablename__ = "api_reply"

    api_key_id: Mapped[int] = mapped_column(ForeignKey("api_key.id"), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    owner: Mapped[str]
    status: Mapped[int | None]
    body: Mapped[str | None]
    forget_at: Mapped[datetime] = mapped_column(index=True)
