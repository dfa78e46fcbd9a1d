"""Which cells of a table with a printed total stay hidden, so that none comes back by subtraction."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from feedback.scoring.rules.shares import MIN_SHOWN, Share

FEW_OF_A_MIND = 2
"""One alone on a side would know of all the others what they said."""

Key = TypeVar("Key", bound=Hashable)


def hidden_cells(counts: Mapping[Key, int], min_shown: int = MIN_SHOWN) -> frozenset[Key]:
    """The keys whose figures must not be printed where the total over all keys is.

    Cells under `min_shown` are hidden. Where total minus the visible ones would give back one single cell, or a group
    still under `min_shown`, the smallest visible cell is hidden too, until it no longer does.
    Ties fall to the key first given, so the same data always hide the same cells.
    """
    hidden = {key for key, n in counts.items() if n < min_shown}
    visible = sorted((key for key in counts if key not in hidden), key=lambda key: counts[key])
    while visible and _gives_back(counts, hidden, min_shown):
        hidden.add(visible.pop(0))
    return frozenset(hidden)


def _gives_back(counts: Mapping[Key, int], hidden: set[Key], min_shown: int) -> bool:
    filled = [counts[key] for key in hidden if counts[key]]
    return len(filled) == 1 or 0 < sum(filled) < min_shown


def is_mixed(share: Share, min_shown: int = MIN_SHOWN) -> bool:
    """Whether a share of people whom somebody can name may be printed: enough of them, and not of one mind.

    Who used a code can be known: the paper it was printed on is in the office's hands too. "0 %" of twelve such people
    would be what each of them said.
    """
    return share.n >= min_shown and FEW_OF_A_MIND <= share.part <= share.n - FEW_OF_A_MIND
