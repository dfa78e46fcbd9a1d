"""No small week comes back from the windows of four weeks that are printed week after week."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from feedback.reports.rules.rolling import WINDOW, hides_window

FIRST = date(2026, 11, 2)
MIN = 10


def computable(counts: list[int]) -> list[int]:
    """The small weeks somebody computes who keeps every report: by elimination over the printed windows."""
    rows: list[list[Fraction]] = []
    for number in range(1, len(counts) + 1):
        window = [counts[i] if i >= 0 else 0 for i in range(number - WINDOW, number)]
        if sum(window) >= MIN and not hides_window(FIRST + timedelta(days=7 * number), window, MIN):
            small = {i for i in range(max(0, number - WINDOW), number) if 0 < counts[i] < MIN}
            rows.append([Fraction(i in small) for i in range(len(counts))])
    return [i for i, n in enumerate(counts) if 0 < n < MIN and _in_span(rows, i)]


def _in_span(rows: list[list[Fraction]], wanted: int) -> bool:
    rows = [row[:] for row in rows if any(row)]
    target = [Fraction(i == wanted) for i in range(len(rows[0]))] if rows else [Fraction(1)]
    for column in range(len(target)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        for row in (*rows, target):
            factor = row[column] / pivot[column]
            row[:] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
    return not any(target)


@given(st.lists(st.one_of(st.integers(0, 12), st.integers(0, 40)), min_size=1, max_size=16))
@example([30, 7])
@example([4, 6, 5, 9, 8])
def test_no_small_week_is_computable_from_all_windows(counts: list[int]) -> None:
    assert computable(counts) == []


def test_large_weeks_alone_hide_nothing() -> None:
    for number in range(8):
        assert not hides_window(FIRST + timedelta(days=7 * number), [30, 0, 12, 40], MIN)


def test_small_weeks_together_have_their_turn_every_fourth_week() -> None:
    shown = [not hides_window(FIRST + timedelta(days=7 * number), [4, 4, 4, 4], MIN) for number in range(12)]
    assert sum(shown) == 3
    assert all(hides_window(FIRST + timedelta(days=7 * number), [30, 9, 30, 30], MIN) for number in range(12))
