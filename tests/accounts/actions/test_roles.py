"""Giving and taking back roles."""

import pytest

from feedback.accounts.actions import grant_role, revoke_role
from feedback.accounts.queries import build_actor, list_grants
from feedback.accounts.rules import MANAGE_ACCOUNTS, Role
from feedback.audit.queries import NoteFilter, list_notes
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict, Forbidden, Invalid, NotFound


def test_a_role_is_given_once_ends_sessions_and_is_noted(session, make, now):
    account, unit = make.account(), make.unit()
    before = account.fs_uniquifier
    wanted = {"actor": SYSTEM, "now": now, "account_id": account.id, "role": Role.HEAD, "unit_id": unit.id}
    assert grant_role(session, **wanted)
    changed = account.fs_uniquifier
    assert not grant_role(session, **wanted)
    session.flush()
    assert before != changed == account.fs_uniquifier
    assert [grant.role for grant in list_grants(session, account.id)] == ["head"]
    assert [note.verb for note in list_notes(session, NoteFilter(unit_ids=None))] == ["account.grant"]


def test_a_role_in_the_wrong_place_is_refused(session, make, now):
    with pytest.raises(Invalid):
        grant_role(session, actor=SYSTEM, now=now, account_id=make.account().id, role=Role.HEAD, area_id=make.area().id)


def test_a_role_is_taken_back(session, make, now):
    account = make.account(Role.OFFICER, unit=make.unit())
    before = account.fs_uniquifier
    grant = list_grants(session, account.id)[0]
    revoke_role(session, actor=SYSTEM, now=now, account_id=account.id, grant_id=grant.id)
    assert list_grants(session, account.id) == []
    assert account.fs_uniquifier != before
    with pytest.raises(NotFound):
        revoke_role(session, actor=SYSTEM, now=now, account_id=account.id, grant_id=grant.id)


def test_a_grant_of_somebody_else_is_not_taken_through_another_account(session, make, now):
    account, other = make.account(Role.OFFICER, unit=make.unit()), make.account()
    grant = list_grants(session, account.id)[0]
    with pytest.raises(NotFound):
        revoke_role(session, actor=SYSTEM, now=now, account_id=other.id, grant_id=grant.id)


def test_the_last_administrator_keeps_the_role(session, make, now):
    account = make.account(Role.ADMINISTRATOR)
    grant = list_grants(session, account.id)[0]
    with pytest.raises(Conflict, match="cuối cùng"):
        revoke_role(session, actor=SYSTEM, now=now, account_id=account.id, grant_id=grant.id)


def test_nobody_gives_a_role_that_reaches_beyond_their_own(session, make, now):
    own, other = make.unit(), make.unit()
    roles = {Role.ADMINISTRATOR.value: frozenset({MANAGE_ACCOUNTS})}
    local = build_actor(session, make.account(Role.ADMINISTRATOR, unit=own), roles)
    account = make.account(Role.OFFICER, unit=own)
    wanted = {"actor": local, "now": now, "account_id": account.id}
    assert grant_role(session, **wanted, role=Role.HEAD, unit_id=own.id)
    for place in ({"unit_id": other.id}, {}):
        with pytest.raises(Forbidden):
            grant_role(session, **wanted, role=Role.ADMINISTRATOR, **place)
