"""A large upload whose columns nobody knows waits for its person to say what they are, and is read on then."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from feedback.foundation.actors import SYSTEM, Actor, Grant
from feedback.foundation.errors import Forbidden, NotFound
from feedback.foundation.spreadsheets import open_book
from feedback.organisation.queries import names_on
from feedback.records import actions
from feedback.records.actions import work_on_imports
from feedback.records.actions.asking import get_asked, read_on
from feedback.records.actions.large import sweep_large
from feedback.records.actions.mappings import NO_TITLES, look_at
from feedback.records.queries import find_progress, get_import
from feedback.records.rules import IMPORT_RECORDS, DateOrder
from feedback.records.rules.progress import Phase
from feedback.records.tables import ImportRow, Record, RecordImport, StagedRecord
from tests.records.large import FILES, STRANGE, begin, counts_of, numbers, phase, say_columns, seen
from tests.records.reference import AS_OF, DATA


@pytest.fixture
def unit_id(tools):
    with tools.database.read() as session:
        return names_on(session, AS_OF.date())["xa hai lang"]


@pytest.fixture
def clerk(unit_id):
    return person(unit_id)


def person(unit_id, login="can-bo"):
    return Actor("Cán bộ", 7, (Grant(frozenset({IMPORT_RECORDS}), frozenset({unit_id})),), login)


def waiting(tools, clerk, data=STRANGE, **more):
    """The number of a large import that has been looked at, and waits for its columns."""
    import_id = begin(tools, data, at_once=False, actor=clerk, **more).import_id
    work_on_imports(tools)
    assert phase(tools, import_id) is Phase.ASK
    return import_id


def asked(tools, import_id, actor):
    with tools.database.read() as session:
        return get_asked(session, tools.spool.folder.parent, tools.sealer, str(import_id), actor=actor)


def tell(tools, import_id, actor, now=AS_OF):
    tools.database.run(lambda session: read_on(session, actor=actor, now=now, import_id=import_id))


def wrong(tools, import_id):
    with tools.database.read() as session:
        progress = find_progress(session, import_id, AS_OF)
    assert progress is not None
    assert progress.phase is Phase.REFUSED
    return progress.wrong


def test_once_its_columns_are_told_the_same_upload_is_read_looked_at_and_confirmed(tools, clerk, sealer):
    import_id = waiting(tools, clerk)
    assert [path.suffix for path in sorted(tools.spool.folder.glob("*.*"))] == [".upload", ".first-rows"]
    say_columns(tools)
    tell(tools, import_id, clerk)
    assert phase(tools, import_id) is Phase.READ
    work_on_imports(tools)
    assert (phase(tools, import_id), counts_of(tools, import_id)["accepted"]) == (Phase.LOOK, FILES)
    assert counts_of(tools, import_id)["mapping"]["name"] == "Một cửa"
    tools.database.run(
        lambda session: actions.confirm_import(session, sealer=sealer, actor=clerk, now=AS_OF, import_id=import_id)
    )
    work_on_imports(tools)
    assert (seen(tools.database), numbers(tools.database, RecordImport)) == (FILES, [1])
    assert list(tools.spool.folder.glob("*.*")) == []


@pytest.mark.parametrize("killed", [False, True])
def test_a_register_that_was_read_can_be_read_otherwise_from_the_same_upload(tools, clerk, sealer, monkeypatch, killed):
    say_columns(tools)
    import_id = begin(tools, STRANGE, at_once=False, actor=clerk).import_id
    work_on_imports(tools)
    assert (phase(tools, import_id), counts_of(tools, import_id)["mapping"]["version"]) == (Phase.LOOK, 1)
    about = asked(tools, import_id, clerk)
    with tools.database.read() as session:
        assert look_at(session, about.open()) == look_at(session, open_book(STRANGE))
    say_columns(tools, order=DateOrder.MONTH_FIRST)
    tell(tools, import_id, clerk)
    assert (phase(tools, import_id), counts_of(tools, import_id)["accepted"]) == (Phase.READ, 0)
    if killed:
        monkeypatch.setattr("feedback.records.actions.applying.WINDOW", 7)
        tools.stop.set()
        work_on_imports(tools)
        tools.stop.clear()
    work_on_imports(tools)
    told = counts_of(tools, import_id)
    assert (told["mapping"]["version"], told["accepted"], told["rejected"]) == (2, 0, FILES), "no sixteenth month"
    assert numbers(tools.database, ImportRow, StagedRecord) == [FILES, 0]
    say_columns(tools)
    tell(tools, import_id, clerk)
    work_on_imports(tools)
    assert numbers(tools.database, ImportRow, StagedRecord) == [FILES, FILES]
    tools.database.run(
        lambda session: actions.confirm_import(session, sealer=sealer, actor=clerk, now=AS_OF, import_id=import_id)
    )
    with pytest.raises(NotFound, match="không còn chờ"):
        tell(tools, import_id, clerk)
    work_on_imports(tools)
    assert (seen(tools.database), numbers(tools.database, RecordImport)) == (FILES, [1])
    assert list(tools.spool.folder.glob("*.*")) == []


def test_nobody_works_on_an_import_that_waits_and_the_next_one_is_not_held_up(tools, clerk):
    import_id = waiting(tools, clerk)
    assert work_on_imports(tools) == 0
    other = begin(tools, STRANGE.replace(b"So BN;Viec", "Mã hồ sơ;Mã TTHC".encode()), actor=clerk).import_id
    assert work_on_imports(tools) == 1
    assert (phase(tools, import_id), phase(tools, other)) == (Phase.ASK, None)
    with tools.database.read() as session:
        assert get_import(session, import_id).state == "asking"
    assert begin(tools, STRANGE, at_once=False, actor=clerk).import_id == import_id, (
        "the same upload is asked about once"
    )


def test_a_person_is_asked_about_the_first_rows_as_they_are_in_the_file(tools, clerk, unit_id, monkeypatch):
    import_id = waiting(tools, clerk, unit_id=unit_id, name="sổ lớn.csv")
    about = asked(tools, import_id, clerk)
    assert (about.import_id, about.upload.name, about.upload.unit_id) == (import_id, "sổ lớn.csv", unit_id)
    with tools.database.read() as session:
        assert look_at(session, about.open()) == look_at(session, open_book(STRANGE))
    assert all("Ông Mẫu".encode() not in path.read_bytes() for path in tools.spool.folder.glob("*.first-rows"))
    assert [path.stat().st_mode & 0o777 for path in tools.spool.folder.glob("*.first-rows")] == [0o600]
    monkeypatch.setattr("feedback.records.actions.asking.MOST_LETTERS", 400)
    few = asked(tools, waiting(tools, clerk, STRANGE + b"\n"), clerk)
    assert len(list(few.open().sheets[0].rows())) == 4, "no more letters than a page reads of a small file"


def test_a_workbook_is_asked_about_with_its_merged_titles(tools, clerk, monkeypatch):
    """Titles of two rows, wide ones merged, and cells that are moments."""
    monkeypatch.setattr("feedback.records.actions.reading.find_header", lambda *_: None)
    path = DATA / "A_so-theo-doi-BM06.xlsx"
    about = asked(tools, waiting(tools, clerk, path.read_bytes(), name=path.name), clerk)
    book = open_book(path.read_bytes())
    with tools.database.read() as session:
        assert look_at(session, about.open()) == look_at(session, book)
    assert next(iter(about.open().sheets[0].rows())) == next(iter(book.sheets[0].rows()))
    assert about.open().sheets[0].merges != ()


def test_only_the_person_who_uploaded_is_asked_and_only_while_the_import_waits(tools, clerk, unit_id):
    import_id = waiting(tools, clerk)
    for other in (person(unit_id, "nguoi-khac"), person(unit_id, ""), SYSTEM):
        with pytest.raises(NotFound):
            asked(tools, import_id, other)
    for mark in ("0", "²", "9" * 30, str(import_id + 1)):
        with pytest.raises(NotFound):
            asked(tools, mark, clerk)
    say_columns(tools)
    tell(tools, import_id, clerk)
    with pytest.raises(NotFound, match="không còn chờ"):
        asked(tools, import_id, clerk)
    with pytest.raises(NotFound, match="không còn chờ"):
        tell(tools, import_id, clerk)


def test_somebody_who_lost_the_unit_meanwhile_lets_nothing_be_read(tools, clerk, unit_id):
    import_id = waiting(tools, clerk, unit_id=unit_id)
    with pytest.raises(Forbidden):
        tell(tools, import_id, person(unit_id + 900))
    assert phase(tools, import_id) is Phase.ASK


def test_first_rows_of_another_import_or_none_are_not_shown(tools, clerk):
    first, second = waiting(tools, clerk), waiting(tools, clerk, STRANGE + b"\n")
    one, other = sorted(tools.spool.folder.glob("*.first-rows"), key=lambda path: path.stat().st_mtime_ns)
    other.write_bytes(one.read_bytes())
    with pytest.raises(NotFound):
        asked(tools, second, clerk)
    one.unlink()
    with pytest.raises(NotFound):
        asked(tools, first, clerk)


def test_an_import_that_waits_can_be_given_up_and_leaves_nothing(tools, clerk):
    import_id = waiting(tools, clerk)
    tools.database.run(lambda session: actions.discard_import(session, actor=clerk, import_id=import_id))
    work_on_imports(tools)
    assert (phase(tools, import_id), list(tools.spool.folder.glob("*.*"))) == (None, [])
    with tools.database.read() as session:
        assert get_import(session, import_id).state == "discarded"


def test_an_import_nobody_tells_about_is_given_up_after_a_day(tools, clerk):
    import_id = waiting(tools, clerk)
    later = AS_OF + timedelta(days=2)
    assert sweep_large(tools.database, tools.spool, now=later, before=AS_OF) == 0
    assert phase(tools, import_id) is Phase.ASK
    assert sweep_large(tools.database, tools.spool, now=later, before=later) == 1
    work_on_imports(tools)
    assert (phase(tools, import_id), list(tools.spool.folder.glob("*.*"))) == (None, [])


@pytest.mark.parametrize("at_once", [True, False])
def test_a_file_without_anything_like_titles_is_refused(tools, clerk, at_once):
    import_id = begin(tools, b"1;2\n3;4\n", at_once=at_once, actor=clerk).import_id
    work_on_imports(tools)
    assert wrong(tools, import_id) == NO_TITLES
    assert (list(tools.spool.folder.glob("*.*")), numbers(tools.database, ImportRow, StagedRecord)) == ([], [0, 0])


def test_a_command_where_nobody_can_be_asked_does_not_wait(tools):
    import_id = begin(tools, STRANGE, at_once=True).import_id
    work_on_imports(tools)
    said = wrong(tools, import_id)
    assert "tải lên ở trang Nhập sổ theo dõi" in said
    assert "chạy lại lệnh này" in said
    assert "--mapping TÊN" in said
    say_columns(tools)
    begin(tools, STRANGE, at_once=True)
    work_on_imports(tools)
    assert numbers(tools.database, Record) == [FILES]


def test_half_a_letter_of_a_damaged_workbook_is_no_obstacle(tools, clerk, monkeypatch):
    packed = json.loads('"\\ud800"')
    monkeypatch.setattr("feedback.records.actions.asking.pack_row", lambda row: {"row": row.number, "x": packed})
    assert waiting(tools, clerk)
