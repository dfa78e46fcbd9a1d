"""Whoever reads a running week every day, and the finished one, can subtract at least ten answers or none."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import example, given
from hypothesis import strategies as st

from feedback.reports.rules.running import STEP, last_told, told_days

MONDAY = date(2026, 11, 16)
Counts = list[int]


def looks(counts: Counts) -> list[int]:
    """How many answers each morning's look tells, and the finished week."""
    days = [MONDAY + timedelta(days=i) for i in range(7)]
    told = []
    for until in range(7):
        known = dict(zip(days[:until], counts[:until], strict=True))
        last = last_told(known)
        told.append(sum(n for day, n in known.items() if last is not None and day <= last))
    return [*told, sum(counts)]


@given(st.lists(st.one_of(st.integers(0, 12), st.integers(0, 60)), min_size=7, max_size=7))
@example([10, 9, 1, 0, 0, 0, 1])
@example([9, 1, 9, 1, 9, 1, 9])
@example([0, 0, 0, 0, 0, 0, 1])
def test_two_looks_differ_by_ten_answers_or_by_none(counts: Counts) -> None:
    told = looks(counts)
    assert told == sorted(told)
    for earlier, later in combinations(told, 2):
        assert earlier in (0, later) or later - earlier >= STEP
        assert earlier == 0 or earlier >= STEP


def test_telling_a_block_at_once_would_leave_a_single_answer_to_the_finished_week() -> None:
    """Eleven answers on Monday and one on Sunday: told at once, Sunday's would be the difference."""
    assert looks([11, 0, 0, 0, 0, 0, 1]) == [0, 0, 0, 0, 0, 0, 0, 12]
    assert looks([11, 14, 0, 3, 0, 0, 1]) == [0, 0, 11, 11, 11, 11, 11, 29]


def test_each_unit_and_channel_goes_by_its_own_days() -> None:
    answers = [((1, "qr"), MONDAY)] * 10 + [((1, "qr"), MONDAY + timedelta(days=1))] * 10
    answers += [((1, "code"), MONDAY)] * 9 + [((2, "qr"), MONDAY)] * 40
    assert told_days(answers) == {(1, "qr"): MONDAY}
