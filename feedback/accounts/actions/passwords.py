"""Hashing (argon2id, 19 MiB, two passes: OWASP's smallest good setting, so that eight at once fit) and changing."""

from __future__ import annotations

import secrets
from datetime import datetime

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError
from sqlalchemy.orm import Session

from feedback.accounts.queries import get_account
from feedback.accounts.rules.passwords import normal
from feedback.audit.actions import note
from feedback.foundation.actors import Actor

MEMORY_KIB = 19456
PASSES = 2
LANES = 1

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """The argon2id hash to keep. Takes some 30 ms: do it before the transaction, never inside."""
    return _hasher.hash(normal(password))


def verify_password(password: str, kept: str | None) -> bool:
    """Whether the password fits; as slow where there is nothing to fit, so that time tells nobody which names exist."""
    try:
        return _hasher.verify(_NOBODY if kept is None or not kept.startswith("$argon2") else kept, normal(password))
    except (VerificationError, ValueError):
        return False


def fresh_uniquifier() -> str:
    """A new one ends every session of the account."""
    return secrets.token_hex(16)


def change_password(session: Session, *, actor: Actor, now: datetime, account_id: int, password_hash: str) -> str:
    """Keep a new password (already checked and hashed); every session ends. Returns the new uniquifier."""
    account = get_account(session, account_id)
    account.password = password_hash
    account.must_change_password = False
    account.one_time_until = None
    account.fs_uniquifier = fresh_uniquifier()
    note(
        session,
        actor=actor,
        now=now,
        verb="account.change_password",
        object_kind="account",
        object_id=account.id,
        object_label=account.login,
    )
    return account.fs_uniquifier
