from __future__ import annotations

import ast
from datetime import timedelta

from sqlalchemy import func, select

from feedback.records.queries import FileFilter, count_files, find_file_by_code, list_files, scan_open
from feedback.records.queries.large import find_next_job
from feedback.records.rules.progress import Phase
from feedback.records.tables import ImportJob, Record, RecordChange, RecordImport
from tests.architecture.source import sources
from tests.records.reference import AS_OF

WRITES_ONLY = {"feedback/records/actions/calendar_moves.py", "feedback/records/actions/clocks.py"}
"""Name columns to change rows by their ids, which they read with the criterion."""


def an_import(session, state):
    head = RecordImport(
        file_name="a", sha256="x", unit_id=None, as_of=AS_OF, started_at=AS_OF, visible_at=None, state=state, counts={}
    )
    session.add(head)
    session.flush()
    return head


def test_a_file_of_an_import_that_is_not_visible_is_seen_by_no_reading(session, make):
    head = an_import(session, "applying")
    record = make.record(unit=make.unit(), received_at=AS_OF - timedelta(days=30))
    record.pending_import_id = head.id
    session.add(RecordChange(record_id=record.id, import_id=head.id, at=AS_OF, fact="due", flags=[]))
    session.flush()
    at, code, import_id = record.id, record.code, head.id

    def looks():
        session.expunge_all()
        return (
            count_files(session, FileFilter(None)),
            len(list_files(session, FileFilter(None))),
            len(list(scan_open(session, AS_OF))),
            find_file_by_code(session, code) is not None,
            session.get(Record, at) is not None,
            session.scalar(select(func.count()).select_from(RecordChange)),
        )

    assert looks() == (0, 0, 0, False, False, 0)
    session.get_one(RecordImport, import_id).state = "visible"
    session.flush()
    assert looks() == (1, 1, 1, True, True, 1)


def test_nobody_reads_files_round_what_hides_them():
    raw = [
        f"{source.name}:{node.lineno}"
        for source in sources()
        if source.name not in WRITES_ONLY
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "__table__"
        and isinstance(node.value, ast.Name)
        and node.value.id in ("Record", "RecordChange")
    ]
    assert raw == []


def test_what_is_being_applied_goes_before_what_is_being_read(session):
    for phase in (Phase.ASK, Phase.LOOK, Phase.READ, Phase.COPY):
        head = an_import(session, "waiting")
        session.add(ImportJob(import_id=head.id, phase=phase, file="x", phase_started_at=AS_OF, reach=[]))
        session.flush()
    assert find_next_job(session) == head.id
