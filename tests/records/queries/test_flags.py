"""Results dated back: found by file and by the time we learnt of them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from feedback.records.queries.flags import flags_of, list_flagged
from feedback.records.tables import Record, RecordChange
from tests.factories import START, Factory

HOUR = timedelta(hours=1)


def mark(session: Session, record: Record, hours: int, *flags: str) -> None:
    change = RecordChange(
        record_id=record.id,
        import_id=None,
        at=START + hours * HOUR,
        fact="finished",
        before=None,
        after=None,
        flags=list(flags),
    )
    session.add(change)
    session.flush()


def test_a_file_carries_each_mark_once_and_an_unmarked_one_none(session: Session, make: Factory):
    unit, procedure = make.unit(), make.procedure()
    first, second = make.record(unit, procedure), make.record(unit, procedure)
    mark(session, first, 1, "result_dated_back")
    mark(session, first, 2, "late_result_became_in_time", "result_dated_back")
    mark(session, second, 3)
    assert flags_of(session, [first.id, second.id]) == {first.id: ("result_dated_back", "late_result_became_in_time")}


def test_marked_results_are_listed_by_solving_unit_and_time_newest_first(session: Session, make: Factory):
    ours, theirs, procedure = make.unit(), make.unit(), make.procedure()
    mine = [make.record(ours, procedure) for _ in range(3)]
    other = make.record(theirs, procedure)
    for hours, record in enumerate((*mine, other)):
        mark(session, record, hours, "result_dated_back")
    found = list_flagged(session, [ours.id], START + HOUR, START + 4 * HOUR)
    assert [each.file.id for each in found] == [mine[2].id, mine[1].id]
    assert len(list_flagged(session, None, START, START + 4 * HOUR)) == 4
    assert len(list_flagged(session, None, START, START + 3 * HOUR)) == 3
