"""Steps told by a source or a desk: kept once, every difference in the history."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import NotFound
from feedback.records.actions.steps import tell_steps
from feedback.records.rules.steps import StepFacts
from feedback.records.tables import RecordChange, RecordStep
from tests.factories import START, Factory

GIVEN, DUE, HANDED = START + timedelta(hours=1), START + timedelta(days=2), START + timedelta(days=1)


def tell(session: Session, record_id: int, now: datetime, *told: StepFacts) -> bool:
    return tell_steps(session, actor=SYSTEM, now=now, record_id=record_id, told=told)


def test_a_step_told_twice_is_one_step_and_its_end_is_news(session: Session, make: Factory, now: datetime):
    record, tax = make.record(make.unit()), make.unit("Chi cục Thuế mẫu")
    assert tell(session, record.id, now, StepFacts(tax.id, GIVEN, DUE))
    assert not tell(session, record.id, now, StepFacts(tax.id, GIVEN))
    assert tell(session, record.id, now, StepFacts(tax.id, GIVEN, None, HANDED))
    row = session.scalars(select(RecordStep)).one()
    assert (row.due_at, row.handed_over_at) == (DUE, HANDED)
    changes = session.scalars(select(RecordChange).order_by(RecordChange.id)).all()
    assert [(each.fact, each.after) for each in changes] == [
        ("step", "2026-11-16T09:00/2026-11-18T08:00/ Chi cục Thuế mẫu"),
        ("step", "2026-11-16T09:00/2026-11-18T08:00/2026-11-17T08:00 Chi cục Thuế mẫu"),
    ]


def test_an_agency_that_is_no_unit_is_refused(session: Session, make: Factory, now: datetime):
    unit = make.unit()
    record = make.record(unit)
    with pytest.raises(NotFound):
        tell(session, record.id, now, StepFacts(unit.id + 1000, GIVEN))
