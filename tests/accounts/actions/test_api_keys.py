"""Making, changing and taking back keys of programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.actions import NewKey, Wanted, create_api_key, new_prefix, revoke_api_key, rotate_api_key
from feedback.accounts.queries import build_program, get_api_key
from feedback.accounts.rules import MANAGE_ACCOUNTS, secret_hash
from feedback.accounts.rules.api_keys import Verb
from feedback.accounts.tables import ApiKey
from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM, Actor, Grant, Permission
from feedback.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from tests.factories import Factory

MASTER = b"m" * 32
SEE, SEND = Permission("x.see"), Permission("x.send")


def create(session: Session, now: datetime, actor: Actor = SYSTEM, **more: Any) -> NewKey:
    wanted = Wanted(**{"name": "Một cửa", "unit_id": None, **more})
    return create_api_key(session, actor=actor, now=now, master=MASTER, prefix=new_prefix(), wanted=wanted)


def rotate(session: Session, now: datetime, key_id: int, days: int = 7) -> NewKey:
    who = {"actor": SYSTEM, "now": now, "master": MASTER, "prefix": new_prefix()}
    return rotate_api_key(session, **who, key_id=key_id, overlap_days=days)


def manager(*unit_ids: int) -> Actor:
    return Actor("Quản trị", 1, (Grant(frozenset({MANAGE_ACCOUNTS}), frozenset(unit_ids)),), "quantri")


def test_only_a_hash_of_the_secret_is_kept_and_the_deed_is_noted(session: Session, now: datetime) -> None:
    made = create(session, now)
    prefix, _, secret = made.text.partition(".")
    key = get_api_key(session, made.id)
    assert (key.prefix, key.secret_hash) == (prefix, secret_hash(secret))
    note = session.scalars(select(AuditNote)).one()
    assert (note.verb, note.object_label) == ("api_key.create", f"Một cửa ({prefix})")
    assert secret not in repr(vars(note))


def test_a_key_writes_alone_and_for_a_year_unless_asked_otherwise(session: Session, now: datetime) -> None:
    key = get_api_key(session, create(session, now).id)
    assert (key.verbs, key.expires_at) == (["write"], now + timedelta(days=365))


def test_a_key_reaches_its_unit_and_below(session: Session, make: Factory, now: datetime) -> None:
    province = make.unit("Tỉnh Mẫu", level="province")
    commune, beside = make.unit(parent=province), make.unit(parent=province)
    program = build_program(
        session,
        get_api_key(session, create(session, now, unit_id=commune.id, verbs=(Verb.READ,)).id),
        {"read": frozenset({SEE}), "write": frozenset({SEND})},
    )
    assert (program.may(SEE, commune.id), program.may(SEE, beside.id), program.may(SEND, commune.id)) == (
        True,
        False,
        False,
    )
    assert (program.signed_in, program.name) == (False, "Khóa API “Một cửa”")


def test_the_old_key_works_on_for_the_overlap_and_no_longer(session: Session, now: datetime) -> None:
    old = create(session, now, days=100, verbs=(Verb.READ,), networks=("10.0.0.0/8",))
    later = now + timedelta(days=10)
    new = get_api_key(session, rotate(session, later, old.id).id)
    assert get_api_key(session, old.id).expires_at == later + timedelta(days=7)
    assert (new.expires_at, new.verbs, new.networks) == (later + timedelta(days=100), ["read"], ["10.0.0.0/8"])
    assert new.rotated_from_id == old.id
    with pytest.raises(Conflict, match="đã được đổi"):
        rotate(session, later, old.id)


def test_an_overlap_never_makes_a_key_live_longer(session: Session, now: datetime) -> None:
    old = create(session, now, days=3)
    rotate(session, now, old.id, days=30)
    assert get_api_key(session, old.id).expires_at == now + timedelta(days=3)


def test_what_has_ended_is_neither_changed_nor_taken_back(session: Session, now: datetime) -> None:
    revoked, expired = create(session, now), create(session, now, days=1)
    revoke_api_key(session, actor=SYSTEM, now=now, key_id=revoked.id)
    for key_id, at in ((revoked.id, now), (expired.id, now + timedelta(days=1))):
        with pytest.raises(Conflict):
            rotate(session, at, key_id)
        with pytest.raises(Conflict):
            revoke_api_key(session, actor=SYSTEM, now=at, key_id=key_id)


def test_nobody_makes_or_ends_a_key_beyond_their_own_units(session: Session, make: Factory, now: datetime) -> None:
    province = make.unit("Tỉnh Mẫu", level="province")
    commune = make.unit(parent=province)
    who = manager(commune.id)
    create(session, now, who, unit_id=commune.id)
    for unit_id in (None, province.id):
        with pytest.raises(Forbidden):
            create(session, now, who, unit_id=unit_id)
    above = create(session, now, unit_id=province.id)
    with pytest.raises(Forbidden):
        revoke_api_key(session, actor=who, now=now, key_id=above.id)
    with pytest.raises(Forbidden):
        rotate_api_key(session, actor=who, now=now, master=MASTER, prefix=new_prefix(), key_id=above.id)


@pytest.mark.parametrize("wrong", [{"name": " "}, {"days": 0}, {"days": 731}, {"daily_rows": 0}])
def test_what_cannot_be_a_key_is_refused(session: Session, now: datetime, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        create(session, now, **wrong)
    assert session.scalars(select(ApiKey)).all() == []


def test_a_key_or_unit_that_is_not_there_is_told_so(session: Session, now: datetime) -> None:
    with pytest.raises(NotFound):
        create(session, now, unit_id=999)
    with pytest.raises(NotFound):
        revoke_api_key(session, actor=SYSTEM, now=now, key_id=999)


def test_prefixes_do_not_repeat() -> None:
    assert len({new_prefix() for _ in range(1000)}) == 1000
