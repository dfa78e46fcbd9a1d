"""A saved reading of one software's exports: which title is which column, which number of a date is the month, and
which state a word means. Told by a clerk once, used by itself for every later file with the same titles."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from feedback.foundation.spreadsheets.cells import Row
from feedback.foundation.text import clean, fold
from feedback.records.rules.columns import Role, title_key
from feedback.records.rules.stamps import DateOrder, is_blank
from feedback.records.rules.states import State

NEEDED = (Role.CODE, Role.RECEIVED)
PROCEDURES = frozenset({Role.PROCEDURE_CODE, Role.PROCEDURE_NAME})
LONGEST_NAME = 80
Wide = Mapping[tuple[int, int], int]
"""(row, column) of a merged title → its last column."""

ORDER_WORDS = {
    DateOrder.DAY_FIRST: "ngày/tháng/năm",
    DateOrder.YEAR_FIRST: "năm-tháng-ngày",
    DateOrder.MONTH_FIRST: "tháng/ngày/năm",
}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How to read one kind of export. `roles` by key of the title (see `keys_of`); a title that is not there is no
    column of ours. `rows` is how many rows the titles take. `statuses` by folded word."""

    name: str
    roles: Mapping[str, Role]
    rows: int = 1
    order: DateOrder = DateOrder.DAY_FIRST
    statuses: Mapping[str, State] = field(default_factory=dict)
    fingerprint: str = ""
    id: int | None = None
    version: int = 1

    def fits(self, keys: Collection[str]) -> bool:
        """Whether these are the titles it was made for; without a fingerprint, whether all its columns are there."""
        if self.fingerprint:
            return fingerprint(keys) == self.fingerprint
        return bool(self.roles) and self.roles.keys() <= set(keys)

    def loosely(self) -> ColumnMapping:
        """The same for any export that has its columns: for somebody who names it."""
        return replace(self, fingerprint="")

    def state_of(self, status: str) -> State | None:
        """The state a status word was said to mean; None where nobody said."""
        return self.statuses.get(fold(status).strip(" ."))


def keys_of(titles: Mapping[int, str]) -> dict[int, str]:
    """Column → key of its title: letters without marks; a title that stands there twice is told apart by number."""
    seen: Counter[str] = Counter()
    keys: dict[int, str] = {}
    for column in sorted(titles):
        key = title_key(titles[column])
        if key:
            seen[key] += 1
            keys[column] = key if seen[key] == 1 else f"{key} #{seen[key]}"
    return keys


def fingerprint(keys: Collection[str]) -> str:
    """What two exports with the same titles share, in whatever order and capitals."""
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()


def titles_of(row: Row, below: Row | None, wide: Wide) -> dict[int, str]:
    """Column → title as printed; with a second row of titles, what stands above and below, one after the other."""
    upper = {column: clean(cell.text) for column, cell in row.cells.items() if not is_blank(cell.text)}
    if below is None:
        return upper
    above = spread(row, wide)
    lower = {column: clean(cell.text) for column, cell in below.cells.items() if not is_blank(cell.text)}
    both = {column: clean(f"{above.get(column, '')} {text}") for column, text in lower.items()}
    return upper | both


def spread(row: Row, wide: Wide) -> dict[int, str]:
    """The row's texts, each over all columns of its merged cell; without merges, up to the next text."""
    texts: dict[int, str] = {}
    filled = sorted(column for column, cell in row.cells.items() if not is_blank(cell.text))
    for column, after in zip(filled, [*filled[1:], _limit(filled)], strict=True):
        right = wide.get((row.number, column), after - 1)
        texts |= dict.fromkeys(range(column, right + 1), row.cells[column].text)
    return texts


def _limit(filled: list[int]) -> int:
    return filled[-1] + 6 if filled else 0


def missing_words(roles: Collection[Role]) -> list[str]:
    """What a register cannot be read without and nobody has pointed out, in words; empty when all is there."""
    words = {Role.CODE: "mã hồ sơ", Role.RECEIVED: "ngày tiếp nhận"}
    missing = [words[role] for role in NEEDED if role not in roles]
    return missing if PROCEDURES & set(roles) else [*missing, "mã hoặc tên thủ tục"]
