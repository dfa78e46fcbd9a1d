"""The numbers of a week against an independent count of the rows by plain SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from feedback.foundation.clock import at_local
from feedback.foundation.errors import Invalid
from feedback.reports.queries.scopes import scope_of_area, scope_of_unit
from feedback.reports.queries.weekly import compute, whole_days
from feedback.reports.rules.numbers import ScopeKind, Span
from feedback.reports.rules.weeks import Period, Week
from feedback.scoring.rules.shares import Share, Standing
from tests.factories import Factory
from tests.reports import recount
from tests.reports.worlds import CUT_OFF, WEEK, Worlds

SETS = 100
"""On each database; two hundred in all."""


def told_rows(session: Session, unit: int, weeks: Sequence[Week], *, alone: bool) -> list[dict[str, Any]]:
    """The unit's weeks that a share over several units holds: of ten answers and more; and the small ones of a window
    in its turn, where they are ten together (WEEK is such a turn).
    """
    rows = [recount.run(session, recount.ANSWERS, [unit], week.period, CUT_OFF)[0] for week in weeks]
    small = [row for row in rows if row["n"] < 10]
    enough = len(weeks) > 1 and sum(row["n"] for row in small) >= 10
    return rows if alone or enough else [row for row in rows if row["n"] >= 10]


def agrees(session: Session, span: Span, ids: list[int], weeks: Sequence[Week]) -> None:
    """The span against the rows. The share over several units is not over all of them (0117), the rest is."""
    period = Period(weeks[0].monday, weeks[-1].sunday)
    answers = recount.run(session, recount.ANSWERS, ids, period, CUT_OFF)[0]
    transactions = recount.run(session, recount.TRANSACTIONS, ids, period, CUT_OFF)[0]
    files = recount.run(session, recount.FILES, ids, period, CUT_OFF)[0]
    apologies = recount.run(session, recount.APOLOGIES, ids, period, CUT_OFF)[0]
    assert span.answers == answers["n"]
    assert span.flagged == answers["flagged"]
    if span.satisfaction.standing is not Standing.HIDDEN:
        told = [row for one in ids for row in told_rows(session, one, weeks, alone=len(ids) == 1)]
        share = Share(sum(row["part"] for row in told), sum(row["n"] for row in told))
        assert span.satisfaction.share == share
        assert span.satisfaction.percent == float(share.percent or 0)
    assert span.transactions == transactions["n"]
    found = {name: getattr(span.files, name) for name in files}
    assert found == {name: value or 0 for name, value in files.items()}
    assert (span.apologies.owed, span.apologies.in_time) == (apologies["owed"], apologies["in_time"])
    assert span.apologies.late == apologies["late"]


def test_two_hundred_invented_weeks_agree_with_a_recount_in_sql(session: Session, make: Factory) -> None:
    worlds = Worlds(session, make)
    make.unit("Tỉnh Mẫu Bên Cạnh", level="province")  # no world is all there is: see poolable
    for seed in range(SETS):
        world = worlds.world(seed)
        ids = [world.parent.id, *(unit.id for unit in world.units)]
        numbers = compute(session, scope_of_unit(session, world.parent.id, ScopeKind.SUBTREE), WEEK, CUT_OFF)
        agrees(session, numbers.now, ids, [WEEK])
        agrees(session, numbers.before, ids, WEEK.before)
        for past, week in zip(numbers.weeks, WEEK.before, strict=True):
            agrees(session, past.span, ids, [week])
        for line in numbers.units:
            agrees(session, line.span, [line.unit_id], [WEEK])
        channels = {row["channel"]: row for row in recount.run(session, recount.CHANNELS, ids, WEEK.period, CUT_OFF)}
        assert {channel.key: channel.figure.n for channel in numbers.channels} == {
            key: row["n"] for key, row in channels.items()
        }


def test_a_week_that_has_not_begun_is_refused(session: Session, make: Factory) -> None:
    unit = make.unit()
    with pytest.raises(Invalid, match="chưa có số liệu"):
        compute(session, scope_of_unit(session, unit.id, ScopeKind.UNIT), WEEK.shifted(1), at_local(WEEK.monday))


def test_a_week_still_running_is_counted_up_to_now_and_says_so(session: Session, make: Factory) -> None:
    unit = make.unit()
    wednesday = at_local(WEEK.monday) + timedelta(days=2, hours=10)
    make.record(unit, received_at=at_local(WEEK.monday), stated_due_at=wednesday + timedelta(hours=1))
    numbers = compute(session, scope_of_unit(session, unit.id, ScopeKind.UNIT), WEEK, wednesday)
    assert numbers.provisional
    assert (numbers.now.files.open_in_time, numbers.now.files.open_overdue) == (1, 0)
    later = compute(session, scope_of_unit(session, unit.id, ScopeKind.UNIT), WEEK, CUT_OFF)
    assert not later.provisional
    assert (later.now.files.open_in_time, later.now.files.open_overdue) == (0, 1)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at_local(WEEK.monday) - timedelta(hours=1), at_local(WEEK.monday) - timedelta(hours=1)),
        (at_local(WEEK.monday) + timedelta(hours=9), at_local(WEEK.monday)),
        (at_local(WEEK.sunday) + timedelta(hours=23), at_local(WEEK.sunday)),
        (CUT_OFF, CUT_OFF),
    ],
    ids=["not-begun", "monday", "sunday", "over"],
)
def test_a_page_tells_a_running_week_in_whole_days(now: datetime, until: datetime) -> None:
    assert whole_days(WEEK, now) == until


def test_a_unit_that_did_not_exist_that_week_has_no_report(session: Session, make: Factory) -> None:
    unit = make.unit(valid_from=WEEK.sunday + timedelta(days=1))
    with pytest.raises(Invalid, match="không có đơn vị nào"):
        compute(session, scope_of_unit(session, unit.id, ScopeKind.UNIT), WEEK, CUT_OFF)


def test_satisfaction_follows_the_receiving_unit_and_lateness_the_solving_one(session: Session, make: Factory) -> None:
    desk, office = make.unit(name="Xã Mẫu Nhận"), make.unit(name="Phòng Mẫu Giải Quyết")
    make.record(
        desk,
        solving_unit_id=office.id,
        state="done",
        received_at=at_local(WEEK.monday),
        stated_due_at=at_local(WEEK.monday) + timedelta(days=1),
        finished_at=at_local(WEEK.monday) + timedelta(days=2),
    )
    area = make.area(desk, office)
    numbers = compute(session, scope_of_area(session, area.id), WEEK, CUT_OFF)
    by_name = {line.name: line.span for line in numbers.units}
    assert (by_name["Xã Mẫu Nhận"].transactions, by_name["Xã Mẫu Nhận"].files.late) == (1, 0)
    assert (by_name["Phòng Mẫu Giải Quyết"].transactions, by_name["Phòng Mẫu Giải Quyết"].files.late) == (0, 1)
    assert numbers.now.files.on_time_percent == 0.0


def test_a_file_due_on_sunday_by_day_only_is_still_in_time_at_its_midnight(session: Session, make: Factory) -> None:
    unit = make.unit()
    make.record(
        unit,
        received_at=at_local(WEEK.monday),
        stated_due_at=at_local(WEEK.sunday),
        stated_due_has_time=False,
    )
    numbers = compute(session, scope_of_unit(session, unit.id, ScopeKind.UNIT), WEEK, CUT_OFF)
    assert numbers.now.files.open_in_time == 1


def test_a_file_finished_monday_at_midnight_is_next_weeks(session: Session, make: Factory) -> None:
    unit = make.unit()
    make.record(
        unit,
        state="done",
        received_at=at_local(WEEK.monday),
        stated_due_at=at_local(WEEK.sunday) + timedelta(hours=12),
        finished_at=at_local(WEEK.period.after),
        finished_has_time=False,
    )
    numbers = compute(session, scope_of_unit(session, unit.id, ScopeKind.UNIT), WEEK, CUT_OFF)
    assert (numbers.now.files.done_late, numbers.now.files.open_overdue) == (0, 1)
