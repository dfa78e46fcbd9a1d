"""Files somebody else told about while a large import was under way."""

from __future__ import annotations

from sqlalchemy import func, select

from feedback.records.actions import work_on_imports
from feedback.records.rules.progress import Phase
from feedback.records.tables import (
    ImportRow,
    Record,
    RecordChange,
    RecordImport,
    StagedRecord,
)
from tests.records.large import FILES, HEADER, begin, import_small, line, numbers, register, until
from tests.records.reference import AS_OF


def test_files_that_came_meanwhile_are_compared_again(tools):
    until(tools, Phase.COPY)
    import_small(tools, register(range(2)))
    import_small(tools, register(range(2, 4), finished="18/11/2026 10:00"))
    import_small(tools, HEADER.encode() + line(4, procedure="1.001193").encode())
    work_on_imports(tools)
    with tools.database.read() as session:
        counts = session.get_one(RecordImport, 1).counts
        told = {
            row.code[-2:]: (row.outcome, row.effect)
            for row in session.scalars(
                select(ImportRow).where(ImportRow.import_id == 1).order_by(ImportRow.row).limit(6)
            )
        }
    assert numbers(tools.database, Record, StagedRecord) == [FILES, 0]
    assert (counts["accepted"], counts["unchanged"], counts["changed"], counts["rejected"]) == (FILES - 1, 2, 2, 1)
    assert told["00"][1] == told["01"][1] == "unchanged"
    assert told["02"][1] == "changed"
    assert told["04"][0] == "rejected"


def test_files_changed_meanwhile_are_compared_again_before_anything_shows(tools):
    begin(tools, register(range(FILES)))
    work_on_imports(tools)
    later = AS_OF.replace(hour=12)
    import_id = until(tools, Phase.SHOW, register(range(FILES), finished="20/11/2026 10:00"), later)
    import_small(tools, register(range(1), finished="20/11/2026 10:00"), AS_OF.replace(hour=11))
    import_small(tools, register(range(1, 2), finished="20/11/2026 11:00"), AS_OF.replace(hour=11))
    work_on_imports(tools)
    with tools.database.read() as session:
        counts = session.get_one(RecordImport, import_id).counts
        assert (counts["changed"], counts["unchanged"]) == (FILES - 1, 1)
        changes = session.execute(
            select(RecordChange.record_id, func.count())
            .where(RecordChange.import_id == import_id)
            .group_by(RecordChange.record_id)
        ).all()
        assert len(changes) == FILES - 1
        assert session.scalar(select(func.count()).where(Record.version == 3)) == 1
