"""The same files by today's units and by the units on the files: sums equal, nobody counted twice."""

from __future__ import annotations

import random
from datetime import date

from sqlalchemy.orm import Session

from feedback.organisation.tables import Unit, UnitSuccession
from feedback.reports.queries.scopes import scope_of_unit
from feedback.reports.queries.succession import read_by_unit
from feedback.reports.rules.numbers import ScopeKind
from tests.factories import Factory
from tests.reports.worlds import CUT_OFF, WEEK, Worlds

GONE = date(2025, 6, 30)


def gone(session: Session, old: Unit, *new: Unit) -> None:
    """The unit existed until the middle of 2025; these took over."""
    old.valid_to = GONE
    for unit in new:
        row = UnitSuccession(
            old_unit_id=old.id, new_unit_id=unit.id, effective=date(2025, 7, 1), legal_basis="NQ", confidence="high"
        )
        session.add(row)
    session.flush()


def test_sums_are_equal_however_units_merged_or_were_divided(session: Session, make: Factory) -> None:
    worlds = Worlds(session, make)
    for seed in range(20):
        world, dice = worlds.world(seed, units=6), random.Random(seed)
        old, today = world.units[:3], world.units[3:]
        for unit in old:
            gone(session, unit, *dice.sample(today, dice.randint(0, 2)))
        scope = scope_of_unit(session, world.parent.id, ScopeKind.SUBTREE)
        today_view = read_by_unit(session, scope, WEEK, CUT_OFF, by_today=True)
        then_view = read_by_unit(session, scope, WEEK, CUT_OFF, by_today=False)
        assert today_view.total == then_view.total
        assert len(today_view.lines) <= len(then_view.lines)
        assert not any(line.includes for line in then_view.lines)


def test_a_merged_unit_counts_at_its_successor_and_a_divided_one_at_itself(session: Session, make: Factory) -> None:
    parent = make.unit("Tỉnh Mẫu", level="province")
    merged, divided = make.unit("Xã Gộp", parent=parent), make.unit("Xã Chia", parent=parent)
    north, south = make.unit("Xã Bắc", parent=parent), make.unit("Xã Nam", parent=parent)
    gone(session, merged, north)
    gone(session, divided, north, south)
    for unit in (merged, divided, north):
        make.record(unit, received_at=CUT_OFF.replace(day=10), stated_due_at=CUT_OFF.replace(day=30))
    scope = scope_of_unit(session, parent.id, ScopeKind.SUBTREE)
    lines = {line.name: line for line in read_by_unit(session, scope, WEEK, CUT_OFF, by_today=True).lines}
    assert {name: line.counts.on_time.counted for name, line in lines.items()} == {"Xã Bắc": 2, "Xã Chia": 1}
    assert lines["Xã Bắc"].includes == ("Xã Gộp",)
    assert lines["Xã Chia"].divided_among == ("Xã Bắc", "Xã Nam")
    alone = read_by_unit(session, scope_of_unit(session, north.id, ScopeKind.UNIT), WEEK, CUT_OFF, by_today=True)
    assert alone.total.on_time.counted == 2


def test_only_units_within_reach_are_counted(session: Session, make: Factory) -> None:
    parent = make.unit("Tỉnh Mẫu", level="province")
    mine, other = make.unit(parent=parent), make.unit(parent=parent)
    for unit in (mine, other):
        make.record(unit, received_at=CUT_OFF.replace(day=10), stated_due_at=CUT_OFF.replace(day=30))
    scope = scope_of_unit(session, parent.id, ScopeKind.SUBTREE)
    view = read_by_unit(session, scope, WEEK, CUT_OFF, by_today=True, reach=[mine.id])
    assert view.total.on_time.counted == 1
