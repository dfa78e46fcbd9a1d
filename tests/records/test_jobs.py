from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from feedback.records.jobs import sweep_staged_imports
from feedback.records.tables import RecordImport
from tests.records.reference import AS_OF


def test_abandoned_imports_are_swept(database):
    values: dict[str, Any] = {
        "file_name": "a",
        "sha256": "x",
        "unit_id": None,
        "as_of": AS_OF,
        "visible_at": None,
        "counts": {},
    }
    old = AS_OF.replace(day=1)
    database.run(lambda session: session.add(RecordImport(**values, started_at=old)))
    database.run(lambda session: session.add(RecordImport(**values, started_at=AS_OF)))
    store: Any = SimpleNamespace(database=database)
    assert sweep_staged_imports(store, AS_OF, "") == 1
    with database.read() as session:
        assert session.scalars(select(RecordImport.started_at)).all() == [AS_OF]
