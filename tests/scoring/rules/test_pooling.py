"""Whose answers a share over several units holds: what reports of any scopes give by subtraction is never a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.scoring.rules.pooling import Neighbourhoods, poolable

PLACES: Mapping[int, Neighbourhoods] = {
    1: ("a", "North", ""),
    2: ("b", "North", ""),
    3: ("c", "South", ""),
    4: ("d", "South", ""),
    5: ("d", "South", ""),
    6: ("e", "", ""),
    7: ("f", "", ""),
}


def test_a_unit_with_ten_answers_is_in_and_one_with_nine_is_not() -> None:
    assert poolable({1: 10, 2: 9}, PLACES) == {1}


def test_small_ones_of_a_neighbourhood_are_in_together_where_they_are_enough() -> None:
    assert poolable({1: 4, 2: 6}, PLACES) == {1, 2}
    assert poolable({1: 4, 2: 5}, PLACES) == set()


def test_the_narrowest_neighbourhood_that_is_enough_takes_them() -> None:
    assert poolable({4: 5, 5: 5}, PLACES) == {4, 5}
    assert poolable({3: 3, 4: 5, 5: 5}, PLACES) == {4, 5}


def test_a_neighbourhood_that_the_report_cuts_is_left_out() -> None:
    assert poolable({1: 4, 3: 9, 4: 9}, PLACES) == set()


def test_what_all_neighbourhoods_leave_over_is_told_where_every_unit_is_in_the_report() -> None:
    every = {1: 4, 2: 0, 3: 40, 4: 0, 5: 0, 6: 5, 7: 1}
    assert poolable(every, PLACES) == {1, 3, 6, 7}
    assert poolable({unit: n for unit, n in every.items() if unit != 2}, PLACES) == {3}


def test_a_unit_nobody_placed_stands_alone() -> None:
    assert poolable({8: 9, 9: 9, 10: 30}, {}) == {10}


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries({unit: st.integers(0, 14) for unit in PLACES}),
    st.lists(st.sets(st.sampled_from(sorted(PLACES)), min_size=2), min_size=2, max_size=6),
)
def test_no_two_reports_of_whatever_scopes_tell_a_few_apart(counts: dict[int, int], scopes: list[set[int]]) -> None:
    """Units that every share holds together or not at all are what sums and differences are made of."""
    told = [poolable({unit: counts[unit] for unit in scope}, PLACES) for scope in scopes]
    parts: dict[tuple[bool, ...], int] = defaultdict(int)
    for unit, n in counts.items():
        parts[tuple(unit in inside for inside in told)] += n
    assert all(n >= 10 for marks, n in parts.items() if any(marks))
