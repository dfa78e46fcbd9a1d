"""Answers about officers: counted here and read nowhere else."""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from feedback.answers.tables import Sheet
from feedback.foundation.clock import at_local
from feedback.organisation.tables import Officer, Unit
from feedback.reports.queries.officers import list_officer_lines
from feedback.reports.queries.weekly import compute
from feedback.reports.rules.numbers import Scope, ScopeKind, to_json
from feedback.reports.rules.quarters import Quarter
from tests.architecture.source import Source, sources
from tests.factories import Factory
from tests.reports.worlds import CUT_OFF, WEEK, Worlds

QUARTER = Quarter(2026, 4)
WEEK_BEGAN = at_local(WEEK.monday)


class Desk:
    """A unit with officers, and answers that name them."""

    def __init__(self, session: Session, make: Factory) -> None:
        self.session = session
        self.unit: Unit = make.unit("Xã Mẫu")
        self.worlds = Worlds(session, make)
        self.dice = random.Random(5)

    def officer(self, name: str, *, active: bool = True, unit: Unit | None = None) -> int:
        row = Officer(unit_id=(unit or self.unit).id, desk_id=None, person_name=name, email=None, active=active)
        self.session.add(row)
        self.session.flush()
        return row.id

    def answers(self, officer_id: int | None, *levels: int, **more: Any) -> None:
        rows = [
            self.worlds.sheet(self.dice, self.unit.id)
            | {
                "officer_id": officer_id,
                "overall": level,
                "channel": "tablet",
                "observed_day": WEEK.monday,
                "first_at": WEEK_BEGAN,
            }
            | more
            for level in levels
        ]
        self.session.execute(insert(Sheet), rows)


def test_each_officers_own_answers_of_the_quarter_are_counted(session: Session, make: Factory):
    desk = Desk(session, make)
    an, binh = desk.officer("Trần Văn An"), desk.officer("Lê Bình")
    desk.answers(an, *[5] * 24, *[2] * 8)
    desk.answers(binh, *[4] * 29)
    desk.answers(None, *[1] * 50)
    desk.answers(an, *[1] * 40, observed_day=QUARTER.period.first - timedelta(days=1))
    first, second = list_officer_lines(session, desk.unit.id, QUARTER.period)
    assert (first.name, first.at_least, first.percent) == ("Trần Văn An", 30, 75)
    assert (second.name, second.at_least, second.percent) == ("Lê Bình", None, None)


def test_people_of_other_units_and_who_has_left_are_not_listed(session: Session, make: Factory):
    desk = Desk(session, make)
    desk.answers(desk.officer("Đã Nghỉ", active=False), *[5] * 40)
    desk.answers(desk.officer("Xã Khác", unit=make.unit("Xã Khác")), *[5] * 40)
    assert list_officer_lines(session, desk.unit.id, QUARTER.period) == []


def test_no_weekly_report_knows_of_officers(session: Session, make: Factory):
    desk = Desk(session, make)
    desk.answers(desk.officer("Nguyễn Thị Riêng"), *[5] * 40)
    unit = desk.unit
    numbers = compute(session, Scope(ScopeKind.UNIT, unit.id, unit.code, unit.name), WEEK, CUT_OFF)
    assert numbers.now.answers >= 40
    text = json.dumps(to_json(numbers), ensure_ascii=False)
    assert "Nguyễn Thị Riêng" not in text
    assert "officer_id" not in text


def readers_of_officers(modules: Iterable[Source]) -> set[str]:
    """Modules that read whom an answer is about."""
    return {
        source.name
        for source in modules
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "officer_id"
        and isinstance(node.value, ast.Name)
        and node.value.id in {"Sheet", "sheet"}
    }


def test_nothing_else_reads_whom_an_answer_is_about():
    assert readers_of_officers(sources()) == {"feedback/reports/queries/officers.py"}
    thief = Source("feedback/x/api.py", "query = select(Sheet.officer_id)\n")
    assert readers_of_officers([thief]) == {"feedback/x/api.py"}
