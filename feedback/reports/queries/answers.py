"""Counting answer sheets by receiving unit, over whole days, as known at the cut-off."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers.tables import Sheet
from feedback.questionnaires.queries import find_current, list_versions
from feedback.questionnaires.rules import Questionnaire, read
from feedback.reports.rules.building import Labels
from feedback.reports.rules.parts import Details
from feedback.reports.rules.weeks import Period
from feedback.scoring.rules.shares import YesNo, satisfied

CHANNELS = {"qr": "Mã QR tại quầy", "tablet": "Máy tính bảng tại quầy", "code": "Mã một lần (giấy hẹn, phiếu xin lỗi)"}


@dataclass(frozen=True, slots=True)
class DayAnswers:
    """One sheet, as far as counting needs it."""

    unit_id: int
    day: date
    level: int
    flagged: bool
    channel: str


def list_answers(session: Session, unit_ids: Collection[int], period: Period, cut_off: datetime) -> list[DayAnswers]:
    """The sheets of those days at those units. A corrected sheet is one sheet: its last level counts."""
    query = select(Sheet.unit_id, Sheet.observed_day, Sheet.overall, Sheet.flags, Sheet.channel).where(
        *_of(unit_ids, period, cut_off)
    )
    return [DayAnswers(unit, day, level, bool(flags), how) for unit, day, level, flags, how in session.execute(query)]


def get_details(
    session: Session, unit_ids: Collection[int], period: Period, cut_off: datetime, labels: Labels
) -> dict[int, Details]:
    """Channels, courtesies and factors of each of those units."""
    query = select(Sheet.unit_id, Sheet.channel, Sheet.overall, Sheet.items, Sheet.version_id).where(
        *_of(unit_ids, period, cut_off)
    )
    counting: dict[int, _Counting] = {unit_id: _Counting() for unit_id in unit_ids}
    factor_of = _factor_of_items(session)
    for unit_id, channel, overall, items, version_id in session.execute(query):
        counting[unit_id].levels[channel].append(overall)
        _count_items(items, factor_of[version_id], labels, counting[unit_id])
    return {unit_id: of.details for unit_id, of in counting.items()}


@dataclass(slots=True)
class _Counting:
    """Values by key, as they are read."""

    levels: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(list))
    said: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    given: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(list))
    people: Counter[str] = field(default_factory=Counter)

    @property
    def details(self) -> Details:
        return Details(
            channels={channel: satisfied(each) for channel, each in self.levels.items()},
            courtesies={key: YesNo(each["yes"], each["no"], each["unsure"]) for key, each in self.said.items()},
            factors={key: satisfied(each) for key, each in self.given.items()},
            people=dict(self.people),
        )


def _count_items(items: Mapping[str, Any], factor_of: Mapping[str, str], labels: Labels, counting: _Counting) -> None:
    told: set[str] = set()
    for key, value in items.items():
        if key in labels.courtesies:
            counting.said[key][str(value)] += 1
        elif key in factor_of:
            level = _level(value)
            counting.given[factor_of[key]].append(level)
            told |= {factor_of[key]} if level is not None and 1 <= level <= 5 else set()
    counting.people.update(told)


def _level(value: Any) -> int | None:
    """1…5 as a number or as text; anything else is no valid answer."""
    text = str(value)
    return int(text) if text.isdecimal() else None


def _of(unit_ids: Collection[int], period: Period, cut_off: datetime) -> tuple[Any, ...]:
    return (
        Sheet.unit_id.in_(unit_ids),
        Sheet.observed_day >= period.first,
        Sheet.observed_day <= period.last,
        Sheet.first_at <= cut_off,
    )


def _factor_of_items(session: Session) -> dict[int, dict[str, str]]:
    """Version id → item key → factor key, for every published version: an old sheet is read with its own questions."""
    return {version.id: _factors(read(version.content)) for version in list_versions(session)}


def _factors(questionnaire: Questionnaire) -> dict[str, str]:
    return {item.key: factor.key for factor in questionnaire.factors for item in factor.items}


def get_labels(session: Session) -> Labels:
    """The words of the questionnaire in force; without one there is nothing to label."""
    version = find_current(session)
    if version is None:
        return Labels({}, {}, CHANNELS)
    questionnaire = read(version.content)
    return Labels(
        courtesies={item.key: item.text["vi"] for item in questionnaire.courtesy_items},
        factors={factor.key: factor.text["vi"] for factor in questionnaire.factors},
        channels=CHANNELS,
    )
