"""What happens by itself at collection points."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from feedback.collection_points.jobs import issue_codes
from feedback.collection_points.tables import PrintedCode
from feedback.foundation.engine import Store
from tests.collection_points.conftest import furnish


def test_each_counter_without_a_code_gets_one_once(store: Store, now: datetime):
    store.database.run(furnish)
    assert issue_codes(store, now, "") == 2
    assert issue_codes(store, now, "") == 0
    with store.database.read() as session:
        assert session.scalar(select(func.count(func.distinct(PrintedCode.counter_id)))) == 3
