"""Walking the tree."""

from feedback.organisation.rules.trees import closure, path_to_root


def test_a_closure_follows_every_kind_of_edge():
    assert closure([1], [(1, 2), (2, 3)], [(3, 9)]) == {1, 2, 3, 9}


def test_a_closure_survives_a_loop():
    assert closure([1], [(1, 2), (2, 1)]) == {1, 2}


def test_a_path_leads_from_the_unit_to_the_root():
    assert path_to_root(3, {3: 2, 2: 1, 1: None}) == (3, 2, 1)


def test_a_path_survives_a_loop():
    assert path_to_root(3, {3: 2, 2: 3}) == (3, 2)
