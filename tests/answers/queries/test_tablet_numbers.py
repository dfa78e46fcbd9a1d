"""Which numbers arrived, by book: where a book begins, what counts twice, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from feedback.answers.queries.tablet_numbers import Arrivals, Start, Stretch, arrivals
from feedback.answers.rules.completeness import Gap, Numbers
from feedback.answers.tables import TabletReceipt
from tests.collection_points.devices import a_tablet
from tests.factories import Factory

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)


class Hall:
    """Two tablets of a commune, and what came from them."""

    def __init__(self, session: Session) -> None:
        unit_id = Factory(session).unit("Xã Mẫu").id
        self.session = session
        self.one, self.two = (a_tablet(session, NOW, unit_id, name=name).id for name in ("K01", "K02"))

    def came(self, tablet_id: UUID, numbers: Sequence[int], day: date = FRIDAY, state: str = "counted") -> None:
        values = {"tablet_id": tablet_id, "mark": b"m", "observed_day": day, "state": state}
        self.session.add_all(TabletReceipt(seq=seq, **values) for seq in numbers)
        self.session.flush()

    def seen(self, *stretches: Stretch, since: date = FRIDAY) -> Arrivals:
        return arrivals(self.session, stretches, since)


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


def test_each_book_begins_with_its_own_last_number_before_the_days(hall: Hall):
    hall.came(hall.one, (1, 2, 5), THURSDAY)
    hall.came(hall.one, (6, 9))
    hall.came(hall.two, (3, 4))
    found = hall.seen(Stretch(hall.one, 0, hall.one, 0), Stretch(hall.two, 0, hall.two, 0))
    assert found.starts == {hall.one: Start(5, THURSDAY)}
    assert found.gaps(hall.one, 1, 10) == [
        Gap(Numbers(7, 8), FRIDAY, FRIDAY),
        Gap(Numbers(10, 10), FRIDAY, None),
    ]
    assert found.gaps(hall.two, 1, 4) == [Gap(Numbers(1, 2), None, FRIDAY)]
    assert found.received[hall.one] == {THURSDAY: 3, FRIDAY: 2}


def test_a_book_without_days_begins_with_its_last_number(hall: Hall):
    hall.came(hall.one, (1, 2), THURSDAY)
    found = hall.seen(Stretch(hall.one, 0, hall.one, 0))
    assert found.starts == {hall.one: Start(2, THURSDAY)}
    assert found.gaps(hall.one, 1, 4) == [Gap(Numbers(3, 4), THURSDAY, None)]


def test_where_nothing_arrived_everything_is_missing(hall: Hall):
    found = hall.seen(Stretch(hall.one, 0, hall.one, 4))
    assert found.gaps(hall.one, 5, 7) == [Gap(Numbers(5, 7), None, None)]
    assert found.gaps(hall.one, 5, 4) == []


def test_a_number_that_came_again_after_a_new_enrolment_counts_once_as_it_came_first(hall: Hall):
    hall.came(hall.one, (1, 2), state="quarantined")
    hall.came(hall.two, (2, 3, 4))
    old = [Stretch(hall.one, 0, hall.one, 0), Stretch(hall.one, 1, hall.two, 0, 3)]
    found = hall.seen(*old, Stretch(hall.two, 0, hall.two, 3))
    assert (found.received[hall.one], found.apart[hall.one]) == ({FRIDAY: 3}, {FRIDAY: 2})
    assert (found.received[hall.two], found.apart[hall.two]) == ({FRIDAY: 1}, {})
    assert found.gaps(hall.one, 1, 3) == found.gaps(hall.two, 4, 4) == []


def test_nothing_is_asked_about_no_tablet(hall: Hall):
    assert hall.seen() == Arrivals({}, {}, {}, {})
