from __future__ import annotations

from sqlalchemy.orm import Session

from feedback.foundation.clock import at_local
from feedback.reports.queries.busy import list_busy_units
from tests.factories import Factory
from tests.reports.worlds import WEEK


def test_units_with_a_counter_or_a_living_file_have_something_to_report(session: Session, make: Factory) -> None:
    desk, office, receiver, _idle = (make.unit(f"Xã {name}") for name in ("Hai", "Ba", "Bốn", "Rỗi"))
    make.counter(desk)
    make.record(receiver, solving_unit_id=office.id, received_at=at_local(WEEK.monday))
    assert [scope.name for scope in list_busy_units(session, WEEK)] == ["Xã Ba", "Xã Bốn", "Xã Hai"]


def test_a_file_finished_long_ago_makes_nobody_busy(session: Session, make: Factory) -> None:
    long_ago = at_local(WEEK.shifted(-9).monday)
    make.record(make.unit(), received_at=long_ago, finished_at=long_ago, state="done")
    assert list_busy_units(session, WEEK) == []
