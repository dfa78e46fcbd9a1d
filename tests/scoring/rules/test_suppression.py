from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.scoring.rules.shares import Share
from feedback.scoring.rules.suppression import hidden_cells, is_mixed


def test_a_small_cell_takes_the_next_smallest_with_it() -> None:
    assert hidden_cells({"Một": 9, "Hai": 50, "Ba": 40}) == {"Một", "Ba"}


def test_two_small_cells_that_reach_ten_together_need_no_third() -> None:
    assert hidden_cells({"Một": 4, "Hai": 6, "Ba": 40}) == {"Một", "Hai"}


def test_two_small_cells_under_ten_together_take_a_third() -> None:
    assert hidden_cells({"Một": 4, "Hai": 5, "Ba": 40, "Bốn": 41}) == {
        "Một",
        "Hai",
        "Ba",
    }


def test_an_empty_cell_gives_nothing_back() -> None:
    assert hidden_cells({"Một": 0, "Hai": 50, "Ba": 40}) == {"Một"}


def test_when_nothing_is_small_nothing_is_hidden() -> None:
    assert hidden_cells({"Một": 10, "Hai": 10}) == frozenset()


def test_the_only_office_cannot_be_hidden_behind_others() -> None:
    assert hidden_cells({"Một": 5}) == {"Một"}


@settings(deadline=None)
@given(st.lists(st.integers(0, 60), max_size=12))
def test_what_total_minus_visible_gives_back_is_never_one_cell_or_few_answers(
    counts: list[int],
) -> None:
    cells = dict(enumerate(counts))
    hidden = hidden_cells(cells)
    filled = [cells[key] for key in hidden if cells[key]]
    assert all(cells[key] >= 10 for key in cells if key not in hidden)
    everything_hidden = len(hidden) == len(cells)
    assert everything_hidden or not filled or (len(filled) > 1 and sum(filled) >= 10)


def test_people_who_can_be_named_are_told_of_only_where_two_at_least_stand_on_either_side() -> None:
    assert [is_mixed(Share(part, 12)) for part in (0, 1, 2, 6, 10, 11, 12)] == [
        False,
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    assert not is_mixed(Share(4, 9))
    assert not is_mixed(Share(15, 29), min_shown=30)
