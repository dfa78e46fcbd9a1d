"""Is it really different from before, or noise? So that "so với bốn tuần trước" never cries wolf."""

from collections.abc import Sequence
from enum import StrEnum
from math import erfc, sqrt

from feedback.scoring.rules.shares import MIN_JUDGED, Z95, Interval, Share, wilson


class Change(StrEnum):
    """What may be said of a share beside an earlier one."""

    TOO_FEW = "too_few"
    NOISE = "noise"
    HIGHER = "higher"
    LOWER = "lower"


def newcombe(now: Share, before: Share, z: float = Z95) -> Interval:
    """Interval of now minus before for independent samples: Newcombe's hybrid score method (1998, method 10)."""
    if now.n == 0 or before.n == 0:
        return Interval(-1.0, 1.0)
    p, q = now.part / now.n, before.part / before.n
    mine, theirs = wilson(now.part, now.n, z), wilson(before.part, before.n, z)
    below = sqrt((p - mine.low) ** 2 + (theirs.high - q) ** 2)
    above = sqrt((mine.high - p) ** 2 + (q - theirs.low) ** 2)
    return Interval(p - q - below, p - q + above)


def change(now: Share, before: Share, min_judged: int = MIN_JUDGED, z: float = Z95) -> Change:
    """Higher or lower only where both sides have enough answers and the interval of the difference excludes zero."""
    if now.n < min_judged or before.n < min_judged:
        return Change.TOO_FEW
    interval = newcombe(now, before, z)
    if not interval.excludes(0.0):
        return Change.NOISE
    return Change.HIGHER if interval.low > 0 else Change.LOWER


def p_value(now: Share, before: Share) -> float:
    """How surprising the difference is when nothing changed: where Newcombe's interval touches zero, by bisection."""
    if now.n == 0 or before.n == 0 or now.part * before.n == before.part * now.n:
        return 1.0
    low, high = 0.0, 40.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if newcombe(now, before, middle).excludes(0.0) else (low, middle)
    return erfc(low / sqrt(2))


def real_changes(pairs: Sequence[tuple[Share, Share]], q: float = 0.05, min_judged: int = MIN_JUDGED) -> list[Change]:
    """Changes of many units side by side: Benjamini and Hochberg at `q`, since of eighty equal communes four would
    otherwise look better or worse every Monday. Pairs with too few answers take no part in the count.
    """
    verdicts = [change(now, before, min_judged) for now, before in pairs]
    judged = [i for i, verdict in enumerate(verdicts) if verdict is not Change.TOO_FEW]
    surprise = {i: p_value(*pairs[i]) for i in judged}
    kept = _discoveries(surprise, q)
    return [v if i in kept or v is Change.TOO_FEW else Change.NOISE for i, v in enumerate(verdicts)]


def _discoveries(surprise: dict[int, float], q: float) -> frozenset[int]:
    ordered = sorted(surprise, key=lambda i: surprise[i])
    passed = 0
    for rank, i in enumerate(ordered, start=1):
        if surprise[i] <= q * rank / len(ordered):
            passed = rank
    return frozenset(ordered[:passed])
