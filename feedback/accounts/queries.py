"""Reads of accounts: who they are, what they may do and where, which session is live; keys of programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.accounts.rules import (
    ABOVE_ONLY,
    MANAGE_ACCOUNTS,
    OF_THE_UNIT,
    OWN_UNIT_ONLY,
    ROLE_WORDS,
    Role,
    is_live,
    secret_hash,
)
from feedback.accounts.rules.api_keys import KeyState, Verb, key_state
from feedback.accounts.tables import Account, ApiKey, RoleGrant, StaffSession
from feedback.foundation.actors import Actor, Grant, Permission
from feedback.foundation.errors import NotFound
from feedback.organisation.queries import area_subtree_ids, ids_with_predecessors, scope_ids
from feedback.organisation.tables import Area, Unit

RolePermissions = Mapping[str, frozenset[Permission]]


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant as shown: the role in words and where it holds."""

    id: int
    role: str
    words: str
    place: str
    unit_id: int | None
    area_id: int | None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as listed, with its grants."""

    id: int
    login: str
    person_name: str
    email: str | None
    active: bool
    has_password: bool
    must_change_password: bool
    is_sample: bool
    last_sign_in_at: datetime | None
    grants: tuple[GrantLine, ...]


NO_PASSWORD = "!"  # noqa: S105
"""Stands where a hash would: no password fits it, so the account cannot sign in until one is given."""


def find_account(session: Session, login: str) -> Account | None:
    return session.scalar(select(Account).where(Account.login == login))


def get_account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("Không có tài khoản này. Xem danh sách ở trang Tài khoản (/tai-khoan).")
    return account


def list_grants(session: Session, account_id: int) -> list[RoleGrant]:
    return list(session.scalars(select(RoleGrant).where(RoleGrant.account_id == account_id).order_by(RoleGrant.id)))


def find_grant(
    session: Session, account_id: int, role: str, unit_id: int | None, area_id: int | None
) -> RoleGrant | None:
    query = select(RoleGrant).where(RoleGrant.account_id == account_id, RoleGrant.role == role)
    return session.scalar(query.where(RoleGrant.unit_id == unit_id, RoleGrant.area_id == area_id))


def count_administrators(session: Session) -> int:
    """Active accounts that hold the administrator's role everywhere: the ones who can let others in."""
    query = select(func.count(func.distinct(RoleGrant.account_id))).join(Account, Account.id == RoleGrant.account_id)
    here = (RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.unit_id.is_(None), Account.active.is_(True))
    return session.scalar(query.where(*here)) or 0


def list_accounts(session: Session) -> list[AccountLine]:
    """Every account by login, with its grants in words."""
    grants: dict[int, list[GrantLine]] = {}
    for account_id, line in _grant_lines(session):
        grants.setdefault(account_id, []).append(line)
    rows = session.scalars(select(Account).order_by(Account.login))
    return [_line(row, tuple(grants.get(row.id, ()))) for row in rows]


def get_account_line(session: Session, account_id: int) -> AccountLine:
    """One account as listed. NotFound when there is none."""
    row = get_account(session, account_id)
    return _line(row, tuple(line for owner, line in _grant_lines(session) if owner == account_id))


def _grant_lines(session: Session) -> list[tuple[int, GrantLine]]:
    query = select(RoleGrant, Unit.name, Area.name).outerjoin(Unit, Unit.id == RoleGrant.unit_id)
    rows = session.execute(query.outerjoin(Area, Area.id == RoleGrant.area_id).order_by(RoleGrant.id))
    return [(grant.account_id, _grant_line(grant, unit, area)) for grant, unit, area in rows]


def _grant_line(grant: RoleGrant, unit: str | None, area: str | None) -> GrantLine:
    words = ROLE_WORDS.get(Role(grant.role), grant.role)
    return GrantLine(grant.id, grant.role, words, unit or area or "mọi đơn vị", grant.unit_id, grant.area_id)


def _line(row: Account, grants: tuple[GrantLine, ...]) -> AccountLine:
    return AccountLine(
        id=row.id,
        login=row.login,
        person_name=row.person_name,
        email=row.email,
        active=row.active,
        has_password=row.password != NO_PASSWORD,
        must_change_password=row.must_change_password,
        is_sample=row.is_sample,
        last_sign_in_at=row.last_sign_in_at,
        grants=grants,
    )


def find_live_session(session: Session, token: str, now: datetime) -> tuple[StaffSession, Account] | None:
    """The session of that token and its account, while both are good: not idle, not ended, same uniquifier, active."""
    query = select(StaffSession, Account).join(Account, Account.id == StaffSession.account_id)
    row = session.execute(query.where(StaffSession.token_hash == secret_hash(token))).one_or_none()
    if row is None:
        return None
    live, account = row
    same = live.uniquifier == account.fs_uniquifier and account.active
    return (live, account) if same and is_live(now, seen_at=live.seen_at, ends_at=live.ends_at) else None


def build_actor(session: Session, account: Account, role_permissions: RolePermissions) -> Actor:
    """The account as an actor: each grant as permissions over the units it reaches. Unknown roles give nothing."""
    all_held = list_grants(session, account.id)
    held = [grant for grant in all_held if grant.role in role_permissions]
    at_home = [grant.unit_id for grant in all_held if grant.role in OF_THE_UNIT and grant.unit_id is not None]
    home = ids_with_predecessors(session, at_home) if at_home else frozenset()
    grants = tuple(each for grant in held for each in _grants(session, grant, role_permissions[grant.role], home))
    return Actor(name=account.person_name, account_id=account.id, grants=grants, login=account.login)


def _grants(
    session: Session, grant: RoleGrant, permissions: frozenset[Permission], home: frozenset[int]
) -> Iterator[Grant]:
    """The role's permissions over its subtree; those of the unit's own people over the unit and what it succeeded;
    those of the upper level below it, without any unit whose own people this account is one of (`home`)."""
    own = frozenset(each for each in permissions if each in OWN_UNIT_ONLY)
    above = frozenset(each for each in permissions if each in ABOVE_ONLY)
    reached = reach(session, grant.unit_id, grant.area_id)
    yield Grant(permissions - own - above, reached)
    if own and grant.unit_id is not None:
        yield Grant(own, ids_with_predecessors(session, [grant.unit_id]))
    if above:
        yield Grant(above, _below(session, grant, reached, home))


def _below(
    session: Session, grant: RoleGrant, reached: frozenset[int] | None, home: frozenset[int]
) -> frozenset[int] | None:
    if grant.unit_id is not None:
        home |= ids_with_predecessors(session, [grant.unit_id])
    if reached is None:
        return frozenset(session.scalars(select(Unit.id))) - home if home else None
    return reached - home


def reach(session: Session, unit_id: int | None, area_id: int | None) -> frozenset[int] | None:
    """The units a grant reaches, predecessors included; None means every unit."""
    if unit_id is not None:
        return scope_ids(session, unit_id)
    if area_id is not None:
        return area_subtree_ids(session, area_id)
    return None


def may_manage(session: Session, actor: Actor, account_id: int | None = None) -> bool:
    """Whether the actor manages accounts everywhere, or wherever this account holds a role.

    An account without any role belongs to whoever manages accounts everywhere: nobody can grow by taking it over.
    """
    managed = actor.units_for(MANAGE_ACCOUNTS)
    if managed is None:
        return True
    grants = [] if account_id is None else list_grants(session, account_id)
    reached = [reach(session, grant.unit_id, grant.area_id) for grant in grants]
    return bool(reached) and all(units is not None and units <= managed for units in reached)


# ── keys of programs ──────────────────────────────────────────────────────────────────────────────────────────────────

VerbPermissions = Mapping[str, frozenset[Permission]]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as listed: never its secret."""

    id: int
    prefix: str
    name: str
    unit_id: int | None
    unit: str
    verbs: tuple[Verb, ...]
    networks: tuple[str, ...]
    daily_rows: int
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None
    state: KeyState


def find_api_key(session: Session, prefix: str) -> ApiKey | None:
    return session.scalar(select(ApiKey).where(ApiKey.prefix == prefix))


def get_api_key(session: Session, key_id: int) -> ApiKey:
    key = session.get(ApiKey, key_id)
    if key is None:
        raise NotFound("Không có khóa này. Xem danh sách ở trang Khóa API (/tai-khoan/khoa-api).")
    return key


def list_api_keys(session: Session, now: datetime) -> list[KeyLine]:
    """Every key, by name, the newest of a name first."""
    query = select(ApiKey, Unit.name).outerjoin(Unit, Unit.id == ApiKey.unit_id)
    rows = session.execute(query.order_by(ApiKey.name, ApiKey.id.desc()))
    return [
        KeyLine(
            id=key.id,
            prefix=key.prefix,
            name=key.name,
            unit_id=key.unit_id,
            unit=unit or "mọi đơn vị",
            verbs=tuple(Verb(each) for each in key.verbs),
            networks=tuple(key.networks),
            daily_rows=key.daily_rows,
            created_at=key.created_at,
            created_by=key.created_by,
            expires_at=key.expires_at,
            last_used_at=key.last_used_at,
            state=key_state(now, expires_at=key.expires_at, revoked_at=key.revoked_at),
        )
        for key, unit in rows
    ]


def build_program(session: Session, key: ApiKey, verb_permissions: VerbPermissions) -> Actor:
    """The key as an actor: each verb as permissions over the key's units. Unknown verbs give nothing."""
    reached = reach(session, key.unit_id, None)
    held = frozenset().union(*(verb_permissions.get(verb, frozenset()) for verb in key.verbs))
    return Actor(name=f"Khóa API “{key.name}”", grants=(Grant(held, reached),), login=f"api:{key.prefix}")
