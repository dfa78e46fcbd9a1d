"""Which sheets make the three groups: one unit or the whole province, one finished week."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from feedback.reports.documents.lines import report
from feedback.reports.queries.groups import list_groups
from feedback.reports.queries.scopes import scope_of_area, scope_of_unit
from feedback.reports.queries.weekly import compute
from feedback.reports.rules.numbers import ScopeKind, from_json, to_json
from feedback.reports.rules.parts import Limits
from tests.factories import Factory
from tests.reports.queries.test_code_cells import LATE, STICKER, add
from tests.reports.worlds import CUT_OFF, WEEK, Worlds


def fill(session: Session, worlds: Worlds, unit_id: int, *, apologised: int = 12) -> None:
    for level, share in ((5, 2), (1, 1)):
        add(session, worlds, unit_id, 10 * share, channel="qr", items={"late": "no"}, overall=level)
        add(session, worlds, unit_id, 5 * share, channel="qr", items={"late": "yes"}, overall=level)
        add(session, worlds, unit_id, apologised * share // 3, **LATE, items={}, overall=level)


def test_a_units_finished_week_shows_all_three_and_then_no_cells(session: Session, make: Factory) -> None:
    worlds, unit = Worlds(session, make), make.unit()
    fill(session, worlds, unit.id)
    scope = scope_of_unit(session, unit.id, ScopeKind.UNIT)
    numbers = compute(session, scope, WEEK, CUT_OFF)
    assert [(each.key, each.figure.n, each.figure.part) for each in numbers.groups] == [
        ("on_time", 30, 20),
        ("late", 15, 10),
        ("late_apologised", 12, 8),
    ]
    assert numbers.code_cells == ()
    assert from_json(to_json(numbers)).groups == numbers.groups
    tables = {table.key: table for table in report(numbers, "0" * 64).tables}
    assert [row[0].text for row in tables["hen-tra"].rows] == ["đúng hẹn", "trễ hẹn", "trễ hẹn, đã xin lỗi"]
    assert "ma-mot-lan" not in tables


def test_none_while_the_week_runs_for_an_area_or_with_a_small_group(session: Session, make: Factory) -> None:
    worlds, province = Worlds(session, make), make.unit(level="province")
    unit, small = make.unit(parent=province), make.unit(parent=province)
    fill(session, worlds, unit.id)
    fill(session, worlds, small.id, apologised=6)
    alone = scope_of_unit(session, unit.id, ScopeKind.UNIT)
    limits = Limits()
    assert list_groups(session, alone, [unit.id], WEEK, CUT_OFF - timedelta(days=1), limits) == ()
    assert list_groups(session, alone, [unit.id], WEEK, CUT_OFF, limits) != ()
    area = scope_of_area(session, make.area(unit).id)
    assert list_groups(session, area, [unit.id], WEEK, CUT_OFF, limits) == ()
    below = scope_of_unit(session, unit.id, ScopeKind.SUBTREE)
    assert list_groups(session, below, [unit.id], WEEK, CUT_OFF, limits) == ()
    whole = scope_of_unit(session, province.id, ScopeKind.SUBTREE)
    assert list_groups(session, whole, [unit.id, small.id], WEEK, CUT_OFF, limits) == ()
    fill(session, worlds, small.id, apologised=6)
    assert [each.figure.n for each in list_groups(session, whole, [unit.id, small.id], WEEK, CUT_OFF, limits)] == [
        90,
        45,
        24,
    ]


def test_a_few_labels_among_the_codes_keep_the_groups_away(session: Session, make: Factory) -> None:
    worlds, unit = Worlds(session, make), make.unit()
    fill(session, worlds, unit.id)
    add(session, worlds, unit.id, 3, **STICKER, items={"late": "no"})
    assert compute(session, scope_of_unit(session, unit.id, ScopeKind.UNIT), WEEK, CUT_OFF).groups == ()


def test_where_all_who_were_late_and_got_an_apology_said_the_same_no_figure_is_about_them(
    session: Session, make: Factory
) -> None:
    """The groups stay away then; the cells and channels that stand in their place must not say it instead."""
    worlds, unit = Worlds(session, make), make.unit()
    for level, said in ((5, "no"), (1, "no"), (5, "yes"), (1, "yes")):
        add(session, worlds, unit.id, 10, channel="qr", items={"late": said}, overall=level)
    add(session, worlds, unit.id, 12, **LATE, items={}, overall=1)
    numbers = compute(session, scope_of_unit(session, unit.id, ScopeKind.UNIT), WEEK, CUT_OFF)
    assert numbers.groups == ()
    assert [(cell.figure.n, cell.figure.part) for cell in numbers.code_cells] == [(12, None)]
    assert {channel.key: channel.figure.part for channel in numbers.channels} == {"qr": None, "code": None}
