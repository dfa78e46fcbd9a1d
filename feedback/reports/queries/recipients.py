"""Who gets the morning's warnings: officers and heads with an address, and the units whose files are theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.queries import build_actor
from feedback.accounts.rules import Role
from feedback.accounts.tables import Account, RoleGrant
from feedback.organisation.queries import ids_with_predecessors, list_heads
from feedback.organisation.tables import Officer
from feedback.records.rules import SEE_RECORDS

HANDLING = {role.value: frozenset({SEE_RECORDS}) for role in (Role.OFFICER, Role.HEAD)}
"""The roles that work on files: their accounts are written to about the files they see on their pages."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address, the names it stands for, and the units of whose files it is told."""

    email: str
    names: tuple[str, ...]
    unit_ids: frozenset[int]


def list_recipients(session: Session, day: date) -> list[Recipient]:
    """By address: an account, an officer and a head who share one get one letter about all their units."""
    found: dict[str, tuple[dict[str, None], set[int]]] = {}
    for email, name, units in (*_accounts(session), *_people(session, day)):
        names, mine = found.setdefault(email.strip().casefold(), ({}, set()))
        names[name] = None
        mine |= units
    return [
        Recipient(email, tuple(names), frozenset(units)) for email, (names, units) in sorted(found.items()) if units
    ]


def _accounts(session: Session) -> Iterator[tuple[str, str, frozenset[int]]]:
    held = select(RoleGrant.account_id).where(RoleGrant.role.in_(HANDLING))
    query = select(Account).where(Account.id.in_(held), Account.active.is_(True), Account.email.is_not(None))
    for account in session.scalars(query.order_by(Account.id)):
        units = build_actor(session, account, HANDLING).units_for(SEE_RECORDS)
        if account.email and units:
            yield account.email, account.person_name, units


def _people(session: Session, day: date) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Heads in office and officers at their desk, as the organisation's file names them."""
    query = select(Officer).where(Officer.active.is_(True)).order_by(Officer.id)
    for person in (*list_heads(session, day).values(), *session.scalars(query)):
        if person.email and person.email.strip():
            yield person.email, person.person_name, ids_with_predecessors(session, [person.unit_id])
