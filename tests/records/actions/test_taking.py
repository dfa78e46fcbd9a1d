"""What is read of a large file, and what ends the reading."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from feedback.foundation.actors import SYSTEM, Actor, Grant
from feedback.foundation.errors import Forbidden
from feedback.organisation.queries import names_on
from feedback.records import actions
from feedback.records.actions import Upload, prepare_import, work_on_imports
from feedback.records.actions.mappings import NO_TITLES, forget_mapping
from feedback.records.actions.stepping import Stopped
from feedback.records.actions.taking import OTHER_COLUMNS, _take_chunk
from feedback.records.queries import find_progress
from feedback.records.rules import IMPORT_RECORDS, DateOrder
from feedback.records.rules.progress import Phase
from feedback.records.tables import (
    ImportRow,
    Record,
    RecordImport,
    StagedRecord,
)
from tests.records.large import (
    FILES,
    HEADER,
    STRANGE,
    begin,
    counts_of,
    line,
    numbers,
    phase,
    register,
    say_columns,
    seen,
    until,
)
from tests.records.reference import AS_OF, content


def test_a_large_import_gives_what_a_small_one_gives(tools, sealer):
    data = HEADER.encode() + b"".join(
        text.encode()
        for text in (
            line(1),
            line(2, finished="18/11/2026 10:00"),
            line(1),
            line(2, name="Bà Khác"),
            line(3, procedure="9.999999"),
            ";;;;;;;\n",
            line(4, finished="31/11/2026"),
            line(1, name="ông  mẫu"),
        )
    )
    small = prepare_import(
        tools.database, sealer=sealer, actor=SYSTEM, now=AS_OF, upload=Upload("nho.csv", data, AS_OF)
    )
    large = begin(tools, data, at_once=False).import_id
    work_on_imports(tools)
    with tools.database.read() as session:
        rows = [
            session.execute(
                select(
                    ImportRow.row,
                    ImportRow.line,
                    ImportRow.code,
                    ImportRow.outcome,
                    ImportRow.effect,
                    ImportRow.reasons,
                )
                .where(ImportRow.import_id == each)
                .order_by(ImportRow.row)
            ).all()
            for each in (small.import_id, large)
        ]
        counts = session.get_one(RecordImport, large).counts
    assert rows[0] == rows[1]
    assert {key: counts[key] for key in small.counts} == small.counts


def test_a_defect_while_reading_ends_the_import_instead_of_trying_for_ever(tools, monkeypatch, caplog):
    import_id = begin(tools, register(range(FILES))).import_id
    monkeypatch.setattr("feedback.records.actions.taking.decide", lambda *_: 1 / 0)
    work_on_imports(tools)
    assert phase(tools, import_id) is Phase.REFUSED
    assert "cannot be read" in caplog.text


def test_an_import_cancelled_while_it_is_read_stops_there(tools):
    import_id = until(tools, Phase.READ)
    tools.database.run(lambda session: actions.discard_import(session, actor=SYSTEM, import_id=import_id))
    work_on_imports(tools)
    assert (phase(tools, import_id), numbers(tools.database, ImportRow, Record)) == (None, [0, 0])


def test_nobody_imports_for_units_out_of_reach(tools):
    with tools.database.read() as session:
        unit_id = session.scalars(select(RecordImport.unit_id)).first() or 1
    stranger = Actor("Cán bộ", 7, (Grant(frozenset({IMPORT_RECORDS}), frozenset({unit_id + 900})),), "can-bo")
    with pytest.raises(Forbidden):
        begin(tools, register(range(3)), actor=stranger, unit_id=unit_id)
    assert list(tools.spool.folder.glob("*.upload")) == [] if tools.spool.folder.exists() else True
    import_id = begin(tools, register(range(3)), actor=stranger, at_once=False).import_id
    work_on_imports(tools)
    with tools.database.read() as session:
        counts = session.get_one(RecordImport, import_id).counts
    assert (counts["rejected"], counts["accepted"]) == (3, 0)


def test_a_workbook_is_taken_like_a_text(tools):
    begin(tools, content("C_so-theo-doi-lon-xon.xlsx"), name="C.xlsx")
    work_on_imports(tools)
    assert seen(tools.database) > 200


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a;b\n1;2\n", NO_TITLES),
        (STRANGE, "chạy lại với --mapping TÊN"),
        (HEADER.encode() + line(1, unit="Không Đâu").replace("H50.41.01", "H99.99").encode(), "thuộc đơn vị nào"),
        (b"%PDF-1.4 " + b"x" * 100, "không phải bảng tính"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words_and_leaves_nothing(tools, data, why):
    import_id = begin(tools, data).import_id
    work_on_imports(tools)
    with tools.database.read() as session:
        progress = find_progress(session, import_id, AS_OF)
    assert progress is not None
    assert (progress.phase, why in progress.wrong) == (Phase.REFUSED, True)
    assert numbers(tools.database, ImportRow, StagedRecord, Record) == [0, 0, 0]
    assert list(tools.spool.folder.glob("*.upload")) == []


def test_columns_somebody_told_are_known_in_a_large_file_too_those_of_ones_own_unit_first(tools):
    with tools.database.read() as session:
        own = names_on(session, AS_OF.date())["xa hai lang"]
    mine = say_columns(tools, own)
    say_columns(tools, name="Khác")
    begun = begin(tools, STRANGE, unit_id=own)
    work_on_imports(tools)
    assert seen(tools.database) == FILES
    assert counts_of(tools, begun.import_id)["mapping"]["id"] == mine.id
    clerk = Actor("Cán bộ", 7, (Grant(frozenset({IMPORT_RECORDS}), frozenset({own})),), "can-bo")
    begun = begin(tools, STRANGE + b"\n", actor=clerk)
    work_on_imports(tools)
    assert counts_of(tools, begun.import_id)["mapping"]["id"] == mine.id


def test_a_large_file_is_read_again_once_something_else_was_said_about_its_columns(tools):
    say_columns(tools)
    begin(tools, STRANGE)
    work_on_imports(tools)
    say_columns(tools, order=DateOrder.MONTH_FIRST)
    begun = begin(tools, STRANGE)
    assert not begun.known
    work_on_imports(tools)
    assert counts_of(tools, begun.import_id)["mapping"]["version"] == 2


def test_a_software_nobody_told_about_is_refused_in_words(tools):
    begun = begin(tools, STRANGE, software="Chưa ai nói")
    work_on_imports(tools)
    with tools.database.read() as session:
        progress = find_progress(session, begun.import_id, AS_OF)
    assert progress is not None
    assert "Không có mẫu cột “Chưa ai nói”" in progress.wrong


@pytest.mark.parametrize("change", ["sửa", "bỏ"])
def test_no_file_is_read_half_with_these_columns_and_half_with_others(tools, monkeypatch, change):
    said = say_columns(tools)
    import_id = begin(tools, STRANGE, at_once=False).import_id
    stop_behind_the_first_chunk(tools, monkeypatch)
    if change == "sửa":
        say_columns(tools, order=DateOrder.MONTH_FIRST)
    else:
        tools.database.run(lambda session: forget_mapping(session, actor=SYSTEM, now=AS_OF, mapping_id=said.id))
    work_on_imports(tools)
    with tools.database.read() as session:
        progress = find_progress(session, import_id, AS_OF)
    assert progress is not None
    assert (progress.phase, progress.wrong) == (Phase.REFUSED, OTHER_COLUMNS)
    assert numbers(tools.database, ImportRow, StagedRecord) == [0, 0]


def test_a_file_left_in_the_middle_is_read_on_with_the_columns_it_was_begun_with(tools, monkeypatch):
    say_columns(tools)
    import_id = begin(tools, STRANGE, at_once=False).import_id
    stop_behind_the_first_chunk(tools, monkeypatch)
    work_on_imports(tools)
    assert (phase(tools, import_id), counts_of(tools, import_id)["accepted"]) == (Phase.LOOK, FILES)


def stop_behind_the_first_chunk(tools, monkeypatch):
    """As when the process is killed there."""
    chunks: list[dict[str, object]] = []

    def once(*arguments):
        if chunks:
            raise Stopped
        chunks.append(_take_chunk(*arguments))
        return chunks[0]

    with monkeypatch.context() as patch:
        patch.setattr("feedback.records.actions.taking._take_chunk", once)
        work_on_imports(tools)
    assert chunks
