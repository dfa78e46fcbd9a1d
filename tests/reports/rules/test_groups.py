"""On time, late, late with an apology: all three side by side or none, and nothing small by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.reports.rules.groups import (
    APOLOGISED,
    GROUPS,
    LATE,
    ON_TIME,
    Sides,
    group_of,
    may_show,
    unit_groups,
    whole_groups,
)
from feedback.reports.rules.parts import Limits
from feedback.scoring.rules.shares import Share

TEN = Share(5, 10)
LIMITS = Limits()


def sides(on_time: int = 30, late: int = 20, apologised: int = 10, rest: int = 0, other_codes: int = 0) -> Sides:
    groups = {
        ON_TIME: Share(on_time // 2, on_time),
        LATE: Share(late // 2, late),
        APOLOGISED: Share(apologised // 2, apologised),
    }
    codes = Share(apologised // 2 + other_codes // 2, apologised + other_codes)
    return Sides(groups, Share(rest // 2, rest), codes)


def test_three_groups_of_ten_stand_side_by_side_with_their_intervals() -> None:
    shown = unit_groups(sides(10, 10, 10), LIMITS)
    assert [(each.key, each.figure.n, each.figure.percent) for each in shown] == [(key, 10, 50.0) for key in GROUPS]
    assert all(each.figure.low is not None and each.figure.low < 50 for each in shown)


@pytest.mark.parametrize(
    "found",
    [
        sides(9),
        sides(late=9),
        sides(apologised=9),
        sides(apologised=0),
        sides(rest=1),
        sides(rest=9),
        sides(other_codes=3),
        Sides({}),
    ],
)
def test_with_one_small_group_or_remainder_none_is_shown(found: Sides) -> None:
    assert unit_groups(found, LIMITS) == ()


@pytest.mark.parametrize("part", [0, 1, 11, 12])
def test_a_group_of_one_mind_would_tell_of_everybody_in_it(part: int) -> None:
    found = sides()
    same = Sides({**found.groups, APOLOGISED: Share(part, 12)}, found.rest, Share(part, 12))
    assert not may_show(same, 10)


def test_the_limit_can_be_raised_and_then_holds_for_remainders_too() -> None:
    assert unit_groups(sides(30, 30, 30, rest=29), Limits(shown=30)) == ()
    assert unit_groups(sides(30, 30, 30, rest=30), Limits(shown=30)) != ()


def test_a_province_does_not_give_away_the_one_commune_that_shows_nothing() -> None:
    assert whole_groups([sides(), sides(9, 9, 3)], LIMITS) == ()
    assert whole_groups([sides(), sides(12, 12, 12)], LIMITS) != ()
    assert whole_groups([sides(9, 9, 9), sides(9, 9, 9)], LIMITS) != ()


Small = st.integers(0, 40)
Unit = st.builds(sides, Small, Small, Small, st.integers(0, 15), st.integers(0, 15))


@given(st.lists(Unit, max_size=5))
def test_no_sum_or_difference_of_what_is_printed_is_small(units: list[Sides]) -> None:
    """The attacker holds the province's groups and those of every commune, each with its total."""
    whole = whole_groups(units, LIMITS)
    shown = [unit for unit in units if unit_groups(unit, LIMITS)]
    for unit in shown:
        assert all(share.n == 0 or share.n >= 10 for share in (unit.rest, unit.other_codes))
        assert all(unit.of(key).n >= 10 for key in GROUPS)
    if whole:
        for index, key in enumerate(GROUPS):
            left = whole[index].figure.n - sum(unit.of(key).n for unit in shown)
            assert left == 0 or left >= 10


@pytest.mark.parametrize(
    ("lateness", "said", "group"),
    [
        ("late_apologised", {"late": "no"}, APOLOGISED),
        ("on_time", {}, ON_TIME),
        ("late", {"late": "no"}, LATE),
        (None, {"late": "yes"}, LATE),
        (None, {"late": "no"}, ON_TIME),
        (None, {"late": "not_due"}, ""),
        (None, {"late": "unsure"}, ""),
        (None, {}, ""),
    ],
)
def test_what_the_code_knew_counts_before_what_was_said(lateness: str | None, said: dict, group: str) -> None:
    assert group_of(lateness, said) == group
