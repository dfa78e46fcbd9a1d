"""Giving and taking back roles. Either ends the account's sessions: rights change at the next page, not tomorrow."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.accounts.actions.accounts import ensure_an_administrator, ensure_may_manage, note_account
from feedback.accounts.actions.passwords import fresh_uniquifier
from feedback.accounts.queries import find_grant, get_account, reach
from feedback.accounts.rules import MANAGE_ACCOUNTS, ROLE_WORDS, Role, check_place
from feedback.accounts.tables import Account, RoleGrant
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Forbidden, NotFound


def grant_role(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    account_id: int,
    role: Role,
    unit_id: int | None = None,
    area_id: int | None = None,
) -> bool:
    """Give the role at the unit's subtree, at the area, or (neither) everywhere. False when it is held already."""
    check_place(role, at_unit=unit_id is not None, at_area=area_id is not None)
    account = get_account(session, account_id)
    _ensure_within(session, actor, unit_id, area_id)
    if find_grant(session, account_id, role, unit_id, area_id) is not None:
        return False
    session.add(
        RoleGrant(
            account_id=account_id,
            role=role.value,
            unit_id=unit_id,
            area_id=area_id,
            granted_at=now,
            granted_by=actor.name,
        )
    )
    account.fs_uniquifier = fresh_uniquifier()
    _note(session, actor, now, "account.grant", account, role, unit_id, area_id)
    return True


def revoke_role(session: Session, *, actor: Actor, now: datetime, account_id: int, grant_id: int) -> None:
    """Take the grant back. NotFound when the account has no such grant; the last administrator stays."""
    ensure_may_manage(session, actor, account_id)
    account = get_account(session, account_id)
    grant = session.get(RoleGrant, grant_id)
    if grant is None or grant.account_id != account_id:
        raise NotFound("Vai trò này không còn nữa. Tải lại trang Tài khoản.")
    role, unit_id, area_id = Role(grant.role), grant.unit_id, grant.area_id
    session.delete(grant)
    session.flush()
    if role is Role.ADMINISTRATOR:
        ensure_an_administrator(session)
    account.fs_uniquifier = fresh_uniquifier()
    _note(session, actor, now, "account.revoke", account, role, unit_id, area_id)


def _ensure_within(session: Session, actor: Actor, unit_id: int | None, area_id: int | None) -> None:
    """Nobody gives a role that reaches further than their own management of accounts."""
    managed = actor.units_for(MANAGE_ACCOUNTS)
    if managed is None:
        return
    wanted = reach(session, unit_id, area_id)
    if wanted is None or not wanted <= managed:
        raise Forbidden("Ông/bà không giao vai trò ở nơi này được. Nhờ quản trị viên cấp tỉnh.")


def _note(
    session: Session,
    actor: Actor,
    now: datetime,
    verb: str,
    account: Account,
    role: Role,
    unit_id: int | None,
    area_id: int | None,
) -> None:
    detail = {"role": role.value, "words": ROLE_WORDS[role], "unit_id": unit_id, "area_id": area_id}
    note_account(session, actor, now, verb, account, detail)
