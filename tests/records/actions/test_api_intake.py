"""Batches of programs: one transaction, and the same outcome as a register with the same rows."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, func, select
from sqlalchemy.orm import Session

from feedback.accounts.actions.api_requests import TryAgain
from feedback.foundation.actors import SYSTEM, Actor, Grant
from feedback.foundation.database import Database
from feedback.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from feedback.foundation.sealing import Sealer
from feedback.organisation.tables import UnitPrefix
from feedback.records.actions import Upload, api_intake, import_file, retry_rejected
from feedback.records.actions.api_intake import Batch, Taken, take_batch
from feedback.records.queries import find_applicant, find_file_by_code, list_changes
from feedback.records.rules import IMPORT_RECORDS, Role
from feedback.records.rules.supplements import SupplementFacts
from feedback.records.rules.told_rows import ToldRow, ToldStep
from feedback.records.tables import (
    ImportRow,
    Record,
    RecordApplicant,
    RecordChange,
    RecordImport,
    RecordStep,
    RecordSupplement,
    StagedRecord,
)
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory
from tests.records.reference import AS_OF

PROGRAM = Actor("Khóa API “Một cửa”", login="api:ABC", all_powerful=True)
GOOD = {
    Role.CODE: "H50.41.01-261116-0901",
    Role.PROCEDURE_CODE: "1.004873",
    Role.RECEIVED: "16/11/2026 09:00",
    Role.DUE: "19/11/2026 09:00",
    Role.STATUS: "Đang xử lý",
    Role.APPLICANT: "Ông Mẫu",
}
TITLES = {
    Role.NUMBER: "STT",
    Role.CODE: "Mã hồ sơ",
    Role.PROCEDURE_CODE: "Mã TTHC",
    Role.PROCEDURE_NAME: "Tên TTHC",
    Role.APPLICANT: "Chủ hồ sơ",
    Role.ADDRESS: "Địa chỉ",
    Role.PHONE: "Số điện thoại",
    Role.RECEIVED: "Ngày tiếp nhận",
    Role.DUE: "Ngày hẹn trả",
    Role.RESULT: "Ngày có kết quả",
    Role.RETURNED: "Ngày trả kết quả",
    Role.STATUS: "Trạng thái",
    Role.RECEIVING_UNIT: "Đơn vị tiếp nhận",
    Role.SOLVING_UNIT: "Cơ quan giải quyết",
}


def build(session: Session) -> int:
    load_reference_calendar(session, actor=SYSTEM, now=AS_OF)
    make = Factory(session)
    commune = make.unit("Xã Thử", code="90001")
    make.unit("Xã Bên", code="90002")
    make.procedure("1.004873", name="Chứng thực bản sao")
    make.procedure("1.000720", name="Đăng ký kết hôn", limit_kind="same_day", limit_amount=None)
    session.add(UnitPrefix(prefix="H50.41.01", unit_id=commune.id))
    return commune.id


def send(
    database: Database,
    sealer: Sealer,
    *rows: dict[Role, str],
    now: datetime = AS_OF,
    actor: Actor = PROGRAM,
    **more: Any,
) -> Taken:
    batch = Batch(tuple(ToldRow(each) for each in rows), more.pop("as_of", now), "sha", **more)
    return database.run(lambda session: take_batch(session, sealer=sealer, actor=actor, now=now, batch=batch))


# ── the same door ─────────────────────────────────────────────────────────────────────────────────────────────────────

WHEN = ("", "16/11/2026", "16/11/2026 09:00", "2026-11-17", "18-11-2026 16:30", "20/11/2027", "45/13/2026", "hôm qua")
CODES = ("H50.41.01-261116-0001", "H50.41.01-261116-0002", "h50.41.01-261117-0003", "X", "")
rows_of_a_register = st.lists(
    st.fixed_dictionaries(
        {
            Role.CODE: st.sampled_from(
                ["H50.41.01-261116-0001", "H50.41.01-261116-0002", "h50.41.01-261117-0003", "X", ""]
            ),
            Role.PROCEDURE_CODE: st.sampled_from(["1.004873", "1.00072", "9.999999", ""]),
            Role.PROCEDURE_NAME: st.sampled_from(["", "Đăng ký kết hôn", "đăng ký kết hôn ", "Thủ tục lạ"]),
            Role.APPLICANT: st.sampled_from(["Ông Mẫu", "Bà Thử"]),
            Role.ADDRESS: st.just("Thôn Mẫu"),
            Role.PHONE: st.sampled_from(["0900000001", "900000001", "số lạ"]),
            Role.RECEIVED: st.sampled_from(WHEN),
            Role.DUE: st.sampled_from(WHEN),
            Role.RESULT: st.sampled_from(WHEN),
            Role.RETURNED: st.sampled_from(["", "18/11/2026"]),
            Role.STATUS: st.sampled_from(["", "Đang xử lý", "Đã trả kết quả", "=1+1", "chữ lạ"]),
            Role.RECEIVING_UNIT: st.sampled_from(["", "Xã Thử", "UBND xã Bên", "Sở Lạ"]),
            Role.SOLVING_UNIT: st.sampled_from(["", "xa ben", "Xã Thử"]),
        }
    ),
    min_size=1,
    max_size=6,
)


def workbook(rows: list[dict[Role, str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for column, (role, title) in enumerate(TITLES.items()):
        sheet.write_string(0, column, title)
        for number, row in enumerate(rows, start=1):
            text = str(number) if role is Role.NUMBER else row[role]
            if text:
                sheet.write_string(number, column, text)
    book.close()
    return out.getvalue()


def stored(database: Database, sealer: Sealer) -> dict[str, Any]:
    """Everything kept of files, without the numbers rows happen to have."""
    names = {column.name for column in Record.__table__.columns} - {"id", "last_import_id", "version"}
    with database.read() as session:
        files = session.scalars(select(Record).order_by(Record.code)).all()
        return {
            file.code: {
                **{name: getattr(file, name) for name in names},
                "applicant": find_applicant(session, sealer, file.id),
            }
            for file in files
        }


def forget(session: Session) -> None:
    for table in (StagedRecord, ImportRow, RecordSupplement, RecordChange, RecordApplicant, Record, RecordImport):
        session.execute(delete(table))


def test_a_row_of_a_program_and_the_same_row_of_a_workbook_come_to_the_same(database: Database, sealer: Sealer) -> None:
    commune = database.run(build)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows_of_a_register)
    def alike(rows: list[dict[Role, str]]) -> None:
        database.run(forget)
        upload = Upload("so.xlsx", workbook(rows), AS_OF, commune)
        imported = import_file(database, sealer=sealer, actor=SYSTEM, now=AS_OF, upload=upload)
        kept = stored(database, sealer)
        database.run(forget)
        told = send(database, sealer, *rows, unit="90001")
        by_import = [(each["outcome"], each["code"], each["reasons"]) for each in imported.rows if each["row"] > 1]
        by_program = [(each.outcome, each.code, [code for code, _ in each.reasons]) for each in told.rows]
        assert by_program == by_import
        assert stored(database, sealer) == kept
        names = ("accepted", "accepted_with_warning", "rejected", "unchanged", "changed")
        assert {name: told.counts[name] for name in names} == {name: imported.counts[name] for name in names}

    alike()


def test_a_workbook_after_a_program_tells_nothing_new_and_the_other_way_round(
    database: Database, sealer: Sealer
) -> None:
    database.run(build)
    row = {role: GOOD.get(role, "") for role in TITLES}
    assert send(database, sealer, row).rows[0].effect == "new"
    later = AS_OF + timedelta(hours=1)
    upload = Upload("so.xlsx", workbook([row]), later)
    assert import_file(database, sealer=sealer, actor=SYSTEM, now=later, upload=upload).counts["unchanged"] == 1
    assert send(database, sealer, row, now=later).rows[0].effect == "unchanged"


# ── a batch ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_refused_row_is_kept_and_can_be_offered_again(database: Database, sealer: Sealer) -> None:
    database.run(build)
    taken = send(database, sealer, GOOD, GOOD | {Role.CODE: "H50.41.01-261116-0902", Role.PROCEDURE_CODE: "1.555555"})
    assert [each.outcome for each in taken.rows] == ["accepted", "rejected"]
    database.run(lambda session: Factory(session).procedure("1.555555"))
    (again,) = retry_rejected(database, sealer=sealer, actor=SYSTEM, now=AS_OF, import_id=taken.import_id)
    assert again.counts["accepted"] == 1


def test_an_older_batch_does_not_undo_newer_facts(database: Database, sealer: Sealer) -> None:
    database.run(build)
    send(database, sealer, GOOD | {Role.RESULT: "18/11/2026 10:00", Role.STATUS: "Đã có kết quả"})
    taken = send(database, sealer, GOOD, as_of=AS_OF - timedelta(days=1))
    assert (taken.rows[0].effect, [code for code, _ in taken.rows[0].reasons]) == ("unchanged", ["older_than_known"])


def test_both_tellings_of_a_fact_stay(database: Database, sealer: Sealer) -> None:
    database.run(build)
    send(database, sealer, GOOD)
    later = AS_OF + timedelta(hours=2)
    send(database, sealer, GOOD | {Role.DUE: "23/11/2026 09:00"}, now=later)
    with database.read() as session:
        file = find_file_by_code(session, GOOD[Role.CODE])
        assert file is not None
        (change,) = list_changes(session, file.id)
    assert (change.fact, change.before, change.after, change.at) == (
        "due",
        "2026-11-19T09:00",
        "2026-11-23T09:00",
        later,
    )


def test_the_second_of_two_rows_with_one_code_is_refused(database: Database, sealer: Sealer) -> None:
    database.run(build)
    taken = send(database, sealer, GOOD, GOOD, GOOD | {Role.DUE: "23/11/2026"})
    assert [each.reasons[0][0] if each.reasons else "" for each in taken.rows] == [
        "",
        "duplicate_identical",
        "duplicate_conflict",
    ]


def test_a_clock_a_little_ahead_is_not_the_future(database: Database, sealer: Sealer) -> None:
    database.run(build)
    taken = send(database, sealer, GOOD, as_of=AS_OF + timedelta(minutes=5))
    with database.read() as session:
        assert session.get_one(RecordImport, taken.import_id).as_of == AS_OF
    with pytest.raises(Invalid, match="tương lai"):
        send(database, sealer, GOOD, as_of=AS_OF + timedelta(minutes=6))


def test_the_unit_that_fills_gaps_must_be_there_and_within_reach(database: Database, sealer: Sealer) -> None:
    commune = database.run(build)
    only_here = Actor("Khóa", grants=(Grant(frozenset({IMPORT_RECORDS}), frozenset({commune})),))
    with pytest.raises(NotFound):
        send(database, sealer, GOOD, unit="12345")
    with pytest.raises(Forbidden):
        send(database, sealer, GOOD, unit="90002", actor=only_here)
    assert send(database, sealer, GOOD, unit="90001", actor=only_here).counts["accepted"] == 1


def test_whoever_was_overtaken_is_asked_to_do_it_over_and_leaves_nothing(
    database: Database, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.run(build)

    def overtaken(*_args: Any, **_more: Any) -> None:
        raise Conflict("bị vượt")

    monkeypatch.setattr(api_intake, "make_visible", overtaken)
    with pytest.raises(TryAgain):
        send(database, sealer, GOOD)
    with database.read() as session:
        counts = [
            session.scalar(select(func.count()).select_from(table)) for table in (RecordImport, ImportRow, Record)
        ]
    assert counts == [0, 0, 0]


# ── what happened on the way ──────────────────────────────────────────────────────────────────────────────────────────

ASKED = AS_OF - timedelta(days=3)


def tell(database: Database, sealer: Sealer, *rows: ToldRow, as_of: datetime = AS_OF, actor: Actor = PROGRAM) -> Taken:
    batch = Batch(rows, as_of, "sha")
    return database.run(lambda session: take_batch(session, sealer=sealer, actor=actor, now=AS_OF, batch=batch))


def test_an_older_batch_fills_gaps_of_the_way_and_replaces_nothing(database: Database, sealer: Sealer) -> None:
    database.run(build)
    known = SupplementFacts(ASKED, AS_OF - timedelta(days=1), "giấy khai sinh")
    tell(database, sealer, ToldRow(GOOD, (known,), (ToldStep("90001", ASKED, None, None),)))
    before = SupplementFacts(ASKED, AS_OF - timedelta(days=2), "giấy khai tử")
    due = AS_OF + timedelta(days=2)
    row = ToldRow(GOOD, (before,), (ToldStep("90001", ASKED, due, None),))
    taken = tell(database, sealer, row, as_of=AS_OF - timedelta(hours=5))
    assert (taken.rows[0].outcome, [code for code, _ in taken.rows[0].reasons]) == (
        "accepted_with_warning",
        ["older_than_known"],
    )
    assert (taken.counts["accepted_with_warning"], taken.counts["changed"]) == (1, 1)
    with database.read() as session:
        wait, step = session.scalars(select(RecordSupplement)).one(), session.scalars(select(RecordStep)).one()
        assert (wait.answered_at, wait.note, step.due_at) == (known.answered_at, known.note, due)
        kept = session.scalars(select(ImportRow).where(ImportRow.import_id == taken.import_id)).one()
        assert (kept.outcome, kept.effect, kept.reasons) == ("accepted_with_warning", "changed", ["older_than_known"])
    newer = tell(database, sealer, ToldRow(GOOD, (before,)))
    assert (newer.rows[0].effect, newer.rows[0].reasons) == ("changed", ())


def test_what_a_batch_tells_of_the_way_takes_as_many_statements_for_few_files_as_for_many(
    database: Database, sealer: Sealer
) -> None:
    database.run(build)

    def rows(first: int, many: int) -> list[ToldRow]:
        way = (SupplementFacts(ASKED, AS_OF, "x"),), (ToldStep("90001", ASKED, None, None),)
        return [ToldRow(GOOD | {Role.CODE: f"H50.41.01-261116-{at:04d}"}, *way) for at in range(first, first + many)]

    def statements(of: list[ToldRow]) -> int:
        seen: list[str] = []

        def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if "audit_note" not in statement:
                seen.append(statement)

        event.listen(database.engine, "before_cursor_execute", count)
        try:
            tell(database, sealer, *of)
        finally:
            event.remove(database.engine, "before_cursor_execute", count)
        return len(seen)

    statements(rows(1, 1))
    assert statements(rows(100, 40)) <= statements(rows(200, 5)) + 5
