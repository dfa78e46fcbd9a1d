"""Who may what, where. The default is no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.actors import ANONYMOUS, SYSTEM, Actor, Grant, Permission

SIGN, READ = Permission("a.sign"), Permission("a.read")
UNITS = st.integers(1, 6)
GRANTS = st.builds(
    Grant, st.frozensets(st.sampled_from([SIGN, READ])), st.one_of(st.none(), st.frozensets(UNITS, max_size=3))
)
ACTORS = st.builds(Actor, name=st.just("Mẫu"), account_id=st.just(1), grants=st.lists(GRANTS, max_size=4).map(tuple))


@pytest.mark.parametrize("actor", [ANONYMOUS, Actor(name="Mẫu", account_id=7)])
def test_without_a_grant_nothing_is_allowed(actor: Actor) -> None:
    assert actor.units_for(SIGN) == frozenset()
    assert not actor.may(SIGN)
    assert not actor.may(SIGN, 1)


def test_a_grant_over_no_unit_allows_nothing() -> None:
    actor = Actor(name="Mẫu", account_id=7, grants=(Grant(frozenset({SIGN}), frozenset()),))
    assert not actor.may(SIGN)


@given(ACTORS, st.sampled_from([SIGN, READ]), UNITS)
def test_allowed_is_exactly_what_some_grant_holds(actor: Actor, permission: Permission, unit: int) -> None:
    held = any(
        permission in grant.permissions and (grant.unit_ids is None or unit in grant.unit_ids) for grant in actor.grants
    )
    assert actor.may(permission, unit) is held
    units = actor.units_for(permission)
    assert (units is None or unit in units) is held


@given(ACTORS, st.sampled_from([SIGN, READ]))
def test_allowed_somewhere_means_there_is_a_unit(actor: Actor, permission: Permission) -> None:
    units = actor.units_for(permission)
    assert actor.may(permission) is (units is None or bool(units))


@given(ACTORS, GRANTS, UNITS)
def test_a_further_grant_takes_nothing_away(actor: Actor, grant: Grant, unit: int) -> None:
    more = Actor(name=actor.name, account_id=1, grants=(*actor.grants, grant))
    assert more.may(SIGN, unit) >= actor.may(SIGN, unit)


def test_the_system_may_everything_and_is_nobody_signed_in() -> None:
    assert SYSTEM.units_for(SIGN) is None
    assert SYSTEM.may(SIGN, 1)
    assert not SYSTEM.signed_in
    assert SYSTEM.id is None


def test_a_person_signed_in_has_an_id() -> None:
    assert Actor(name="Mẫu", account_id=7).signed_in
    assert Actor(name="Mẫu", account_id=7).id == 7
    assert not ANONYMOUS.signed_in
