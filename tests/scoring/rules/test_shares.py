import random
from decimal import Decimal
from math import comb

import pytest

from feedback.scoring.rules.shares import (
    Share,
    Standing,
    YesNo,
    mean_of_percents,
    pooled,
    rank_bands,
    satisfied,
    wilson,
)

GOLDEN = [
    (0, 5, 0.0, 0.434482),
    (5, 5, 0.565518, 1.0),
    (7, 10, 0.396778, 0.892209),
    (45, 50, 0.786398, 0.956524),
    (50, 100, 0.403832, 0.596168),
    (90, 100, 0.825634, 0.944771),
]


@pytest.mark.parametrize(("part", "n", "low", "high"), GOLDEN)
def test_the_interval_is_wilsons_to_six_decimals(part: int, n: int, low: float, high: float) -> None:
    found = wilson(part, n)
    assert (round(found.low, 6), round(found.high, 6)) == (low, high)


@pytest.mark.parametrize(("n", "low", "high"), [(10, 49, 94), (30, 63, 90), (100, 71, 87), (384, 76, 84)])
def test_eighty_per_cent_says_less_the_fewer_answered(n: int, low: int, high: int) -> None:
    found = wilson(round(n * 0.8), n)
    assert (round(found.low * 100), round(found.high * 100)) == (low, high)


def test_thirty_of_thirty_is_eighty_nine_to_a_hundred_never_bare_hundred() -> None:
    found = Share(30, 30).interval
    assert (round(found.low * 100), found.high) == (89, 1.0)


def test_no_answers_leave_everything_open() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)
    assert Share(0, 0).percent is None


@pytest.mark.parametrize("n", [10, 30, 100, 400])
def test_the_interval_covers_the_truth_about_95_times_in_100(n: int) -> None:
    truths = [0.05 + 0.9 * i / 180 for i in range(181)]
    coverage = sum(_covered(p, n) for p in truths) / len(truths)
    assert 0.93 <= coverage <= 0.97


def _covered(p: float, n: int) -> float:
    inside = (k for k in range(n + 1) if not wilson(k, n).excludes(p))
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in inside)


@pytest.mark.parametrize(("n", "truth"), [(40, 0.6), (80, 0.85), (200, 0.93)])
def test_in_simulated_halls_the_interval_holds_the_truth_93_to_97_times_in_100(n: int, truth: float) -> None:
    dice = random.Random(766)
    rounds = 2_000
    hits = sum(not wilson(sum(dice.random() < truth for _ in range(n)), n).excludes(truth) for _ in range(rounds))
    assert 0.93 <= hits / rounds <= 0.97


@pytest.mark.parametrize(
    ("n", "standing"),
    [
        (0, Standing.HIDDEN),
        (9, Standing.HIDDEN),
        (10, Standing.SHOWN),
        (29, Standing.SHOWN),
        (30, Standing.JUDGED),
    ],
)
def test_under_ten_nothing_is_shown_and_under_thirty_nothing_is_judged(n: int, standing: Standing) -> None:
    assert Share(n, n).standing() is standing


def test_an_empty_share_stays_hidden_whatever_the_setting() -> None:
    assert Share(0, 0).standing(min_shown=0) is Standing.HIDDEN


@pytest.mark.parametrize(("part", "n"), [(-1, 3), (4, 3)])
def test_an_impossible_share_is_refused(part: int, n: int) -> None:
    with pytest.raises(ValueError, match="0 <= part <= n"):
        Share(part, n)


def test_blank_and_do_not_know_leave_the_denominator() -> None:
    assert satisfied([5, 4, 3, None, 0, 1]) == Share(2, 4)


def test_a_factor_pools_its_answers_and_is_no_mean_of_its_items() -> None:
    items = [Share(45, 50), Share(30, 50), Share(20, 25)]
    assert pooled(items).percent == Decimal("76.00")
    assert mean_of_percents(items) == Decimal("76.67")
    assert mean_of_percents([Share(0, 0)]) is None


def test_unsure_is_counted_but_not_in_the_denominator() -> None:
    assert YesNo(yes=8, no=2, unsure=5).share == Share(8, 10)


def test_offices_whose_intervals_overlap_share_a_rank() -> None:
    assert rank_bands([Share(80, 100), Share(90, 100), Share(40, 100), Share(38, 100)]) == [1, 1, 2, 2]


def test_nobody_is_no_ranking() -> None:
    assert rank_bands([]) == []
