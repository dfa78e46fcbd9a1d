"""Somebody who knows every file, opens every report every day for ten weeks, and can do sums: whom can he find?

He holds all that is printed (the numbers' JSON holds all that page, PDF, XLSX and mail print: tests/reports/
test_same_figures.py). Each printed share is the sum over a set of answers; whatever he can compute is a linear
combination of those sums. So all that is asked is whether the sum over some few answers lies in their span.
"""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from feedback.answers.tables import Sheet
from feedback.foundation.clock import at_local, local_day
from feedback.reports.queries import weekly
from feedback.reports.queries.scopes import scope_of_area, scope_of_unit
from feedback.reports.queries.weekly import compute
from feedback.reports.rules import building, parts
from feedback.reports.rules.groups import group_of
from feedback.reports.rules.numbers import Figure, Scope, ScopeKind, WeekNumbers
from feedback.reports.rules.rolling import is_own_turn
from feedback.reports.rules.running import told_days
from feedback.reports.rules.weeks import Week
from feedback.scoring.rules.shares import Share, YesNo, pooled
from tests.factories import Factory
from tests.reports.worlds import Worlds

PROOF = bool(os.environ.get("FEEDBACK_PROOF"))
WEEKS, SEEDS = (10, 10) if PROOF else (3, 1)
FEWEST = 10
PRIME = (1 << 61) - 1
FIRST = Week(2026, 37)
ASKED = "xin_phep"
FIELDS = ("Đất đai", "Hộ tịch", "Xây dựng")


@dataclass(frozen=True)
class Answer:
    """What is true of one answer, the attacker's knowledge of its file included."""

    id: uuid.UUID
    unit_id: int
    day: date
    channel: str
    stage: str
    field: str
    lateness: str
    said: str
    asked: str = ""

    @property
    def cell(self) -> tuple[str, str, str]:
        return self.stage, self.field, self.lateness

    @property
    def group(self) -> str:
        return group_of(self.lateness or None, {"late": self.said})


Told = tuple[frozenset[Answer], int]
"""A set of answers and the printed number of satisfied ones among them."""


def drawn(dice: random.Random, worlds: Worlds, unit_id: int, week: Week) -> tuple[list[Answer], list[dict[str, Any]]]:
    """A week of one unit: busy or quiet, with few or many users of codes."""
    truths, rows = [], []
    for channel, most in (("qr", dice.choice((3, 25, 60))), ("tablet", dice.choice((0, 12))), ("code", 40)):
        for _ in range(dice.randint(0, most)):
            known = channel == "code" and dice.random() < 0.7
            truth = Answer(
                uuid.UUID(int=dice.getrandbits(128)),
                unit_id,
                week.monday + timedelta(days=dice.randrange(7)),
                channel,
                ("after_apology" if known else "on_receipt") if channel == "code" else "",
                dice.choice(FIELDS) if known else "",
                dice.choice(("late_apologised", "late_apologised", "on_time")) if known else "",
                dice.choice(("yes", "no", "no", "not_due", "")),
                dice.choice(("yes", "no", "unsure", "", "", "")) if channel == "qr" else "",
            )
            truths.append(truth)
            rows.append(row_of(worlds, dice, truth))
    return truths, rows


def row_of(worlds: Worlds, dice: random.Random, truth: Answer) -> dict[str, Any]:
    at = at_local(truth.day) + timedelta(hours=dice.randint(7, 16))
    items = {key: said for key, said in (("late", truth.said), (ASKED, truth.asked)) if said}
    facts = {"stage": truth.stage or None, "field": truth.field or None, "lateness": truth.lateness or None}
    return (
        worlds.sheet(dice, truth.unit_id)
        | facts
        | {"id": truth.id, "receipt": truth.id.hex[:16], "channel": truth.channel, "observed_day": truth.day}
        | {"first_at": at, "last_at": at, "items": items}
    )


def courtesy(answer: Answer) -> Answer:
    """What somebody said of one courtesy: another secret of the same person, another sum."""
    return replace(answer, id=uuid.UUID(int=answer.id.int ^ 1), channel=ASKED)


class Attacker:
    """All that was printed, as sets and sums. `near`: units that belong together, from the narrowest to the widest."""

    def __init__(self, answers: list[Answer], near: Sequence[Sequence[set[int]]] = ()) -> None:
        self.answers = answers
        self.near = near
        self.told: dict[frozenset[Answer], int] = {}

    def read(self, numbers: WeekNumbers, unit_ids: list[int], week: Week, cut_off: datetime) -> None:
        """Note every printed share with the set of answers it is over; its n must be that set's size."""
        mine = self._told([each for each in self.answers if each.unit_id in unit_ids], week, cut_off, numbers)
        for figure, answers in self._shares(numbers, mine, unit_ids, week):
            if figure.part is not None:
                assert figure.n == len(answers)
                self.told[frozenset(answers)] = figure.part

    def _told(self, answers: list[Answer], week: Week, cut_off: datetime, numbers: WeekNumbers) -> list[Answer]:
        until = local_day(cut_off)
        known = [each for each in answers if each.day < until]
        if not numbers.provisional:
            return known
        last = told_days(((each.unit_id, each.channel), each.day) for each in known if each.day >= week.monday)
        return [
            each
            for each in known
            if each.day < week.monday or each.day <= last.get((each.unit_id, each.channel), date.min)
        ]

    def _shares(
        self, numbers: WeekNumbers, mine: list[Answer], unit_ids: list[int], week: Week
    ) -> Iterator[tuple[Figure, Iterable[Answer]]]:
        every = {past: within(mine, past) for past in (*week.before, week)}
        together = {past: self._together(of, unit_ids) for past, of in every.items()}
        now = every[week]
        yield numbers.now.satisfaction, together[week]
        yield numbers.before.satisfaction, self._window([every[past] for past in week.before], unit_ids, week)
        for channel in numbers.channels:
            yield channel.figure, [each for each in now if each.channel == channel.key]
        for group in numbers.groups:
            yield group.figure, [each for each in together[week] if each.group == group.key]
        for cell in numbers.code_cells:
            cell_key = (cell.stage, cell.field, cell.lateness)
            yield cell.figure, [each for each in now if each.channel == "code" and each.cell == cell_key]
        for past, line in zip(week.before, numbers.weeks, strict=True):
            yield line.span.satisfaction, together[past]
        for unit in numbers.units:
            yield unit.span.satisfaction, [each for each in now if each.unit_id == unit.unit_id]
        for item in numbers.courtesies:
            asked = [courtesy(each) for each in now if each.asked in ("yes", "no")]
            yield item.figure, self._together(asked, unit_ids) if item.key == ASKED else []

    def _together(self, answers: list[Answer], unit_ids: list[int]) -> list[Answer]:
        """Those whose share is printed as one: all of a single unit, and of several the busy ones."""
        counts = Counter(each.unit_id for each in answers)
        return [each for each in answers if len(unit_ids) == 1 or counts[each.unit_id] >= FEWEST]

    def _window(self, weeks: list[list[Answer]], unit_ids: list[int], week: Week) -> list[Answer]:
        """The four weeks before: every fourth time also the small weeks of units, or of neighbours, that are enough."""
        told = [each for answers in weeks for each in self._together(answers, unit_ids)]
        if len(unit_ids) == 1 or not is_own_turn(week.monday):
            return told
        left = {each for answers in weeks for each in answers} - set(told)
        for level in ([{unit} for unit in unit_ids], *self.near):
            for group in level:
                part = {each for each in left if each.unit_id in group}
                if group <= set(unit_ids) and len(part) >= FEWEST:
                    told += part
                    left -= part
        return told

    def few(self) -> list[frozenset[Answer]]:
        """Sets of fewer than ten answers whose sum he can compute."""
        atoms = self._atoms()
        basis = Span()
        for answers in self.told:
            basis.add({atom for atom, of in atoms.items() if of <= answers})
        small = [atom for atom, of in atoms.items() if len(of) < FEWEST]
        wanted = [{atom} for atom in small]
        wanted += [{a, b} for a, b in combinations(small, 2) if len(atoms[a]) + len(atoms[b]) < FEWEST]
        return [frozenset().union(*(atoms[atom] for atom in each)) for each in wanted if basis.has(each)]

    def _atoms(self) -> dict[int, frozenset[Answer]]:
        """Answers no printed set tells apart."""
        marks: dict[Answer, list[int]] = defaultdict(list)
        for number, answers in enumerate(self.told):
            for each in answers:
                marks[each].append(number)
        together: dict[tuple[int, ...], set[Answer]] = defaultdict(set)
        for each, mark in marks.items():
            together[tuple(mark)].add(each)
        return {number: frozenset(each) for number, each in enumerate(together.values())}


class Span:
    """A vector space over a large prime field, kept in echelon form."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[int, int]] = {}

    def add(self, ones: Iterable[int]) -> None:
        left = self._reduced(dict.fromkeys(ones, 1))
        if left:
            lead = min(left)
            inverse = pow(left[lead], -1, PRIME)
            self.rows[lead] = {key: value * inverse % PRIME for key, value in left.items()}

    def has(self, ones: Iterable[int]) -> bool:
        return not self._reduced(dict.fromkeys(ones, 1))

    def _reduced(self, vector: dict[int, int]) -> dict[int, int]:
        done = -1
        while waiting := [key for key in vector if key > done]:
            done = min(waiting)
            row = self.rows.get(done)
            if row is not None:
                factor = vector[done]
                for key, value in row.items():
                    left = (vector.get(key, 0) - factor * value) % PRIME
                    if left:
                        vector[key] = left
                    else:
                        vector.pop(key, None)
        return vector


def within(answers: list[Answer], week: Week) -> list[Answer]:
    return [each for each in answers if week.monday <= each.day <= week.sunday]


def attack(session: Session, make: Factory, seed: int) -> Attacker:
    """A province with three communes and two areas that overlap: all reports, every morning and once finished."""
    dice, worlds = random.Random(seed), Worlds(session, make)
    province = make.unit(name=f"Tỉnh Dò {seed}", level="province")
    units = [make.unit(name=f"Xã Dò {seed}-{i}", parent=province) for i in range(3)]
    areas = [make.area(*units[:2]), make.area(*units[1:])]
    weeks = [FIRST.shifted(number) for number in range(WEEKS)]
    truths: list[Answer] = []
    for week in weeks:
        for unit in units:
            answers, rows = drawn(dice, worlds, unit.id, week)
            truths += answers
            if rows:
                session.execute(insert(Sheet), rows)
    session.flush()
    ids = [unit.id for unit in units]
    scopes: list[tuple[Scope, list[int]]] = [(scope_of_unit(session, each, ScopeKind.UNIT), [each]) for each in ids]
    scopes += [
        (scope_of_unit(session, province.id, ScopeKind.SUBTREE), ids),
        (scope_of_area(session, areas[0].id), ids[:2]),
        (scope_of_area(session, areas[1].id), ids[1:]),
    ]
    attacker = Attacker(truths, [[set(ids[:2]), {ids[2]}], [set(ids)]])
    for week in weeks:
        mornings = [at_local(week.monday + timedelta(days=day)) for day in range(1, 7)]
        for cut_off in (*mornings, at_local(week.period.after) + timedelta(hours=7)):
            for scope, members in scopes:
                attacker.read(compute(session, scope, week, cut_off), members, week, cut_off)
    return attacker


def reports_of_one(attacker: Attacker, unit_ids: set[int]) -> Attacker:
    """The same with the reports of single units only: what the head of one commune holds."""
    alone = Attacker(attacker.answers, attacker.near)
    alone.told = {of: n for of, n in attacker.told.items() if {each.unit_id for each in of} <= unit_ids}
    return alone


@pytest.mark.parametrize("_engine", ["sqlite", "postgresql"] if PROOF else ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_ten_weeks_of_reports_join_no_answer_to_a_file(session: Session, make: Factory, seed: int) -> None:
    """Nobody computes anything about fewer than ten answers: not the head of a commune, and not who holds the reports
    of a province, of its communes and of areas that overlap.
    """
    attacker = attack(session, make, seed)
    assert len(attacker.told) > 20
    for unit_id in {each.unit_id for each in attacker.answers}:
        assert reports_of_one(attacker, {unit_id}).few() == []
    assert attacker.few() == []


def test_the_attack_bites_where_a_running_week_is_told_day_by_day(
    session: Session, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def every_day(answers: Iterable[tuple[Any, date]]) -> dict[Any, date]:
        return {key: date.max for key, _ in answers}

    monkeypatch.setattr(weekly, "told_days", every_day)
    monkeypatch.setitem(globals(), "told_days", every_day)
    attacker = attack(session, make, 1)
    assert any(reports_of_one(attacker, {unit_id}).few() for unit_id in {each.unit_id for each in attacker.answers})


@pytest.mark.parametrize("_engine", ["sqlite"], indirect=True)
def test_the_attack_bites_where_a_wider_share_holds_every_answer(
    session: Session, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As reports did once: from a province's sum less its communes' own comes the week of a quiet one."""

    def everything(answers: dict[int, Share], _limits: object) -> Share:
        return pooled(answers.values())

    def window(weeks: list[dict[int, Share]], *_: object, **__: object) -> Share:
        return pooled(everything(week, None) for week in weeks)

    def courtesy_of_all(key: str, each: Iterable[parts.Details], _limits: object) -> YesNo:
        asked = [of.courtesies[key] for of in each if key in of.courtesies]
        return YesNo(sum(of.yes for of in asked), sum(of.no for of in asked), 0)

    monkeypatch.setattr(weekly, "_told_units", lambda _found, ids, *_: ids)
    monkeypatch.setattr(building, "told_share", everything)
    monkeypatch.setattr(building, "told_window", window)
    monkeypatch.setattr(parts, "_pool_courtesy", courtesy_of_all)
    monkeypatch.setattr(Attacker, "_together", lambda _self, answers, _unit_ids: answers)
    monkeypatch.setattr(
        Attacker, "_window", lambda _self, weeks, _unit_ids, _week: [each for answers in weeks for each in answers]
    )
    assert attack(session, make, 3).few()


def test_the_arithmetic_finds_what_a_difference_gives_back() -> None:
    at = datetime(2026, 11, 16, tzinfo=UTC).date()
    answers = [Answer(uuid.UUID(int=n), 1, at, "code", "", "", "", "") for n in range(30)]
    attacker = Attacker(answers)
    attacker.told = {frozenset(answers): 20, frozenset(answers[:12]): 8, frozenset(answers[12:29]): 11}
    assert attacker.few() == [frozenset(answers[29:])]
    del attacker.told[frozenset(answers[12:29])]
    assert attacker.few() == []
