"""Rows: accounts, the roles they hold and where, their sessions."""

from __future__ import annotations

from datetime import datetime

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
