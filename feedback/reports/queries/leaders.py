"""Who gets a weekly report: accounts that hold the leader's role, with what each of them leads."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.rules import Role
from feedback.accounts.tables import Account, RoleGrant
from feedback.organisation.queries import subtree_ids
from feedback.reports.queries.scopes import scope_of_area, scope_of_unit
from feedback.reports.rules.numbers import Scope, ScopeKind


@dataclass(frozen=True, slots=True)
class Leader:
    """An active account and the scopes it leads, each once."""

    account_id: int
    person_name: str
    email: str | None
    scopes: tuple[Scope, ...]


def list_leaders(session: Session) -> list[Leader]:
    """Every active leader by account, with the subtree of each unit and each area granted."""
    query = (
        select(Account, RoleGrant)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role == Role.LEADER.value, Account.active.is_(True))
        .order_by(Account.id, RoleGrant.id)
    )
    found: dict[int, tuple[Account, list[Scope]]] = {}
    for account, grant in session.execute(query):
        _account, scopes = found.setdefault(account.id, (account, []))
        scope = _scope(session, grant)
        if scope is not None and scope not in scopes:
            scopes.append(scope)
    return [Leader(account.id, account.person_name, account.email, tuple(scopes)) for account, scopes in found.values()]


def _scope(session: Session, grant: RoleGrant) -> Scope | None:
    if grant.area_id is not None:
        return scope_of_area(session, grant.area_id)
    if grant.unit_id is None:
        return None
    below = subtree_ids(session, grant.unit_id) != {grant.unit_id}
    return scope_of_unit(session, grant.unit_id, ScopeKind.SUBTREE if below else ScopeKind.UNIT)
