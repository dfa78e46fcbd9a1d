"""An import nobody confirms leaves nothing behind; one that is visible is never given up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from feedback.records.actions import Upload, confirm_import, forget_abandoned, prepare_import, work_on_imports
from feedback.records.actions.forgetting import forget_import
from feedback.records.tables import ImportRow, Record, RecordImport, StagedRecord
from tests.records.large import begin, register, tools_for
from tests.records.reference import AS_OF, loaded

FILES = 3
LINES = "".join(
    f"H50.41.01-261116-{number:04d};1.004873;16/11/2026 09:00;19/11/2026 09:00\n" for number in range(FILES)
)
UPLOAD = Upload("danh-sach.csv", ("Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả\n" + LINES).encode(), AS_OF)


def prepare(database: Database, sealer: Sealer, now: datetime = AS_OF) -> int:
    import_id = prepare_import(database, sealer=sealer, actor=SYSTEM, now=now, upload=UPLOAD).import_id
    assert import_id is not None
    return import_id


def confirm(database: Database, sealer: Sealer, import_id: int) -> None:
    database.run(lambda session: confirm_import(session, sealer=sealer, actor=SYSTEM, now=AS_OF, import_id=import_id))


def numbers(database: Database) -> list[int | None]:
    """Files, imports, and rows and files still staged."""
    tables = (Record, RecordImport, ImportRow, StagedRecord)
    with database.read() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_an_import_given_up_leaves_nothing(database, sealer):
    loaded(database)
    import_id = prepare(database, sealer)
    assert numbers(database) == [0, 1, FILES, FILES]
    database.run(lambda session: forget_import(session, import_id=import_id))
    assert numbers(database) == [0, 0, 0, 0]


def test_a_visible_import_and_one_that_is_not_there_cannot_be_given_up(database, sealer):
    loaded(database)
    import_id = prepare(database, sealer)
    confirm(database, sealer, import_id)
    for number in (import_id, import_id + 1):
        with pytest.raises(NotFound, match="không còn chờ xác nhận"):
            database.run(lambda session, number=number: forget_import(session, import_id=number))
    assert numbers(database) == [FILES, 1, FILES, 0]


def test_imports_nobody_confirmed_are_swept_away_and_visible_ones_stay(database, sealer):
    loaded(database)
    confirm(database, sealer, prepare(database, sealer))
    prepare(database, sealer, now=AS_OF - timedelta(days=2))
    assert database.run(lambda session: forget_abandoned(session, now=AS_OF)) == 1
    assert numbers(database) == [FILES, 1, FILES, 0]


def test_a_large_import_is_not_swept_by_its_age(database, sealer, tmp_path):
    """It may have waited long for its columns: how long it waits for its confirmation is another sweep's question."""
    tools = tools_for(loaded(database), sealer, tmp_path)
    begin(tools, register(range(FILES)), at_once=False)
    work_on_imports(tools)
    assert database.run(lambda session: forget_abandoned(session, now=AS_OF + timedelta(days=2))) == 0
    assert numbers(database) == [0, 1, FILES, FILES]
