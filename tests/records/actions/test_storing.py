from __future__ import annotations

import pytest
from sqlalchemy import func, select

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict, NotFound
from feedback.records.actions import Upload, import_file, prepare_import
from feedback.records.actions.storing import make_visible
from feedback.records.tables import ImportRow, Record, RecordImport, StagedRecord
from tests.records.reference import AS_OF, loaded

NAME = "danh-sach.csv"
FILES = 45
LINES = "".join(
    f"H50.41.01-261116-{number:04d};1.004873;16/11/2026 09:00;19/11/2026 09:00\n" for number in range(FILES)
)
UPLOAD = Upload(NAME, ("Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả\n" + LINES).encode(), AS_OF)


@pytest.fixture(autouse=True)
def short_works(monkeypatch):
    monkeypatch.setattr("feedback.records.actions.storing.WORK_ROWS", 10)


def prepare(database, sealer):
    return prepare_import(database, sealer=sealer, actor=SYSTEM, now=AS_OF, upload=UPLOAD).import_id


def show(database, sealer, import_id):
    database.run(lambda session: make_visible(session, sealer=sealer, actor=SYSTEM, now=AS_OF, import_id=import_id))


def numbers(database, *tables):
    with database.read() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_staging_takes_short_works_and_shows_nothing(database, sealer, monkeypatch):
    loaded(database)
    works = []
    run = database.run

    def counting(work):
        works.append(work)
        return run(work)

    monkeypatch.setattr(database, "run", counting)
    prepare(database, sealer)
    assert len(works) == 1 + 5
    assert numbers(database, Record, StagedRecord, RecordImport, ImportRow) == [0, FILES, 1, FILES]


def test_a_process_that_dies_while_staging_leaves_nothing_that_shows(database, sealer, monkeypatch):
    loaded(database)
    run, left = database.run, [2]

    def die(work):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return run(work)

    monkeypatch.setattr(database, "run", die)
    with pytest.raises(KeyboardInterrupt):
        prepare(database, sealer)
    monkeypatch.undo()
    assert numbers(database, Record) == [0]
    outcome = import_file(database, sealer=sealer, actor=SYSTEM, now=AS_OF, upload=UPLOAD)
    assert outcome.counts["accepted"] == numbers(database, Record)[0] == FILES


def test_a_last_work_that_fails_applies_nothing(database, sealer, monkeypatch):
    loaded(database)
    import_id = prepare(database, sealer)
    monkeypatch.setattr("feedback.records.actions.storing._point_to_import", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        show(database, sealer, import_id)
    monkeypatch.undo()
    assert numbers(database, Record, StagedRecord) == [0, FILES]
    show(database, sealer, import_id)
    assert numbers(database, Record, StagedRecord, AuditNote)[:2] == [FILES, 0]


def test_an_import_becomes_visible_once(database, sealer):
    loaded(database)
    import_id = prepare(database, sealer)
    show(database, sealer, import_id)
    with pytest.raises(NotFound):
        show(database, sealer, import_id)


def test_of_two_prepared_imports_the_second_must_be_looked_at_again(database, sealer):
    loaded(database)
    first, second = prepare(database, sealer), prepare(database, sealer)
    show(database, sealer, first)
    with pytest.raises(Conflict):
        show(database, sealer, second)


def test_the_import_is_noted(database, sealer):
    loaded(database)
    show(database, sealer, prepare(database, sealer))
    with database.read() as session:
        note = session.scalars(select(AuditNote).where(AuditNote.verb == "records.import")).one()
    assert (note.object_label, note.detail["accepted"]) == (NAME, FILES)
