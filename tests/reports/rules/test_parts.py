"""The answers of several units as one: in details as in the total never a few of a single unit."""

from __future__ import annotations

from feedback.reports.rules.parts import Details, Limits, pool_details, silent_channels, told_share, told_window
from feedback.scoring.rules.shares import Share, YesNo
from tests.reports.rules.test_building import unit, week_of


def test_the_answers_of_one_unit_are_its_own_however_few() -> None:
    assert told_share({1: Share(2, 3)}, Limits()) == Share(2, 3)
    assert told_share({1: Share(2, 3), 2: Share(9, 12)}, Limits()) == Share(9, 12)


def test_small_weeks_are_told_in_their_turn_alone_or_with_the_neighbours() -> None:
    """A unit's own window holds its small weeks together; other sums of them would give single ones back."""
    weeks = [{1: Share(3, 4), 2: Share(20, 30), 3: Share(1, 1)}, {1: Share(6, 8), 2: Share(2, 5), 3: Share(3, 5)}]
    near = {1: ("1", "A"), 2: ("2", "B"), 3: ("3", "B")}
    assert told_window(weeks, near, Limits(), own_turn=False) == Share(20, 30)
    assert told_window(weeks, {}, Limits(), own_turn=True) == Share(29, 42)
    assert told_window(weeks, near, Limits(), own_turn=True) == Share(35, 53)
    cut = near | {4: ("4", "B")}
    assert told_window(weeks, cut, Limits(), own_turn=True) == Share(29, 42)
    alone = [{1: Share(3, 4)}, {1: Share(6, 8)}]
    assert told_window(alone, near, Limits(), own_turn=False) == Share(9, 12)


def test_of_several_units_courtesies_and_factors_are_told_by_the_same_rule() -> None:
    def of(n: int, people: int) -> Details:
        return Details(
            courtesies={"xin_loi": YesNo(n - 1, 1, 2)}, factors={"officer": Share(n, n)}, people={"officer": people}
        )

    pooled = pool_details({1: of(20, 20), 2: of(9, 9), 3: of(12, 4)}, Limits())
    assert pooled.courtesies["xin_loi"] == YesNo(30, 2, 4)
    assert (pooled.factors["officer"], pooled.people_of("officer")) == (Share(20, 20), 20)
    assert pool_details({2: of(9, 9)}, Limits()) == of(9, 9)


def test_channels_of_several_units_are_apart_only_where_each_shows_its_own_and_nobody_used_a_code() -> None:
    both = Details(channels={"qr": Share(9, 12), "tablet": Share(3, 10)})
    assert pool_details({1: both, 2: both}, Limits()).channels_apart
    for other in ({"qr": Share(3, 40), "tablet": Share(1, 2)}, {"qr": Share(3, 40), "code": Share(12, 12)}):
        apart = pool_details({1: both, 2: Details(channels=other)}, Limits())
        assert not apart.channels_apart
        found = week_of(unit(1, Share(0, 0)), details=apart).channels
        assert {channel.figure.part for channel in found} == {None}


def test_codes_of_one_mind_are_silent_and_do_not_come_back_from_the_total() -> None:
    few = Details(channels={"qr": Share(30, 40), "tablet": Share(10, 15), "code": Share(0, 12)})
    assert silent_channels(few, Limits()) == {"code", "tablet"}
    alike = Details(channels={"qr": Share(30, 40), "tablet": Share(0, 15), "code": Share(0, 12)})
    assert silent_channels(alike, Limits()) == {"code", "tablet", "qr"}
    mixed = Details(channels={"qr": Share(0, 40), "code": Share(2, 12)})
    assert silent_channels(mixed, Limits()) == frozenset()
    assert not pool_details({1: few, 2: mixed}, Limits()).channels_apart
