"""Stands that were probably swapped: the officers' daily checks held against the answers of the same days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.answers.rules.sheets import Channel
from feedback.answers.rules.swaps import CounterDay, Misplaced, Swap, misplaced_on, swaps_among
from feedback.answers.tables import Sheet
from feedback.collection_points.tables import CodeCheck
from feedback.foundation import words
from feedback.organisation.tables import Counter, Unit

BEFORE = timedelta(days=28)
"""How far back a counter's usual number of answers is counted."""
ENOUGH_DAYS = 5
"""A unit with answers on fewer days before has no usual yet."""

Days = dict[int, dict[date, dict[int, bool]]]
"""Unit → day → counter → whether an officer saw it open."""
Answers = dict[int, dict[date, int]]
"""Counter → day → answers."""


@dataclass(frozen=True, slots=True)
class SuspectedSwap:
    """Two counters of a unit whose codes probably stand at each other's place.

    On `days` the code of the closed counter got `answers` answers while the open one had none, or next to none.
    """

    unit_id: int
    unit_name: str
    closed_id: int
    closed_name: str
    open_id: int
    open_name: str
    days: tuple[date, ...]
    answers: int
    both_ways: bool

    @property
    def title(self) -> str:
        return f"Bảng mã ở {self.closed_name} và {self.open_name} có thể bị đặt nhầm"

    @property
    def words(self) -> str:
        """What was seen, in a sentence."""
        when = ", ".join(words.day(day) for day in self.days)
        seen = (
            f"Ngày {when}: {self.closed_name} nghỉ mà mã của quầy này nhận {self.answers} ý kiến, "
            f"còn {self.open_name} mở mà gần như không có ý kiến nào."
        )
        return f"{seen} Có ngày ngược lại, nên hai bảng nhiều khả năng đã đổi chỗ." if self.both_ways else seen


def suspected_swaps(
    session: Session, unit_ids: Collection[int] | None, since: date, until: date
) -> tuple[SuspectedSwap, ...]:
    """The pairs suspected from `since` to `until`, both included; by unit, most answers first. None: every unit.

    Only days on which an officer noted which counters were open can tell anything.
    """
    seen = _seen(session, unit_ids, since, until)
    if not seen:
        return ()
    answers = _answers(session, seen, since - BEFORE, until)
    found = {unit_id: swaps_among(_misplaced(days, answers, since)) for unit_id, days in seen.items()}
    return tuple(_named(session, {unit_id: swaps for unit_id, swaps in found.items() if swaps}))


def _seen(session: Session, unit_ids: Collection[int] | None, since: date, until: date) -> Days:
    """The checks of units where some counter was closed: elsewhere there is nothing to suspect."""
    query = select(CodeCheck.unit_id, CodeCheck.day, CodeCheck.counter_id, CodeCheck.open)
    query = query.where(CodeCheck.day.between(since, until))
    if unit_ids is not None:
        query = query.where(CodeCheck.unit_id.in_(unit_ids))
    found: Days = defaultdict(lambda: defaultdict(dict))
    for unit_id, day, counter_id, is_open in session.execute(query):
        found[unit_id][day][counter_id] = is_open
    return {unit: days for unit, days in found.items() if any(False in each.values() for each in days.values())}


def _answers(session: Session, unit_ids: Collection[int], since: date, until: date) -> Answers:
    """Answers by printed code: a tablet names its counter itself and cannot be swapped."""
    query = select(Sheet.counter_id, Sheet.observed_day, func.count())
    query = query.where(Sheet.unit_id.in_(unit_ids), Sheet.observed_day.between(since, until))
    query = query.where(Sheet.channel == Channel.QR.value, Sheet.counter_id.is_not(None))
    found: Answers = defaultdict(dict)
    for counter_id, day, number in session.execute(query.group_by(Sheet.counter_id, Sheet.observed_day)):
        found[counter_id or 0][day] = number
    return found


def _misplaced(days: dict[date, dict[int, bool]], answers: Answers, since: date) -> Iterator[Misplaced]:
    """What looks misplaced in one unit; `answers` may hold those of others."""
    own = {counter_id: answers.get(counter_id, {}) for counters in days.values() for counter_id in counters}
    usual = _usual(own, since)
    for day, counters in days.items():
        told = [
            CounterDay(counter_id, is_open, own[counter_id].get(day, 0), usual.get(counter_id))
            for counter_id, is_open in counters.items()
        ]
        yield from misplaced_on(day, told)


def _usual(own: Answers, since: date) -> dict[int, float]:
    """Counter → answers a day before `since`, over the days on which the unit had any; empty where they are too few."""
    answered = {day for by_day in own.values() for day in by_day if day < since}
    if len(answered) < ENOUGH_DAYS:
        return {}
    return {counter: sum(by_day.get(day, 0) for day in answered) / len(answered) for counter, by_day in own.items()}


def _named(session: Session, found: dict[int, list[Swap]]) -> Iterator[SuspectedSwap]:
    counters = {counter for swaps in found.values() for swap in swaps for counter in (swap.closed_id, swap.open_id)}
    names = dict(session.execute(select(Counter.id, Counter.name).where(Counter.id.in_(counters))).all())
    units = select(Unit.id, Unit.name).where(Unit.id.in_(found)).order_by(Unit.name_folded, Unit.id)
    for unit_id, unit_name in session.execute(units):
        for swap in found[unit_id]:
            yield SuspectedSwap(
                unit_id=unit_id,
                unit_name=unit_name,
                closed_id=swap.closed_id,
                closed_name=names[swap.closed_id],
                open_id=swap.open_id,
                open_name=names[swap.open_id],
                days=swap.days,
                answers=swap.answers,
                both_ways=swap.both_ways,
            )
