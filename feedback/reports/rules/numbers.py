"""The numbers of a week: computed once, frozen, stored as JSON with their hash, and only printed after that."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from feedback.reports.rules.tablets import NO_HALLS, Halls
from feedback.scoring.rules.changes import Change
from feedback.scoring.rules.shares import Share, Standing


class ScopeKind(StrEnum):
    """What a report is about."""

    UNIT = "unit"
    AREA = "area"
    SUBTREE = "subtree"


@dataclass(frozen=True, slots=True)
class Scope:
    """A unit alone, an area (named group of communes), or a unit with everything below it.

    `sample`: invented units of the demo; their every page and document says so.
    """

    kind: ScopeKind
    id: int
    code: str
    name: str
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A share as it may be shown. Hidden and withheld ones carry no part and no percentage, so that no reader of the
    JSON can print what the page must not; n is shown always. `percent`, `low`, `high` in per cent.
    """

    n: int
    standing: Standing
    part: int | None = None
    percent: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def share(self) -> Share | None:
        return None if self.part is None else Share(self.part, self.n)


@dataclass(frozen=True, slots=True)
class Courtesy:
    """One of the eight 4 xin 4 luôn: yes over yes and no; "Không rõ" counted beside, where the share is shown."""

    key: str
    label: str
    figure: Figure
    unsure: int | None


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the five factors: the answers to its items pooled, with its own n."""

    key: str
    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Channel:
    """Answers of one channel (QR at the counter, tablet, …)."""

    key: str
    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class CodeCell:
    """Answers to one-time codes of one unit by what the paper knew: "" where it knew nothing. Never under five."""

    stage: str
    field: str
    lateness: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class LatenessGroup:
    """Answers of people whose file was on time, late, or late with an apology: always all three, or none."""

    key: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a period at the solving unit: finished in it, plus open at its end.

    `on_time_percent` = (done_in_time + open_in_time) / counted, by the stated due. Left out: `computed_…` whose due was
    only computed, `no_due` with neither, `aside` (awaiting supplement, withdrawn, refused, stopped at a moment nobody
    knows). Of the late ones `repeated` had their papers asked for more than once; `dated_back`: results learnt in the
    period that were dated back before their due. Editions made before these were kept have none.
    """

    done_in_time: int
    done_late: int
    open_in_time: int
    open_overdue: int
    no_due: int
    computed_in_time: int
    computed_late: int
    aside: int
    on_time_percent: float | None
    repeated: int = 0
    dated_back: int = 0

    @property
    def counted(self) -> int:
        return self.done_in_time + self.done_late + self.open_in_time + self.open_overdue

    @property
    def late(self) -> int:
        return self.done_late + self.open_overdue


@dataclass(frozen=True, slots=True)
class Apologies:
    """Apologies whose limit fell in the period: sent in time, sent late, not sent yet."""

    owed: int
    in_time: int
    late: int

    @property
    def unsent(self) -> int:
        return self.owed - self.in_time - self.late


@dataclass(frozen=True, slots=True)
class Span:
    """What is said of a period, be it a week or the four weeks before.

    `by_channel` says how many of the answers came how; editions made before it was kept have none.
    `wanted_answers`: how many answers a sample of the transactions would need (n = N/(1+N·e²), e = 5 %).
    `left_out`: answers of small units whose share must not be told with that of others; `satisfaction` is without them.
    """

    satisfaction: Figure
    transactions: int
    response_percent: float | None
    wanted_answers: int
    flagged: int
    files: Files
    apologies: Apologies
    by_channel: dict[str, int] = field(default_factory=dict, hash=False)
    left_out: int = 0

    @property
    def answers(self) -> int:
        return self.satisfaction.n + self.left_out


@dataclass(frozen=True, slots=True)
class PastWeek:
    """One of the four weeks before, for the drawing and its table."""

    week: str
    monday: date
    span: Span


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of an area or subtree. `band` only where intervals separate; `change` against its four weeks before."""

    unit_id: int
    code: str
    name: str
    span: Span
    band: int | None
    change: Change


@dataclass(frozen=True, slots=True)
class WeekNumbers:
    """Everything a weekly report prints. `as_of` is Sunday 24:00 (of a week still running: the cut-off), `cut_off` when
    the rows were read.
    """

    week: str
    monday: date
    sunday: date
    scope: Scope
    as_of: datetime
    cut_off: datetime
    formula: str
    provisional: bool
    min_shown: int
    min_judged: int
    now: Span
    before: Span
    change: Change
    channels: tuple[Channel, ...]
    courtesies: tuple[Courtesy, ...]
    factors: tuple[Factor, ...]
    weeks: tuple[PastWeek, ...]
    units: tuple[UnitLine, ...]
    code_cells: tuple[CodeCell, ...] = ()
    halls: Halls = NO_HALLS
    groups: tuple[LatenessGroup, ...] = ()


_adapter = TypeAdapter(WeekNumbers)


def to_json(numbers: WeekNumbers) -> dict[str, Any]:
    """Plain JSON values; dates and moments as ISO text; sums that papers print are written out beside their parts."""
    plain: dict[str, Any] = _adapter.dump_python(numbers, mode="json")
    for of, written in _spans(numbers, plain):
        written["answers"] = of.answers
        written["files"] |= {"counted": of.files.counted, "late": of.files.late}
        written["apologies"] |= {"unsent": of.apologies.unsent}
    plain["halls"]["sums"] = [asdict(each) for each in numbers.halls.sums]
    return plain


def _spans(numbers: WeekNumbers, plain: dict[str, Any]) -> list[tuple[Span, dict[str, Any]]]:
    """Every span with its place in the plain values."""
    found = [(numbers.now, plain["now"]), (numbers.before, plain["before"])]
    found += [(week.span, each["span"]) for week, each in zip(numbers.weeks, plain["weeks"], strict=True)]
    found += [(unit.span, each["span"]) for unit, each in zip(numbers.units, plain["units"], strict=True)]
    return found


def from_json(stored: dict[str, Any]) -> WeekNumbers:
    return _adapter.validate_python(stored)


def sha256(stored: dict[str, Any]) -> str:
    """Over the canonical JSON (sorted keys, no blanks, UTF-8): the same on every machine."""
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
