from __future__ import annotations

from feedback.records.queries import find_known
from feedback.records.queries.known import FACT_COLUMNS, as_stamp
from feedback.records.tables import Record
from tests.records.rules.samples import at


def test_known_files_come_by_code_with_their_latest_due(session, make):
    unit = make.unit()
    first, later = at("19/11/2026 09:00"), at("20/11/2026")
    record = make.record(unit, stated_due_at=first.at, latest_due_at=later.at, latest_due_has_time=False)
    found = find_known(session, [record.code, "H50.41.01-261116-9999"])
    assert list(found) == [record.code]
    assert found[record.code].before.due == later
    assert found[record.code].values["stated_due_at"] == first.at


def test_more_codes_than_one_query_holds(session, make):
    unit, procedure = make.unit(), make.procedure()
    codes = [make.record(unit, procedure).code for _ in range(3)]
    assert len(find_known(session, [f"x{number}" for number in range(1200)] + codes)) == 3


def test_staged_rows_and_records_share_their_facts():
    assert set(FACT_COLUMNS) <= {column.name for column in Record.__table__.columns}
    assert as_stamp(None, True) is None
