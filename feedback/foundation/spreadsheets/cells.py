"""What a spreadsheet is to the rest of the system: sheets of rows of typed cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    TRUTH = "truth"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something.

    `text` is what a person reads there (numbers without needless zeros); `number` and `moment` (naive, as written)
    are set for those kinds. `formula` tells that the value was computed by the spreadsheet, not typed.
    """

    kind: Kind
    text: str
    number: float | None = None
    moment: datetime | None = None
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the sheet row (XLSX) or the record number (text), from 1; `line` the physical line (text only)."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged rectangle, both corners included, rows and columns from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Gauge:
    """How far the latest reading of a sheet has come, in bytes of what is read."""

    tell: Callable[[], int] | None = None
    total: int = 0

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where nobody can tell, 1 once the file is closed."""
        if self.tell is None or self.total <= 0:
            return 0.0
        try:
            return min(1.0, self.tell() / self.total)
        except ValueError:
            return 1.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows()` reads the sheet from its beginning each time; rows without any value are left out."""

    name: str
    rows: Callable[[], Iterator[Row]]
    hidden: bool = False
    merges: tuple[Merge, ...] = field(default=())
    gauge: Gauge = field(default_factory=Gauge, compare=False)


@dataclass(frozen=True, slots=True)
class Book:
    """`form` is `xlsx` or `text`; a text file is a book of one sheet.

    `encoding` is what the letters were in; `converted` holds some texts (as they stood, as they read now) when letters
    had to be converted, for a person to look at before anything is stored.
    """

    form: str
    sheets: tuple[Sheet, ...]
    encoding: str = "UTF-8"
    converted: tuple[tuple[str, str], ...] = ()


def number_text(value: float) -> str:
    """2.00072 → `2.00072`, 900000006.0 → `900000006`: never in powers of ten."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10f}".rstrip("0").rstrip(".")
