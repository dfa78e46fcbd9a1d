from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from feedback.records.jobs import sweep_staged_imports, work_on_large_imports
from feedback.records.tables import RecordImport
from tests.records.large import begin, register, seen, tools_for
from tests.records.reference import AS_OF, loaded


def test_abandoned_imports_are_swept(database, tmp_path):
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
    store: Any = SimpleNamespace(database=database, settings=SimpleNamespace(home=tmp_path))
    assert sweep_staged_imports(store, AS_OF, "") == 1
    with database.read() as session:
        assert session.scalars(select(RecordImport.started_at)).all() == [AS_OF]


def test_a_large_upload_is_read_by_the_timetable(database, sealer, tmp_path):
    begin(tools_for(loaded(database), sealer, tmp_path), register(range(30)))
    store: Any = SimpleNamespace(database=database, sealer=sealer, settings=SimpleNamespace(home=tmp_path))
    assert (work_on_large_imports(store, AS_OF, ""), seen(database)) == (1, 30)
    assert work_on_large_imports(store, AS_OF, "") == 0
