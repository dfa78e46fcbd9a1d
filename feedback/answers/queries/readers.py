"""Who reads talk of bribery: inspectors and leaders above, never anybody of the unit it is about.

And who decides about answers kept apart: inspectors alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.queries import build_actor
from feedback.accounts.rules import Role
from feedback.accounts.tables import Account, RoleGrant
from feedback.answers.rules import READ_SERIOUS
from feedback.answers.rules.quarantine import DECIDE_QUARANTINE
from feedback.foundation.actors import Actor, Permission
from feedback.organisation.tables import Unit

Roles = dict[str, frozenset[Permission]]
READERS: Roles = {Role.LEADER.value: frozenset({READ_SERIOUS}), Role.INSPECTOR.value: frozenset({READ_SERIOUS})}
DECIDERS: Roles = {Role.INSPECTOR.value: frozenset({DECIDE_QUARANTINE})}


@dataclass(frozen=True, slots=True)
class Reader:
    """An active account that holds the permission somewhere."""

    account_id: int
    person_name: str
    email: str | None
    actor: Actor
    permission: Permission

    def reaches(self, unit_id: int) -> bool:
        return self.actor.may(self.permission, unit_id)


def list_readers(session: Session) -> list[Reader]:
    """Every active inspector and leader, by account."""
    return _holders(session, READERS, READ_SERIOUS)


def list_deciders(session: Session) -> list[Reader]:
    """Every active inspector, by account."""
    return _holders(session, DECIDERS, DECIDE_QUARANTINE)


def _holders(session: Session, roles: Roles, permission: Permission) -> list[Reader]:
    held = select(RoleGrant.account_id).where(RoleGrant.role.in_(roles))
    accounts = select(Account).where(Account.id.in_(held), Account.active.is_(True)).order_by(Account.id)
    return [
        Reader(account.id, account.person_name, account.email, build_actor(session, account, roles), permission)
        for account in session.scalars(accounts)
    ]


def find_unit_above(session: Session, unit_id: int) -> int | None:
    """The unit that this one lies in; None at the root."""
    return session.execute(select(Unit.parent_id).where(Unit.id == unit_id)).scalar_one_or_none()
