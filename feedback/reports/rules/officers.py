"""What may be said of one officer: a rounded share from thirty answers on, by name and never by merit.

Rounded on purpose. Where one more answer could be seen to change the figure, somebody who remembers who stood at the
desk could read that person's answer out of two looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from feedback.foundation.text import fold
from feedback.scoring.rules.rounding import round_half_up
from feedback.scoring.rules.shares import Share

ENOUGH = 30
"""Answers in the quarter; a setting cannot lower it."""

ABOUT = 10
"""Numbers of answers are told in steps of this many."""


@dataclass(frozen=True, slots=True)
class Person:
    """An officer of the unit."""

    id: int
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One officer; everything None where there are too few answers, and their number with it. Whole per cent."""

    name: str
    position: str
    at_least: int | None = None
    percent: int | None = None
    low: int | None = None
    high: int | None = None


def lines_of(people: Iterable[Person], shares: Mapping[int, Share]) -> list[OfficerLine]:
    """The officers in the order of a class register: by given name, then by the whole name."""
    ordered = sorted(
        people, key=lambda each: (fold(each.name.split()[-1] if each.name.split() else ""), fold(each.name))
    )
    return [line_of(each, shares.get(each.id, Share(0, 0))) for each in ordered]


def line_of(person: Person, share: Share) -> OfficerLine:
    if share.n < ENOUGH:
        return OfficerLine(person.name, person.position)
    interval = share.interval
    return OfficerLine(
        person.name,
        person.position,
        at_least=share.n // ABOUT * ABOUT,
        percent=_whole(share.part / share.n),
        low=_whole(interval.low),
        high=_whole(interval.high),
    )


def _whole(share: float) -> int:
    return int(round_half_up(Fraction(share) * 100, 0))
