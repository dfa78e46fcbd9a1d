"""The week's tablets from the rows, held against plain SQL; what comes after an edition waits for the next."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from feedback.answers.tables import Sheet, TabletReceipt
from feedback.collection_points.tables import CodeCheck, Tablet, TabletDay
from feedback.foundation.actors import SYSTEM
from feedback.organisation.tables import Unit
from feedback.reports.actions import keep_edition
from feedback.reports.queries.weekly import compute
from feedback.reports.rules.numbers import Scope, ScopeKind, WeekNumbers
from feedback.reports.rules.tablets import Halls
from feedback.working_calendar.actions import load_reference_calendar
from tests.collection_points.devices import a_tablet
from tests.factories import Factory
from tests.reports.recount import TABLET_DAYS, TABLETS, run
from tests.reports.worlds import CUT_OFF, WEEK, Worlds, published

FRIDAY = WEEK.monday + timedelta(days=4)


class Hall:
    """A commune whose tablets have rows as beats and answers leave them."""

    def __init__(self, session: Session, make: Factory) -> None:
        load_reference_calendar(session, actor=SYSTEM, now=CUT_OFF)
        published(session)
        self.session = session
        self.unit: Unit = make.unit("Xã Mẫu")
        self.scope = Scope(ScopeKind.UNIT, self.unit.id, self.unit.code, self.unit.name)

    def tablet(self, name: str = "K03", **facts: object) -> Tablet:
        device = a_tablet(self.session, CUT_OFF - timedelta(days=30), self.unit.id, name=name)
        row = self.session.get_one(Tablet, device.id)
        for key, value in ({"last_seen_at": CUT_OFF} | facts).items():
            setattr(row, key, value)
        return row

    def arrived(self, tablet: Tablet, numbers: Iterable[int], day: object = FRIDAY, state: str = "counted") -> None:
        rows = [
            {"tablet_id": tablet.id, "seq": seq, "mark": bytes([seq % 256]) * 16, "observed_day": day, "state": state}
            for seq in numbers
        ]
        if rows:
            self.session.execute(insert(TabletReceipt), rows)

    def told(self, tablet: Tablet, recorded: int, day: object = FRIDAY) -> None:
        self.session.add(TabletDay(tablet_id=tablet.id, day=day, recorded=recorded, beats=1, silent_minutes=0))
        self.session.flush()

    def week(self, week: object = WEEK, later: timedelta = timedelta()) -> WeekNumbers:
        return compute(self.session, self.scope, week, CUT_OFF + later)

    def issue(self, later: timedelta = timedelta()) -> None:
        keep_edition(self.session, actor=SYSTEM, now=CUT_OFF + later, numbers=self.week(later=later))


@pytest.fixture
def hall(session: Session, make: Factory) -> Hall:
    return Hall(session, make)


def test_a_wiped_tablet_with_seven_waiting_is_a_gap_of_exactly_seven(hall: Hall):
    tablet = hall.tablet(last_seq=412)
    hall.arrived(tablet, range(1, 406))
    hall.told(tablet, 412)
    (line,) = hall.week().halls.tablets
    (day,) = line.days
    assert (line.name, day.day, day.recorded, day.received, day.lost) == ("K03", FRIDAY, 412, 405, 7)
    assert day.missing == ((406, 412),)


def test_tablets_of_other_weeks_and_units_stay_out(hall: Hall, make: Factory):
    tablet = hall.tablet(last_seq=1)
    hall.arrived(tablet, [1], day=WEEK.monday - timedelta(days=1))
    other = Hall(hall.session, make)
    elsewhere = other.tablet(last_seq=1)
    other.arrived(elsewhere, [1])
    assert hall.week().halls == Halls()


@pytest.mark.parametrize("seed", range(6))
def test_the_same_figures_counted_by_plain_sql(hall: Hall, seed: int):
    dice = random.Random(seed)
    for name in ("K01", "K02", "K03"):
        _use(hall, dice, name)
    halls = hall.week().halls
    days = run(hall.session, TABLET_DAYS, [hall.unit.id], WEEK.period, CUT_OFF)
    told = {(row["name"], str(row["day"])[:10]): (row["recorded"], row["received"], row["apart"]) for row in days}
    assert told == {
        (line.name, str(day.day)): (day.recorded, day.received, day.apart)
        for line in halls.tablets
        for day in line.days
        if day.recorded
    }
    missing = {row["name"]: row["missing"] for row in run(hall.session, TABLETS, [hall.unit.id], WEEK.period, CUT_OFF)}
    for line in halls.tablets:
        assert sum(day.lost + day.waiting for day in line.days) == missing[line.name]
        assert sum(last - first + 1 for day in line.days for first, last in day.missing) == sum(
            day.lost for day in line.days
        )


def _use(hall: Hall, dice: random.Random, name: str) -> None:
    """A tablet of four days with gaps anywhere, some of its last answers still waiting on it."""
    tablet, seq = hall.tablet(name), 0
    for back in (4, 3, 2, 1):
        day, recorded = FRIDAY - timedelta(days=back - 1), dice.randint(0, 30)
        numbers = range(seq + 1, seq + recorded + 1)
        arrived = [each for each in numbers if dice.random() < 0.9]
        apart = [each for each in arrived if dice.random() < 0.1]
        hall.arrived(tablet, [each for each in arrived if each not in apart], day)
        hall.arrived(tablet, apart, day, "quarantined")
        hall.told(tablet, recorded, day)
        seq += recorded
    tablet.last_seq, tablet.queue = seq, dice.choice((0, 0, 2))
    hall.session.flush()


def test_what_arrives_after_the_edition_is_told_by_the_next_and_the_edition_stays(hall: Hall):
    tablet = hall.tablet(last_seq=10, queue=4)
    hall.arrived(tablet, range(1, 7))
    hall.told(tablet, 10)
    hall.issue()
    hall.arrived(tablet, range(7, 11))
    tablet.queue = 0
    hall.session.flush()
    (late,) = hall.week(WEEK.shifted(1), timedelta(days=7)).halls.late
    assert (late.name, late.day, late.received) == ("K03", FRIDAY, 4)
    (day,) = hall.week().halls.tablets[0].days
    assert (day.received, day.waiting) == (10, 0), "asked for anew, the rows as they stand now"


def test_a_running_week_tells_its_days_up_to_the_last_midnight(hall: Hall):
    tablet = hall.tablet(last_seq=2)
    hall.arrived(tablet, [1], FRIDAY - timedelta(days=1))
    hall.arrived(tablet, [2], FRIDAY)
    friday_midnight = CUT_OFF - timedelta(days=2, hours=31)
    numbers = compute(hall.session, hall.scope, WEEK, friday_midnight)
    assert numbers.provisional
    assert [day.day for line in numbers.halls.tablets for day in line.days] == [FRIDAY - timedelta(days=1)]


def test_a_swap_seen_by_the_officers_is_in_the_report(hall: Hall, make: Factory):
    from_answers = _two_counters(hall, make)
    (swap,) = hall.week().halls.swaps
    assert {swap.closed_name, swap.open_name} == set(from_answers)
    assert swap.days == (FRIDAY,)


def _two_counters(hall: Hall, make: Factory) -> tuple[str, str]:
    """Quầy số 1 closed with four answers, Quầy số 2 open with none."""
    desk = make.desk(hall.unit)
    one, two = (make.counter(hall.unit, desk=desk, code=f"Q{i}", name=f"Quầy số {i}") for i in (1, 2))
    worlds = Worlds(hall.session, make)
    dice = random.Random(4)
    for _ in range(4):
        row = worlds.sheet(dice, hall.unit.id) | {"counter_id": one.id, "channel": "qr", "observed_day": FRIDAY}
        hall.session.execute(insert(Sheet), [row])
    for counter, opened in ((one, False), (two, True)):
        hall.session.add(
            CodeCheck(
                counter_id=counter.id,
                unit_id=hall.unit.id,
                day=FRIDAY,
                open=opened,
                code_ok=True,
                checked_at=CUT_OFF,
                checked_by="Người Mẫu",
            )
        )
    hall.session.flush()
    return one.name, two.name
