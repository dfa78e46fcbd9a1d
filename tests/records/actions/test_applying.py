"""What is seen of a large import while it is applied, and afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from feedback.audit.tables import AuditNote
from feedback.foundation.errors import Conflict
from feedback.records.actions import work_on_imports
from feedback.records.queries import find_applicant, find_file_by_code, list_changes, tally_files
from feedback.records.rules.progress import Phase
from feedback.records.tables import (
    ImportJob,
    ImportRow,
    Record,
    RecordApplicant,
    RecordChange,
    RecordImport,
    StagedRecord,
)
from tests.records.large import FILES, begin, import_small, numbers, phase, register, seen, until
from tests.records.reference import AS_OF


@pytest.mark.parametrize("wanted", [Phase.READ, Phase.COPY, Phase.LINK, Phase.AGAIN, Phase.HISTORY, Phase.SHOW])
def test_nothing_is_seen_before_all_is(tools, wanted):
    import_id = until(tools, wanted)
    assert (phase(tools, import_id), seen(tools.database)) == (wanted, 0)
    work_on_imports(tools)
    assert seen(tools.database) == FILES


def test_all_is_seen_before_the_tidying(tools):
    import_id = until(tools, Phase.SETTLE)
    assert (phase(tools, import_id), seen(tools.database)) == (Phase.SETTLE, FILES)
    work_on_imports(tools)
    assert (phase(tools, import_id), seen(tools.database)) == (None, FILES)


def test_changes_show_together_and_are_kept_with_both_sides(tools):
    begin(tools, register(range(FILES)))
    work_on_imports(tools)
    later = AS_OF.replace(hour=11)
    changed = until(tools, Phase.SHOW, register(range(FILES), finished="20/11/2026 10:00"), later)
    with tools.database.read() as session:
        file = find_file_by_code(session, "H50.41.01-261116-000007")
        assert file is not None
        assert (file.finished, list_changes(session, file.id)) == (None, [])
    work_on_imports(tools)
    with tools.database.read() as session:
        file = find_file_by_code(session, "H50.41.01-261116-000007")
        assert file is not None
        assert file.finished is not None
        assert {"finished"} <= {change.fact for change in list_changes(session, file.id)}
        assert session.get_one(RecordImport, changed).counts["changed"] == FILES


def test_a_small_import_of_the_same_files_waits_while_a_large_one_is_applied(tools):
    until(tools, Phase.LINK)
    with pytest.raises(Conflict, match="đang được nhập"):
        import_small(tools, register(range(3)))
    work_on_imports(tools)
    assert import_small(tools, register(range(3))).counts["unchanged"] == 3


def test_everything_is_there_at_the_end_and_nothing_is_left_over(tools):
    begun = begin(tools, register(range(FILES)))
    assert work_on_imports(tools) == 1
    assert numbers(tools.database, Record, RecordApplicant, ImportRow) == [FILES] * 3
    assert numbers(tools.database, StagedRecord, ImportJob, RecordChange) == [0, 0, 0]
    assert list((tools.spool.folder).glob("*.upload")) == []
    with tools.database.read() as session:
        assert session.scalar(select(func.count()).where(Record.pending_import_id.is_not(None))) == 0
        assert session.scalar(select(func.count()).where(ImportRow.record_id.is_(None))) == 0
        file = find_file_by_code(session, "H50.41.01-261116-000044")
        assert file is not None
        applicant = find_applicant(session, tools.sealer, file.id)
        assert applicant is not None
        assert applicant.name == "Ông Mẫu 44"
        notes = session.scalars(select(AuditNote).where(AuditNote.verb == "records.import")).all()
        assert [(note.object_id, note.detail["accepted"]) for note in notes] == [(str(begun.import_id), FILES)]
        assert tally_files(session, AS_OF, file_name="lon.csv").total == FILES
