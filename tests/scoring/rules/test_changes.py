import random

import pytest

from feedback.scoring.rules.changes import (
    Change,
    change,
    newcombe,
    p_value,
    real_changes,
)
from feedback.scoring.rules.shares import Share


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(10, 10), Share(0, 20), 0.6791, 1.0),
        (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
    ],
)
def test_the_interval_of_a_difference_is_newcombes_published_one(
    now: Share, before: Share, low: float, high: float
) -> None:
    found = newcombe(now, before)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_a_week_with_few_answers_is_not_compared() -> None:
    assert change(Share(29, 29), Share(0, 400)) is Change.TOO_FEW
    assert change(Share(30, 30), Share(0, 29)) is Change.TOO_FEW
    assert newcombe(Share(0, 0), Share(3, 9)).low == -1.0


def test_a_plain_fall_and_a_plain_rise_are_named() -> None:
    assert change(Share(60, 100), Share(340, 400)) is Change.LOWER
    assert change(Share(340, 400), Share(60, 100)) is Change.HIGHER
    assert change(Share(84, 100), Share(340, 400)) is Change.NOISE


def test_no_difference_is_no_surprise_and_a_great_one_is() -> None:
    assert p_value(Share(40, 50), Share(160, 200)) == 1.0
    assert p_value(Share(0, 0), Share(1, 2)) == 1.0
    assert p_value(Share(60, 100), Share(340, 400)) < 0.001


def test_surprise_and_interval_agree_at_five_per_cent() -> None:
    for part in range(60, 95):
        now, before = Share(part, 100), Share(320, 400)
        assert (p_value(now, before) < 0.05) is newcombe(now, before).excludes(0.0)


def test_twenty_equal_units_over_a_year_hardly_ever_look_better_or_worse() -> None:
    """52 Mondays, 20 units of the same true share: at most one Monday report in twenty names anybody at all."""
    dice = random.Random(52)
    named = 0
    for _ in range(52):
        pairs = [(_draw(dice, 45), _draw(dice, 180)) for _ in range(20)]
        named += any(verdict in (Change.HIGHER, Change.LOWER) for verdict in real_changes(pairs))
    assert named <= 52 * 0.1


def test_one_unit_alone_is_wrongly_called_different_at_most_one_week_in_twenty() -> None:
    dice = random.Random(2)
    rounds = 3_000
    wrong = sum(change(_draw(dice, 60), _draw(dice, 240)) is not Change.NOISE for _ in range(rounds))
    assert wrong / rounds <= 0.06


def test_a_real_fall_is_still_found_among_equal_units() -> None:
    pairs = [(Share(36, 45), Share(144, 180))] * 9 + [
        (Share(18, 45), Share(150, 180)),
        (Share(9, 9), Share(1, 90)),
    ]
    assert real_changes(pairs) == [Change.NOISE] * 9 + [Change.LOWER, Change.TOO_FEW]


def _draw(dice: random.Random, n: int) -> Share:
    return Share(sum(dice.random() < 0.8 for _ in range(n)), n)
