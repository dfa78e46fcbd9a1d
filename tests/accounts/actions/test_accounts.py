"""Making, changing and closing accounts."""

from typing import Any

import pytest

from feedback.accounts.actions import create_account, deactivate, reactivate, reset_password, update_account
from feedback.accounts.queries import NO_PASSWORD, build_actor, get_account
from feedback.accounts.rules import MANAGE_ACCOUNTS, ONE_TIME_PASSWORD_LIFE, Role
from feedback.audit.queries import NoteFilter, list_notes
from feedback.foundation.actors import SYSTEM, Actor
from feedback.foundation.errors import Conflict, Forbidden, Invalid

NEW: dict[str, Any] = {"login": "Nguyen.Mau", "person_name": "Nguyễn  Văn Mẫu", "email": None}


def verbs(session):
    return [note.verb for note in list_notes(session, NoteFilter(unit_ids=None))]


def test_a_new_account_cannot_sign_in_until_it_has_a_password(session, now):
    account = get_account(session, create_account(session, actor=SYSTEM, now=now, **NEW))
    assert (account.login, account.person_name, account.password) == ("nguyen.mau", "Nguyễn Văn Mẫu", NO_PASSWORD)
    assert verbs(session) == ["account.create"]


def test_a_login_is_given_once(session, now):
    create_account(session, actor=SYSTEM, now=now, **NEW)
    with pytest.raises(Conflict, match="đã có người dùng"):
        create_account(session, actor=SYSTEM, now=now, **NEW)


def test_a_name_is_needed(session, now):
    with pytest.raises(Invalid, match="Họ và tên"):
        create_account(session, actor=SYSTEM, now=now, **NEW | {"person_name": "  "})


def test_a_one_time_password_is_dated_and_ends_sessions(session, make, now):
    account = make.account()
    before = account.fs_uniquifier
    reset_password(session, actor=SYSTEM, now=now, account_id=account.id, password_hash="$argon2id$x")
    assert account.one_time_until == now + ONE_TIME_PASSWORD_LIFE
    assert account.must_change_password
    assert account.fs_uniquifier != before


def test_closing_ends_sessions_and_opening_gives_none_back(session, make, now):
    account = make.account()
    before = account.fs_uniquifier
    deactivate(session, actor=SYSTEM, now=now, account_id=account.id)
    assert not account.active
    reactivate(session, actor=SYSTEM, now=now, account_id=account.id)
    session.flush()
    assert account.active
    assert account.fs_uniquifier != before
    assert verbs(session) == ["account.reactivate", "account.deactivate"]


def test_the_last_administrator_cannot_be_closed(session, make, now):
    account = make.account(Role.ADMINISTRATOR)
    with pytest.raises(Conflict, match="cuối cùng"):
        deactivate(session, actor=SYSTEM, now=now, account_id=account.id)


def test_an_update_is_noted_with_before_and_after(session, make, now):
    account = make.account(person_name="Tên cũ")
    update_account(session, actor=SYSTEM, now=now, account_id=account.id, person_name="Tên mới", email="a@b.vn")
    session.flush()
    detail = list_notes(session, NoteFilter(unit_ids=None))[0].detail
    assert (detail["before"]["person_name"], detail["after"]["email"]) == ("Tên cũ", "a@b.vn")


@pytest.mark.parametrize("action", [deactivate, reactivate])
def test_nobody_without_the_permission_may(session, make, now, action):
    account = make.account()
    with pytest.raises(Forbidden):
        action(session, actor=Actor("ai đó", account_id=account.id), now=now, account_id=account.id)


def test_a_local_administrator_takes_over_nobody_beyond_the_own_unit(session, make, now):
    own, other = make.unit(), make.unit()
    roles = {Role.ADMINISTRATOR.value: frozenset({MANAGE_ACCOUNTS})}
    local = build_actor(session, make.account(Role.ADMINISTRATOR, unit=own), roles)
    theirs = make.account(Role.HEAD, unit=other)
    with pytest.raises(Forbidden):
        reset_password(session, actor=local, now=now, account_id=theirs.id, password_hash="x")
    with pytest.raises(Forbidden):
        create_account(session, actor=local, now=now, **NEW)
