"""Which sheets make the cells: of one unit, one finished week, the one-time codes alone."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from feedback.answers.tables import Sheet
from feedback.reports.queries.code_cells import list_code_cells
from feedback.reports.queries.scopes import scope_of_unit
from feedback.reports.queries.weekly import compute
from feedback.reports.rules.numbers import ScopeKind
from feedback.reports.rules.parts import Limits
from tests.factories import Factory
from tests.reports.worlds import CUT_OFF, WEEK, Worlds

LATE = {"channel": "code", "stage": "after_apology", "field": "Đất đai", "lateness": "late_apologised"}
STICKER = {"channel": "code", "stage": "on_receipt", "field": None, "lateness": None}


def add(session: Session, worlds: Worlds, unit_id: int, count: int, **changes: Any) -> None:
    dice = random.Random(1)
    rows = []
    for _ in range(count):
        row = worlds.sheet(dice, unit_id) | {"id": uuid.uuid4(), "observed_day": WEEK.sunday, "overall": 5}
        first = {"first_at": CUT_OFF - timedelta(hours=12), "last_at": CUT_OFF - timedelta(hours=12)}
        rows.append(row | {"field": None, "stage": None, "lateness": None} | first | changes)
    session.execute(insert(Sheet), rows)


def test_the_cells_of_a_finished_week_of_one_unit(session: Session, make: Factory) -> None:
    worlds, unit = Worlds(session, make), make.unit()
    add(session, worlds, unit.id, 12, **LATE)
    add(session, worlds, unit.id, 6, **STICKER)
    add(session, worlds, unit.id, 30, channel="qr")
    add(session, worlds, unit.id, 9, **LATE, observed_day=WEEK.sunday + timedelta(days=1))
    scope = scope_of_unit(session, unit.id, ScopeKind.UNIT)
    found = list_code_cells(session, scope, WEEK, CUT_OFF, Limits())
    assert [(cell.field, cell.lateness, cell.stage, cell.figure.n) for cell in found] == [
        ("Đất đai", "late_apologised", "after_apology", 12),
        ("", "", "on_receipt", 6),
    ]
    numbers = compute(session, scope, WEEK, CUT_OFF)
    assert numbers.code_cells == found
    assert numbers.now.by_channel == {"code": 18, "qr": 30}


def test_no_cells_while_the_week_runs_nor_over_several_units(session: Session, make: Factory) -> None:
    worlds, parent = Worlds(session, make), make.unit(level="province")
    unit = make.unit(parent=parent)
    add(session, worlds, unit.id, 40, **LATE)
    alone = scope_of_unit(session, unit.id, ScopeKind.UNIT)
    early = CUT_OFF - timedelta(days=1)
    assert list_code_cells(session, alone, WEEK, early, Limits()) == ()
    for kind, scope_id in ((ScopeKind.SUBTREE, parent.id), (ScopeKind.SUBTREE, unit.id)):
        assert list_code_cells(session, scope_of_unit(session, scope_id, kind), WEEK, CUT_OFF, Limits()) == ()
    assert compute(session, scope_of_unit(session, parent.id, ScopeKind.SUBTREE), WEEK, CUT_OFF).code_cells == ()


def test_other_units_codes_do_not_count(session: Session, make: Factory) -> None:
    worlds, unit, beside = Worlds(session, make), make.unit(), make.unit()
    add(session, worlds, beside.id, 40, **LATE)
    assert list_code_cells(session, scope_of_unit(session, unit.id, ScopeKind.UNIT), WEEK, CUT_OFF, Limits()) == ()
