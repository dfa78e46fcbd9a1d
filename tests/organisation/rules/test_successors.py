"""Who speaks for a unit that is gone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedback.organisation.rules.successors import successors_of

UNITS = st.integers(1, 8)


def test_merged_renamed_divided_and_kept_units():
    successions = [(1, 3), (2, 3), (3, 4), (5, 6), (5, 7)]
    found = successors_of([1, 2, 4, 5, 8], successions, gone={1, 2, 3, 5, 8})
    assert found == {1: (4,), 2: (4,), 4: (4,), 5: (6, 7), 8: (8,)}


def test_a_unit_that_still_exists_speaks_for_itself_though_it_gave_something_away():
    assert successors_of([1], [(1, 2)], gone=set()) == {1: (1,)}


@given(st.lists(st.tuples(UNITS, UNITS), max_size=12), st.sets(UNITS), st.sets(UNITS, min_size=1))
def test_every_unit_has_somebody_and_nobody_who_has_a_successor_of_its_own(
    successions: list[tuple[int, int]], gone: set[int], asked: set[int]
):
    found = successors_of(asked, successions, gone)
    assert set(found) == asked
    onward = {old for old, _ in successions}
    for unit, ends in found.items():
        assert ends
        assert ends == (unit,) or not any(end in gone and end in onward for end in ends)
