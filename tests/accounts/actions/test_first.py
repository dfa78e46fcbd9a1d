"""The first administrator."""

from datetime import timedelta
from typing import Any

import pytest

from feedback.accounts.actions import create_first_administrator, new_setup_code
from feedback.accounts.queries import count_administrators
from feedback.accounts.rules import SETUP_CODE_LIFE, Role
from feedback.accounts.tables import SetupCode
from feedback.foundation.errors import Conflict, Invalid

PERSON: dict[str, Any] = {"login": "quantri", "person_name": "Người Mẫu", "email": None, "password_hash": "$argon2id$x"}


def test_the_code_makes_one_administrator_once(session, now):
    code = new_setup_code(session, now=now)
    create_first_administrator(session, now=now, code=f" {code.lower()} ", **PERSON)
    session.flush()
    assert count_administrators(session) == 1
    with pytest.raises(Conflict, match="đã có quản trị viên"):
        create_first_administrator(session, now=now, code=code, **PERSON | {"login": "hai"})
    with pytest.raises(Conflict, match="đã có quản trị viên"):
        new_setup_code(session, now=now)


def test_a_wrong_used_or_old_code_is_refused_with_the_command_to_run(session, now):
    code = new_setup_code(session, now=now)
    for wrong, at in (("ABCDE", now), (code, now + SETUP_CODE_LIFE), (code[:-1], now)):
        with pytest.raises(Invalid, match="feedback first-admin-code"):
            create_first_administrator(session, now=at, code=wrong, **PERSON)
    assert count_administrators(session) == 0


def test_a_new_code_takes_the_place_of_the_old(session, now):
    old = new_setup_code(session, now=now)
    new = new_setup_code(session, now=now + timedelta(minutes=1))
    with pytest.raises(Invalid):
        create_first_administrator(session, now=now, code=old, **PERSON)
    create_first_administrator(session, now=now, code=new, **PERSON)


def test_the_code_is_kept_as_a_hash(session, now):
    code = new_setup_code(session, now=now)
    session.flush()
    assert code not in {row.code_hash for row in session.query(SetupCode)}


def test_a_closed_administrator_is_none(session, make, now):
    make.account(Role.ADMINISTRATOR, active=False)
    assert new_setup_code(session, now=now)
