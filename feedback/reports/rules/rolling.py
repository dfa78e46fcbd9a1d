"""The four weeks before, printed every week: windows that overlap would give a small week back by subtraction.

Each week with enough answers has a share of its own somewhere. The window over it and three small weeks, less that
share, leaves the small ones; next week's window less this one's leaves a single one. So the share of a window with
small weeks in it is printed only where they are enough together, and only in every fourth week: those do not overlap.
"""

from collections.abc import Sequence
from datetime import date

WINDOW = 4


def hides_window(monday: date, counts: Sequence[int], min_shown: int) -> bool:
    """Whether the share over the four weeks before that Monday must not be printed; `counts` are their answers."""
    small = [n for n in counts if 0 < n < min_shown]
    if not small:
        return False
    return not is_own_turn(monday) or sum(small) < min_shown


def is_own_turn(monday: date) -> bool:
    """Whether the window before that Monday is one of those that do not overlap, in which small weeks may be told."""
    return monday.toordinal() // 7 % WINDOW == 0
