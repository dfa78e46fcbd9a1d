"""Large imports from the door to the last tidying, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import NotFound
from feedback.records import actions
from feedback.records.actions import work_on_imports
from feedback.records.actions.large import sweep_large
from feedback.records.rules.progress import Phase
from feedback.records.tables import (
    ImportRow,
    Record,
    RecordChange,
    RecordImport,
    StagedRecord,
)
from tests.records.large import FILES, begin, numbers, phase, register, seen, until
from tests.records.reference import AS_OF


def test_the_same_file_again_changes_nothing_and_is_quick(tools):
    data = register(range(FILES))
    begin(tools, data)
    work_on_imports(tools)
    again = begin(tools, data, as_of=AS_OF)
    assert (again.known, again.import_id) == (True, 1)
    assert (work_on_imports(tools), numbers(tools.database, RecordImport, Record)) == (0, [1, FILES])


def test_the_same_files_in_other_bytes_are_nothing_new(tools):
    begin(tools, register(range(FILES)))
    work_on_imports(tools)
    second = begin(tools, register(range(FILES)) + b"\n", at_once=True)
    work_on_imports(tools)
    with tools.database.read() as session:
        counts = session.get_one(RecordImport, second.import_id).counts
        assert (counts["accepted"], counts["unchanged"], counts["changed"]) == (FILES, FILES, 0)
        assert set(session.scalars(select(Record.last_import_id))) == {second.import_id}
    assert numbers(tools.database, Record, RecordChange) == [FILES, 0]


def test_the_same_upload_goes_on_instead_of_beginning_anew(tools):
    import_id = until(tools, Phase.COPY)
    again = begin(tools, register(range(FILES)))
    assert (again.import_id, again.known) == (import_id, False)
    assert len(list(tools.spool.folder.glob("*.upload"))) == 1


def test_an_import_that_is_looked_at_first_waits_and_can_be_given_up(tools):
    import_id = begin(tools, register(range(FILES)), at_once=False).import_id
    work_on_imports(tools)
    assert (phase(tools, import_id), work_on_imports(tools)) == (Phase.LOOK, 0)
    tools.database.run(lambda session: actions.discard_import(session, actor=SYSTEM, import_id=import_id))
    work_on_imports(tools)
    assert (phase(tools, import_id), numbers(tools.database, ImportRow, StagedRecord, Record)) == (None, [0, 0, 0])
    with tools.database.read() as session:
        assert session.get_one(RecordImport, import_id).state == "discarded"


def test_a_confirmed_import_is_applied_and_cannot_be_given_up_any_more(tools, sealer):
    import_id = begin(tools, register(range(FILES)), at_once=False).import_id
    work_on_imports(tools)
    tools.database.run(
        lambda session: actions.confirm_import(session, sealer=sealer, actor=SYSTEM, now=AS_OF, import_id=import_id)
    )
    with pytest.raises(NotFound, match="không hủy được"):
        tools.database.run(lambda session: actions.discard_import(session, actor=SYSTEM, import_id=import_id))
    work_on_imports(tools)
    assert seen(tools.database) == FILES


def test_imports_nobody_confirmed_are_given_up_after_a_day(tools):
    import_id = begin(tools, register(range(FILES)), at_once=False).import_id
    work_on_imports(tools)
    after = AS_OF.replace(day=22)
    assert sweep_large(tools.database, tools.spool, now=after, before=AS_OF) == 0
    assert sweep_large(tools.database, tools.spool, now=after, before=after) == 1
    work_on_imports(tools)
    assert phase(tools, import_id) is None
