"""Leaders above a unit: accounts that hold the leader's role over it, with an address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.queries import reach
from feedback.accounts.rules import Role
from feedback.accounts.tables import Account, RoleGrant


@dataclass(frozen=True, slots=True)
class LeaderAddress:
    """A leader to write to, and the units this leader is above of (None: all)."""

    account_id: int
    person_name: str
    email: str
    unit_ids: frozenset[int] | None


def list_leaders_over(session: Session, unit_ids: Collection[int]) -> list[LeaderAddress]:
    """Every active leader with an address who leads at least one of these units, by account and grant."""
    query = (
        select(Account, RoleGrant)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role == Role.LEADER.value, Account.active.is_(True), Account.email.is_not(None))
        .order_by(Account.id, RoleGrant.id)
    )
    found = [
        LeaderAddress(
            account.id, account.person_name, account.email or "", reach(session, grant.unit_id, grant.area_id)
        )
        for account, grant in session.execute(query)
    ]
    wanted = set(unit_ids)
    return [each for each in found if each.email and (each.unit_ids is None or wanted & each.unit_ids)]
