from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from feedback.apologies.tables import Apology
from feedback.foundation.clock import at_local
from feedback.reports.queries.apologies import list_owed
from tests.factories import Factory
from tests.reports.worlds import CUT_OFF, WEEK

START, END = at_local(WEEK.monday), at_local(WEEK.period.after)
LIMIT = START + timedelta(days=2)


def apology(session: Session, make: Factory, **changes: Any) -> int:
    record = make.record(make.unit())
    values: dict[str, Any] = {
        "record_id": record.id,
        "unit_id": record.solving_unit_id,
        "kind": "expected",
        "state": "approved",
        "year": None,
        "number": None,
        "field": "Chứng thực",
        "due_at": LIMIT,
        "limit_at": LIMIT,
        "new_due_at": None,
        "created_at": START,
        "approved_at": LIMIT,
        "document_id": None,
        "sent_in_time": True,
        "published_until": None,
        "escalated_at": None,
        "detail": {},
    }
    session.add(Apology(**values | changes))
    session.flush()
    return record.solving_unit_id


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, [(True, False)]),
        ({"sent_in_time": False}, [(False, True)]),
        ({"state": "drafted", "approved_at": None, "sent_in_time": None}, [(False, False)]),
        ({"approved_at": CUT_OFF + timedelta(hours=1)}, [(False, False)]),
        ({"state": "cancelled", "approved_at": None}, []),
        ({"kind": "second", "turn": 2}, []),
        ({"kind": "late", "sent_in_time": False}, [(False, True)]),
        ({"limit_at": END}, []),
        ({"limit_at": START}, [(True, False)]),
        ({"created_at": CUT_OFF + timedelta(hours=1)}, []),
    ],
)
def test_an_apology_is_owed_in_the_week_of_its_limit(
    session: Session, make: Factory, changes: dict[str, Any], found: list[tuple[bool, bool]]
) -> None:
    unit_id = apology(session, make, **changes)
    owed = list_owed(session, [unit_id], START, END, CUT_OFF)
    assert [(each.in_time, each.late) for each in owed] == found
