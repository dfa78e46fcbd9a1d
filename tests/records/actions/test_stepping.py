"""Every work of a large import can be the last one before a stop."""

from __future__ import annotations

from contextlib import suppress

from feedback.records.actions.large import go_on
from feedback.records.actions.stepping import Stopped
from feedback.records.tables import (
    ImportRow,
    Record,
    RecordApplicant,
    StagedRecord,
)
from tests.records.large import FILES, begin, numbers, phase, register


def test_stopped_before_every_single_work_it_goes_on_where_it_was(tools):
    import_id = begin(tools, register(range(FILES))).import_id
    run, stops = tools.database.run, 0

    def once(work):
        tools.stop.set()
        return run(work)

    tools.database.run = once
    while phase(tools, import_id) is not None:
        tools.stop.clear()
        stops += 1
        with suppress(Stopped):
            go_on(tools, import_id)
    assert stops > 20
    assert numbers(tools.database, Record, RecordApplicant, ImportRow, StagedRecord) == [FILES, FILES, FILES, 0]
