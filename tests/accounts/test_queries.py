"""Who they are, what they may do and where."""

from datetime import date

import pytest

from feedback.accounts.queries import (
    build_actor,
    count_administrators,
    find_account,
    find_grant,
    find_live_session,
    get_account,
    get_account_line,
    list_accounts,
    list_grants,
    may_manage,
    reach,
)
from feedback.accounts.rules import ABSOLUTE, IDLE, MANAGE_ACCOUNTS, OWN_UNIT_ONLY, Role, secret_hash
from feedback.accounts.tables import StaffSession
from feedback.foundation.actors import SYSTEM, Actor, Permission
from feedback.foundation.errors import NotFound
from feedback.organisation.tables import UnitSuccession

SEE = Permission("things.see")
SIGN = Permission("things.sign")
ROLES = {"officer": frozenset({SEE}), "head": frozenset({SEE, SIGN}), "leader": frozenset({SEE})}


def begin(session, account, now, **more):
    values = {"uniquifier": account.fs_uniquifier, "created_at": now, "seen_at": now, "ends_at": now + ABSOLUTE}
    session.add(StaffSession(token_hash=secret_hash("thẻ"), account_id=account.id, **values | more))
    session.flush()


def test_a_live_session_finds_its_account(session, make, now):
    account = make.account()
    begin(session, account, now)
    found = find_live_session(session, "thẻ", now)
    assert found is not None
    assert found[1].id == account.id
    assert find_live_session(session, "thẻ khác", now) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda live, account, now: setattr(live, "seen_at", now - IDLE),
        lambda live, account, now: setattr(live, "ends_at", now),
        lambda live, account, now: setattr(account, "active", False),
        lambda live, account, now: setattr(account, "fs_uniquifier", "đã đổi"),
    ],
    ids=["idle", "over", "closed", "changed"],
)
def test_a_dead_session_is_nobodys(session, make, now, spoil):
    account = make.account()
    begin(session, account, now)
    spoil(session.get(StaffSession, secret_hash("thẻ")), account, now)
    session.flush()
    assert find_live_session(session, "thẻ", now) is None


def test_an_actor_may_what_the_role_holds_where_it_is_held(session, make):
    province = make.unit(level="province")
    own, sibling = make.unit(parent=province), make.unit(parent=province)
    below = make.unit(parent=own, level="agency")
    actor = build_actor(session, make.account("head", unit=own), ROLES)
    assert actor.may(SIGN, own.id)
    assert actor.may(SIGN, below.id)
    assert not actor.may(SIGN, sibling.id)
    assert not actor.may(SIGN, province.id)
    assert not actor.may(Permission("things.else"), own.id)


def test_what_is_the_own_heads_alone_reaches_what_the_unit_succeeded_and_nothing_below(session, make):
    """Signing an apology and reading comments: neither by the province's chairman for a commune."""
    province = make.unit(level="province")
    commune = make.unit(parent=province)
    old = make.unit(generation="old")
    link = {"effective": date(2025, 7, 1), "legal_basis": "", "confidence": "cao"}
    session.add(UnitSuccession(old_unit_id=old.id, new_unit_id=province.id, **link))
    session.flush()
    roles = {"head": OWN_UNIT_ONLY | {SEE}}
    actor = build_actor(session, make.account("head", unit=province), roles)
    assert actor.may(SEE, commune.id)
    for permission in OWN_UNIT_ONLY:
        assert actor.units_for(permission) == frozenset({province.id, old.id})


def test_what_is_the_own_heads_alone_is_nobodys_without_a_unit(session, make):
    roles = {"leader": OWN_UNIT_ONLY, "administrator": OWN_UNIT_ONLY}
    for account in (make.account("administrator"), make.account("leader", area=make.area(make.unit()))):
        actor = build_actor(session, account, roles)
        assert {actor.units_for(permission) for permission in OWN_UNIT_ONLY} == {frozenset()}


def test_a_role_the_website_does_not_know_gives_nothing(session, make):
    actor = build_actor(session, make.account("wizard", unit=make.unit()), ROLES)
    assert actor.grants == ()


def test_a_leader_of_an_area_reaches_its_communes(session, make):
    inside, outside = make.unit(), make.unit()
    actor = build_actor(session, make.account("leader", area=make.area(inside)), ROLES)
    assert actor.units_for(SEE) == frozenset({inside.id})
    assert not actor.may(SEE, outside.id)
    assert not actor.may(SIGN)


def test_a_grant_without_a_place_reaches_everything(session):
    assert reach(session, None, None) is None


def test_accounts_are_listed_with_their_grants_in_words(session, make):
    unit = make.unit("Xã Mẫu")
    account = make.account("head", unit=unit, login="b")
    make.account(Role.ADMINISTRATOR, login="a")
    first, second = list_accounts(session)
    assert [grant.place for grant in first.grants] == ["mọi đơn vị"]
    assert [(grant.words, grant.place) for grant in second.grants] == [("người đứng đầu", "Xã Mẫu")]
    assert get_account_line(session, account.id) == second
    assert second.has_password is False


def test_finding_and_getting(session, make):
    account = make.account("officer", unit=make.unit(), login="mau")
    grant = list_grants(session, account.id)[0]
    found = find_account(session, "mau")
    assert found is not None
    assert found.id == account.id
    assert find_grant(session, account.id, "officer", grant.unit_id, None) is grant
    assert find_grant(session, account.id, "officer", None, None) is None
    with pytest.raises(NotFound):
        get_account(session, 999)


def test_administrators_are_counted_while_open_and_everywhere(session, make):
    make.account(Role.ADMINISTRATOR)
    make.account(Role.ADMINISTRATOR, active=False)
    make.account(Role.ADMINISTRATOR, unit=make.unit())
    assert count_administrators(session) == 1


def test_accounts_are_managed_only_where_they_hold_all_their_roles(session, make):
    own, other = make.unit(), make.unit()
    roles = {Role.ADMINISTRATOR.value: frozenset({MANAGE_ACCOUNTS})}
    local = build_actor(session, make.account(Role.ADMINISTRATOR, unit=own), roles)
    mine, theirs, nobody = make.account("head", unit=own), make.account("head", unit=other), make.account()
    everywhere = make.account(Role.INSPECTOR)
    assert [may_manage(session, local, each.id) for each in (mine, theirs, nobody, everywhere)] == [True] + [False] * 3
    assert may_manage(session, SYSTEM, everywhere.id)
    assert not may_manage(session, Actor("ai đó"), mine.id)
    assert not may_manage(session, local)
