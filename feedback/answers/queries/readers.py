"""Who reads talk of bribery: inspectors and leaders above, never anybody of the unit it is about."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.queries import build_actor
from feedback.accounts.rules import Role
from feedback.accounts.tables import Account, RoleGrant
from feedback.answers.rules import READ_SERIOUS
from feedback.foundation.actors import Actor
from feedback.organisation.tables import Unit

READERS = {Role.LEADER.value: frozenset({READ_SERIOUS}), Role.INSPECTOR.value: frozenset({READ_SERIOUS})}


@dataclass(frozen=True, slots=True)
class Reader:
    """An active account that may read serious comments somewhere."""

    account_id: int
    person_name: str
    email: str | None
    actor: Actor

    def reaches(self, unit_id: int) -> bool:
        return self.actor.may(READ_SERIOUS, unit_id)


def list_readers(session: Session) -> list[Reader]:
    """Every active inspector and leader, by account."""
    held = select(RoleGrant.account_id).where(RoleGrant.role.in_(READERS))
    accounts = select(Account).where(Account.id.in_(held), Account.active.is_(True)).order_by(Account.id)
    return [
        Reader(account.id, account.person_name, account.email, build_actor(session, account, READERS))
        for account in session.scalars(accounts)
    ]


def find_unit_above(session: Session, unit_id: int) -> int | None:
    """The unit that this one lies in; None at the root."""
    return session.execute(select(Unit.parent_id).where(Unit.id == unit_id)).scalar_one_or_none()
