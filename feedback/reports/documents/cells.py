"""What every form of the report is put together from: cells, tables, facts, and the words for a share."""

from __future__ import annotations

from dataclasses import dataclass

from feedback.foundation import words
from feedback.reports.rules.numbers import Figure
from feedback.scoring.rules.changes import Change
from feedback.scoring.rules.rates import ON_TIME_TITLE
from feedback.scoring.rules.shares import Standing

INDEX = "Mức hài lòng của người trả lời"
TOO_FEW = "chưa đủ mẫu"
WITHHELD = "giữ kín"
ON_TIME = f"Tỷ lệ đúng hạn ({ON_TIME_TITLE})"
CHANGES = {
    Change.TOO_FEW: "chưa đủ phiếu để so sánh",
    Change.NOISE: "chưa thấy thay đổi rõ",
    Change.HIGHER: "cao hơn rõ rệt",
    Change.LOWER: "thấp hơn rõ rệt",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is printed, and the number behind it (per cent where `percent`) for spreadsheets."""

    text: str
    value: float | None = None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as every output shows it; the first column names the row, the others are figures unless in `wordy`."""

    key: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wordy: frozenset[int] = frozenset({0})


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the three things to know in two minutes."""

    label: str
    value: str
    detail: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A printed week."""

    title: str
    scope: str
    period: str
    provisional: str
    sample: bool
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    imprint: str

    def table(self, key: str) -> Table:
        return next(table for table in self.tables if table.key == key)


def count(value: int) -> Cell:
    return Cell(words.number(value), value)


def text(value: str) -> Cell:
    return Cell(value)


def percent(value: float | None) -> Cell:
    return Cell(words.percent(value, 2), value, percent=True) if value is not None else Cell("không có")


def value_of(figure: Figure) -> Cell:
    if figure.percent is None:
        return Cell(WITHHELD if figure.standing is Standing.WITHHELD else TOO_FEW)
    return percent(figure.percent)


def interval_of(figure: Figure) -> Cell:
    if figure.low is None or figure.high is None:
        return Cell("–")
    return Cell(f"{words.number(figure.low, 1)} – {words.number(figure.high, 1)} %")
