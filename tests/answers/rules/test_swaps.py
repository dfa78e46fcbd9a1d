"""A stand on the wrong counter is noticed, and honest days are left in peace: both measured on simulated halls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import exp
from random import Random

from feedback.answers.rules.swaps import CounterDay, Misplaced, Swap, misplaced_on, swaps_among

DAY = date(2026, 11, 20)
A, B, C = 1, 2, 3
HALLS = 20_000


def found(*counters: CounterDay) -> list[tuple[int, int]]:
    return [(each.closed_id, each.open_id) for each in misplaced_on(DAY, counters)]


def test_answers_for_a_closed_counter_beside_a_silent_open_one_name_both():
    assert found(CounterDay(A, False, 3), CounterDay(B, True, 0)) == [(A, B)]


def test_two_answers_from_home_are_no_swap():
    assert found(CounterDay(A, False, 2), CounterDay(B, True, 0)) == []


def test_an_open_counter_with_its_own_answers_is_not_suspected():
    assert found(CounterDay(A, False, 5), CounterDay(B, True, 2)) == []
    assert found(CounterDay(A, False, 5), CounterDay(B, True, 1)) == [(A, B)], "one may have answered at home"


def test_a_day_nobody_looked_says_nothing():
    assert found(CounterDay(A, None, 9), CounterDay(B, True, 0)) == []
    assert found(CounterDay(A, False, 9), CounterDay(B, None, 0)) == []


def test_of_several_silent_counters_the_busiest_is_named_and_each_only_once():
    silent = (CounterDay(B, True, 0, usual=2), CounterDay(C, True, 0, usual=9))
    assert found(CounterDay(A, False, 6), *silent) == [(A, C)]
    assert found(CounterDay(A, False, 6), CounterDay(4, False, 9), *silent) == [(4, C), (A, B)]


def test_the_silence_of_a_counter_nobody_answers_at_tells_nothing_but_a_new_hall_has_no_usual_yet():
    assert found(CounterDay(A, False, 6), CounterDay(B, True, 0, usual=0.4)) == []
    assert found(CounterDay(A, False, 6), CounterDay(B, True, 0, usual=None)) == [(A, B)]


def test_days_are_put_together_to_pairs_and_both_directions_are_one_swap():
    later = date(2026, 11, 23)
    seen = [Misplaced(DAY, A, B, 4), Misplaced(later, B, A, 6), Misplaced(DAY, 7, 8, 3)]
    assert swaps_among(seen) == [Swap(B, A, (DAY, later), 10, True), Swap(7, 8, (DAY,), 3, False)]


def poisson(random: Random, mean: float) -> int:
    limit, count, product = exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


class Hall:
    """A unit's day: two to six counters, 1 to 20 answers at each, a quarter of them closed.

    One answer in 25 is given at home on another day, whether the counter is open then or not. One officer in a hundred
    notes an open counter as closed, one in ten leaves a closed one ticked as open.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self.means = [random.choice((1, 2, 3, 5, 8, 12, 20)) for _ in range(random.randint(2, 6))]
        self.open = [random.random() > 0.25 for _ in self.means]
        self.from_home = [poisson(random, mean * 0.04) for mean in self.means]
        self.at_counter = [
            poisson(random, mean * 0.96) if opened else 0 for mean, opened in zip(self.means, self.open, strict=True)
        ]

    def _noted(self, opened: bool) -> bool:
        return self.random.random() > 0.01 if opened else self.random.random() < 0.10

    def told(self, stands: list[int]) -> list[CounterDay]:
        """What is in the database when the stand of `stands[place]` stands at each place."""
        answers = list(self.from_home)
        for place, stand in enumerate(stands):
            answers[stand] += self.at_counter[place]
        return [
            CounterDay(number, self._noted(opened), answers[number], usual=0.75 * self.means[number])
            for number, opened in enumerate(self.open)
        ]


def halls(seed: int) -> Iterator[Hall]:
    random = Random(seed)
    return (Hall(random) for _ in range(HALLS))


def test_at_most_one_honest_day_in_a_hundred_is_suspected():
    alarms = sum(bool(misplaced_on(DAY, hall.told(list(range(len(hall.means)))))) for hall in halls(1))
    assert alarms <= 0.01 * HALLS, alarms


def swapped_days(seed: int) -> Iterator[tuple[bool, bool]]:
    """Days on which two stands have changed places, one counter closed and noted so, with five answers or more."""
    for hall in halls(seed):
        closed = [number for number, opened in enumerate(hall.open) if not opened]
        opened = [number for number, each in enumerate(hall.open) if each]
        if not closed or not opened:
            continue
        one, other = hall.random.choice(closed), hall.random.choice(opened)
        stands = list(range(len(hall.means)))
        stands[one], stands[other] = other, one
        told = hall.told(stands)
        if told[one].open or not told[other].open or told[one].answers < 5:
            continue
        seen = misplaced_on(DAY, told)
        yield bool(seen), any((each.closed_id, each.open_id) == (one, other) for each in seen)


def test_nineteen_swapped_days_in_twenty_are_noticed_and_the_right_counters_named():
    days = list(swapped_days(2))
    assert len(days) > 2_000
    assert sum(noticed for noticed, _ in days) >= 0.95 * len(days)
    assert sum(named for _, named in days) >= 0.93 * len(days)
