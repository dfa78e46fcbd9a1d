"""Reads: a sheet by its key, a receipt, and the counts that reports are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers.rules.sheets import LATE
from feedback.answers.tables import Sheet
from feedback.questionnaires.rules import Questionnaire, read
from feedback.questionnaires.tables import QuestionnaireVersion


@dataclass(frozen=True, slots=True)
class SheetState:
    """What the following pages need to know of a sheet: never what was answered."""

    version_id: int
    block: int
    receipt: str


@dataclass(slots=True)
class AnswerCounts:
    """Counts of one unit and channel. No count knows of another: nothing here leads back to a sheet.

    `levels` and the values of `items` and `factors`: level 1…5 → n. `courtesy`: item → yes/no/unsure → n. `late`:
    answer → n. `corrected`: sheets whose face was changed. `flags`: flag → n; flagged sheets count everywhere.
    """

    unit_id: int
    channel: str
    n: int = 0
    corrected: int = 0
    levels: Counter[int] = field(default_factory=Counter)
    courtesy: dict[str, Counter[str]] = field(default_factory=dict)
    items: dict[str, Counter[int]] = field(default_factory=dict)
    factors: dict[str, Counter[int]] = field(default_factory=dict)
    late: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)


def find_sheet(session: Session, unit_id: int, sheet_id: UUID) -> SheetState | None:
    """The state of a sheet that was handed in; None when nothing was tapped yet."""
    columns = select(Sheet.version_id, Sheet.block, Sheet.receipt)
    row = session.execute(columns.where(Sheet.unit_id == unit_id, Sheet.id == sheet_id)).one_or_none()
    return None if row is None else SheetState(*row)


def is_counted(session: Session, receipt: str) -> bool:
    """Whether a sheet with this receipt is stored: all that a receipt may tell."""
    return session.execute(select(Sheet.version_id).where(Sheet.receipt == receipt).limit(1)).first() is not None


def week_counts(session: Session, unit_ids: Collection[int] | None, since: date, until: date) -> list[AnswerCounts]:
    """Counts per receiving unit and channel of the answers given from `since` to `until`, both days included.

    Ordered by unit and channel; units without an answer are left out. None for `unit_ids` means every unit.
    """
    columns = (Sheet.unit_id, Sheet.channel, Sheet.overall, Sheet.items, Sheet.earlier, Sheet.flags, Sheet.version_id)
    query = select(*columns).where(Sheet.observed_day.between(since, until))
    if unit_ids is not None:
        query = query.where(Sheet.unit_id.in_(unit_ids))
    factors: dict[int, dict[str, str]] = {}
    found: dict[tuple[int, str], AnswerCounts] = {}
    for row in session.execute(query):
        if row.version_id not in factors:
            factors[row.version_id] = _factor_of(session, row.version_id)
        key = (row.unit_id, row.channel)
        _count(found.setdefault(key, AnswerCounts(*key)), row, factors[row.version_id])
    return [found[key] for key in sorted(found)]


def _count(counts: AnswerCounts, row: Any, factor_of: dict[str, str]) -> None:
    counts.n += 1
    counts.corrected += bool(row.earlier)
    counts.levels[row.overall] += 1
    counts.flags.update(row.flags)
    for key, value in row.items.items():
        if key == LATE:
            counts.late[value] += 1
        elif key in factor_of:
            counts.items.setdefault(key, Counter())[value] += 1
            counts.factors.setdefault(factor_of[key], Counter())[value] += 1
        else:
            counts.courtesy.setdefault(key, Counter())[value] += 1


def _factor_of(session: Session, version_id: int) -> dict[str, str]:
    """Item key → factor key, of a published version."""
    questionnaire = get_questionnaire(session, version_id)
    return {item.key: factor.key for factor in questionnaire.factors for item in factor.items}


def get_questionnaire(session: Session, version_id: int) -> Questionnaire:
    """A published version, read."""
    return read(session.get_one(QuestionnaireVersion, version_id).content)
