"""Answers to one-time codes by field and lateness: which cells of a unit's week may be printed.

A cell under five answers is printed nowhere, nor can it be computed: the number of all code answers is printed, so
with any small cell two larger ones stay away. Which two is decided by their names, never by their counts: a choice
that followed the counts would tell something of them to whoever knows this rule.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from feedback.reports.rules.building import figure
from feedback.reports.rules.numbers import CodeCell
from feedback.reports.rules.parts import Limits
from feedback.scoring.rules.shares import Share, pooled
from feedback.scoring.rules.suppression import is_mixed

MIN_CELL = 5
COMPANIONS = 2


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """What an answer to a code remembers; "" where it knows nothing."""

    stage: str
    field: str
    lateness: str


def shown_cells(shares: Mapping[CellKey, Share], limits: Limits, salt: str) -> tuple[CodeCell, ...]:
    """The cells that may be printed, in order of their names; `salt` (week and unit) varies which ones stay away."""
    counts = {key: share.n for key, share in shares.items() if share.n}
    order = sorted(counts, key=lambda key: hashlib.sha256(f"{salt}/{key}".encode()).digest())
    away = hidden_counts(counts, order)
    silent = hidden_shares(shares, order, away, limits.shown)
    return tuple(
        CodeCell(key.stage, key.field, key.lateness, figure(shares[key], limits, hide=key in silent))
        for key in sorted(counts.keys() - away)
    )


def hidden_counts(counts: Mapping[CellKey, int], order: list[CellKey]) -> frozenset[CellKey]:
    """The cells of which not even the number is printed.

    Small cells and the first two others together could each be otherwise: one answer more here, one less there. Only
    where all of them have the least they can have could they not; then nothing is printed.
    """
    small = [key for key in order if counts[key] < MIN_CELL]
    if not small:
        return frozenset()
    companions = [key for key in order if counts[key] >= MIN_CELL][:COMPANIONS]
    least = all(counts[key] == 1 for key in small) and all(counts[key] == MIN_CELL for key in companions)
    return frozenset(counts) if least or len(companions) < COMPANIONS else frozenset({*small, *companions})


def hidden_shares(
    shares: Mapping[CellKey, Share], order: list[CellKey], away: frozenset[CellKey], min_shown: int
) -> frozenset[CellKey]:
    """The cells whose share is not printed: small ones, ones of one mind, and enough others that what all minus the
    printed ones gives back is several cells, enough answers and not of one mind either.
    """
    silent = set(away) | {key for key in order if not is_mixed(shares[key], min_shown)}
    for key in order:
        if not silent or (len(silent) > 1 and is_mixed(pooled(shares[each] for each in silent), min_shown)):
            break
        silent.add(key)
    return frozenset(silent)
