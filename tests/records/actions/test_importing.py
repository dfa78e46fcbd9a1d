"""Importing whole files, on both databases: outcomes, counts, repetition, interruption, retrying."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM, Actor, Grant
from feedback.foundation.clock import local_day
from feedback.foundation.database import Database
from feedback.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from feedback.foundation.sealing import Sealer
from feedback.organisation.queries import get_unit_at
from feedback.procedures.actions import load_procedures
from feedback.procedures.rules import read_procedures
from feedback.records import actions
from feedback.records.actions import Outcome, Upload, import_file, prepare_import, retry_rejected
from feedback.records.queries import find_applicant, find_file_by_code, list_changes, tally_files
from feedback.records.rules import IMPORT_RECORDS
from feedback.records.tables import ImportRow, Record, RecordApplicant, RecordChange, RecordImport, StagedRecord
from tests.records.reference import AS_OF, FILES, LEGACY, content, expected, load_everything, loaded

HEADER = "Mã hồ sơ;Mã TTHC;Tên TTHC;Chủ hồ sơ;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả;Trạng thái;Đơn vị tiếp nhận\n"
LINE = "H50.41.01-261116-0901;1.004873;;Ông Mẫu;16/11/2026 09:00;19/11/2026 09:00;{result};{status};{unit}\n"


def do_import(database: Database, sealer: Sealer, name: str, **more: Any) -> Outcome:
    upload = Upload(name, more.pop("content", None) or content(name), more.pop("as_of", AS_OF), **more)
    return import_file(database, sealer=sealer, actor=SYSTEM, now=AS_OF, upload=upload)


def line(result: str = "", status: str = "Đang xử lý", unit: str = "UBND xã Hải Lăng") -> bytes:
    return (HEADER + LINE.format(result=result, status=status, unit=unit)).encode()


def ignored_rows(name: str) -> list[int]:
    ignored = expected(name)["ignored_rows"]
    return [each["row"] for each in ignored] if isinstance(ignored, list) else list(ignored["rows"])


def check_outcomes(outcome: Outcome, name: str) -> None:
    told = expected(name)
    rows = {row["row"]: row for row in outcome.rows}
    assert [row["row"] for row in outcome.rows if row["outcome"] == "ignored"] == ignored_rows(name)
    numbers = [outcome.counts[key] for key in ("accepted", "accepted_with_warning", "rejected")]
    assert numbers == [told[key] for key in ("accepted_total", "accepted_with_warning", "rejected_total")]
    for record in told["records"]:
        row, warnings = rows.pop(record["row"]), sorted(record.get("warnings", []))
        assert (row["code"], row["reasons"]) == (record["code"], warnings)
        assert row.get("line") == record.get("line", row.get("line"))
        assert row["outcome"] == ("accepted_with_warning" if warnings else "accepted")
    for rejected in told["rejected"]:
        row = rows.pop(rejected["row"])
        assert (row["outcome"], row["code"], row["reasons"]) == ("rejected", rejected["code"], rejected["reasons"])
    assert {row["outcome"] for row in rows.values()} <= {"ignored"}


def snapshot(database: Database) -> Any:
    with database.read() as session:
        records = session.execute(select(Record.__table__).order_by(Record.id)).all()
        counts = [session.scalar(select(func.count()).select_from(each)) for each in (RecordChange, StagedRecord)]
        return [tuple(row) for row in records], counts


@pytest.mark.parametrize("name", FILES)
def test_an_export_gives_exactly_what_is_expected_and_twice_changes_nothing(
    database: Database, sealer: Sealer, name: str
) -> None:
    if name == FILES[2]:
        database.run(load_everything)
    else:
        loaded(database)
    first = do_import(database, sealer, name)
    check_outcomes(first, name)
    told = expected(name)
    with database.read() as session:
        tallies = tally_files(session, AS_OF, file_name=name)
    assert tallies.counts == told["counts"]
    assert tallies.counts_by_date == told["counts_by_date"]
    assert list(tallies.differs) == told["differs_by_mode"]
    if "counts_by_unit" in told:
        assert tallies.by_unit == told["counts_by_unit"]
    before = snapshot(database)
    again = do_import(database, sealer, name)
    assert (again.counts["unchanged"], again.counts["changed"]) == (first.counts["accepted"], 0)
    assert again.rows == first.rows
    assert snapshot(database) == before


@pytest.mark.parametrize("name", LEGACY)
def test_an_export_in_an_old_form_gives_exactly_what_is_expected(database: Database, sealer: Sealer, name: str) -> None:
    database.run(load_everything)
    code, encoding = LEGACY[name]
    with database.read() as session:
        unit = get_unit_at(session, f"{code}@2025-06-30" if name.startswith("D") else code, local_day(AS_OF))
        unit_id = unit.id
    outcome = do_import(database, sealer, name, unit_id=unit_id)
    check_outcomes(outcome, name)
    assert outcome.counts["encoding"] == encoding
    assert bool(outcome.counts["converted"]) is (encoding in ("TCVN3 (ABC)", "Windows-1258"))
    with database.read() as session:
        tallies = tally_files(session, AS_OF, file_name=name)
    assert (tallies.counts, tallies.counts_by_date) == (expected(name)["counts"], expected(name)["counts_by_date"])
    assert list(tallies.differs) == expected(name)["differs_by_mode"]
    assert do_import(database, sealer, name, unit_id=unit_id).counts["unchanged"] == outcome.counts["accepted"]


def test_across_files_the_same_code_is_unchanged_changed_or_in_conflict(database: Database, sealer: Sealer) -> None:
    loaded(database)
    do_import(database, sealer, FILES[0])
    outcome = do_import(database, sealer, FILES[1])
    mine, other = ({each["code"]: each for each in expected(name)["records"]} for name in FILES[:2])
    shared = {
        code: (mine[code]["procedure"], mine[code]["received"][:10])
        == (other[code]["procedure"], other[code]["received"][:10])
        for code in mine.keys() & other.keys()
    }
    conflicts = {row["code"] for row in outcome.rows if row["reasons"] == ["conflicting_record"]}
    assert conflicts == {code for code, same in shared.items() if not same}
    assert outcome.counts["unchanged"] + outcome.counts["changed"] == sum(shared.values())
    with database.read() as session:
        assert session.scalar(select(func.count(RecordChange.id))) >= outcome.counts["changed"]


def test_newer_facts_are_kept_beside_the_older_and_the_first_due_stays(database: Database, sealer: Sealer) -> None:
    loaded(database)
    do_import(database, sealer, "a.csv", content=line())
    moved = line(result="20/11/2026 09:00", status="Đã xử lý xong").replace(b"19/11/2026", b"20/11/2026")
    outcome = do_import(database, sealer, "b.csv", content=moved, as_of=AS_OF + timedelta(hours=1))
    assert (outcome.counts["changed"], outcome.counts["unchanged"]) == (1, 0)
    with database.read() as session:
        file = find_file_by_code(session, "H50.41.01-261116-0901")
        assert file is not None
        assert file.due is not None
        assert file.latest_due is not None
        assert (file.due.local_iso, file.latest_due.local_iso) == ("2026-11-19T09:00", "2026-11-20T09:00")
        assert {each.fact for each in list_changes(session, file.id)} == {"state", "due", "finished"}
    older = do_import(
        database, sealer, "a.csv", content=line(status="Đang giải quyết"), as_of=AS_OF - timedelta(hours=1)
    )
    assert older.rows[0]["reasons"] == ["older_than_known"]
    with database.read() as session:
        again = find_file_by_code(session, "H50.41.01-261116-0901")
    assert again == file


def test_a_file_without_any_unit_is_refused_and_a_choice_fills_the_gap(database: Database, sealer: Sealer) -> None:
    loaded(database)
    nowhere = line(unit="").replace(b"H50.41.01", b"H99.99.99")
    with pytest.raises(Invalid, match="--unit"):
        do_import(database, sealer, "a.csv", content=nowhere)
    with database.read() as session:
        assert session.scalar(select(func.count(Record.id))) == 0
        unit = get_unit_at(session, "19702", AS_OF.date())
    assert do_import(database, sealer, "a.csv", content=nowhere, unit_id=unit.id).counts["accepted"] == 1


def test_a_choice_that_contradicts_the_row_is_a_warning_and_does_not_win(database: Database, sealer: Sealer) -> None:
    loaded(database)
    with database.read() as session:
        unit = get_unit_at(session, "19702", AS_OF.date())
    outcome = do_import(database, sealer, "a.csv", content=line(unit="UBND xã Cam Lộ"), unit_id=unit.id)
    assert outcome.rows[0]["reasons"] == ["unit_contradiction"]
    with database.read() as session:
        assert [each.solving_unit for each in [find_file_by_code(session, "H50.41.01-261116-0901")] if each] == [
            "Xã Cam Lộ"
        ]


def test_a_missing_calendar_is_told_and_the_stated_due_stands(database: Database, sealer: Sealer) -> None:
    loaded(database)
    far = (
        line().replace(b"261116", b"220104").replace(b"16/11/2026", b"04/01/2022").replace(b"19/11/2026", b"10/01/2022")
    )
    outcome = do_import(database, sealer, "a.csv", content=far)
    assert outcome.rows[0]["reasons"] == ["calendar_missing"]


def test_personal_data_is_sealed_and_in_no_other_column(database: Database, sealer: Sealer) -> None:
    loaded(database)
    do_import(database, sealer, "a.csv", content=line())
    with database.read() as session:
        record_id = session.scalars(select(Record.id)).one()
        assert "Mẫu".encode() not in session.scalars(select(RecordApplicant.sealed)).one()
        row = session.execute(select(ImportRow.__table__).where(ImportRow.outcome != "ignored")).one()
        assert "Ông Mẫu" not in str([value for value in row if not isinstance(value, bytes)])
        applicant = find_applicant(session, sealer, record_id)
    assert applicant is not None
    assert applicant.name == "Ông Mẫu"


# ── prepared, confirmed, killed ───────────────────────────────────────────────────────────────────────────────────────


def test_nothing_shows_before_it_is_confirmed_and_everything_after(database: Database, sealer: Sealer) -> None:
    """What a process killed after any of the staging works leaves behind is exactly a prepared import."""
    loaded(database)
    empty = snapshot(database)[0]
    upload = Upload(FILES[0], content(FILES[0]), AS_OF)
    outcome = prepare_import(database, sealer=sealer, actor=SYSTEM, now=AS_OF, upload=upload)
    assert snapshot(database)[0] == empty == []
    with database.read() as session, pytest.raises(NotFound):
        tally_files(session, AS_OF, file_name=FILES[0])
    assert do_import(database, sealer, FILES[0]).counts["unchanged"] == 0
    with database.read() as session:
        assert tally_files(session, AS_OF, file_name=FILES[0]).counts == expected(FILES[0])["counts"]
    with pytest.raises(Conflict, match="nhập lại"):
        confirm(database, sealer, outcome.import_id)
    database.run(lambda session: actions.discard_import(session, actor=SYSTEM, import_id=outcome.import_id or 0))
    assert snapshot(database)[1] == [0, 0]


def confirm(database: Database, sealer: Sealer, import_id: int | None, actor: Actor = SYSTEM) -> None:
    def work(session: Session) -> None:
        actions.confirm_import(session, sealer=sealer, actor=actor, now=AS_OF, import_id=import_id or 0)

    database.run(work)


def test_an_officer_imports_for_the_own_unit_only(database: Database, sealer: Sealer) -> None:
    loaded(database)
    with database.read() as session:
        here, there = (get_unit_at(session, code, AS_OF.date()).id for code in ("19702", "19597"))
    officer = Actor("Cán bộ Mẫu", 1, (Grant(frozenset({IMPORT_RECORDS}), frozenset({here})),))
    mixed = line() + LINE.format(result="", status="", unit="UBND xã Cam Lộ").replace("0901", "0902").encode()
    upload = Upload("a.csv", mixed, AS_OF)
    outcome = prepare_import(database, sealer=sealer, actor=officer, now=AS_OF, upload=upload)
    assert [row["reasons"] for row in outcome.rows] == [[], ["unit_out_of_reach"]]
    stranger = Actor("Người khác", 2, (Grant(frozenset({IMPORT_RECORDS}), frozenset({there})),))
    with pytest.raises(Forbidden):
        confirm(database, sealer, outcome.import_id, stranger)
    confirm(database, sealer, outcome.import_id, officer)
    choice = Upload("a.csv", mixed, AS_OF, there)
    with pytest.raises(Forbidden):
        prepare_import(database, sealer=sealer, actor=officer, now=AS_OF, upload=choice)


# ── again ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def add_procedure(database: Database) -> None:
    text = "code,name,field,working_days\n9.999999,Cấp phép bay lượn,Thử,3\n"
    lines = read_procedures(text)
    database.run(lambda session: load_procedures(session, actor=SYSTEM, now=AS_OF, lines=lines))


def test_rejected_rows_are_offered_again_once_their_procedure_exists(database: Database, sealer: Sealer) -> None:
    loaded(database)
    strange = line().replace(b"1.004873", b"9.999999").replace(b"0901", b"0777")
    outcome = do_import(database, sealer, "a.csv", content=strange)
    assert outcome.rows[0]["reasons"] == ["unknown_procedure"]
    assert list(retry_rejected(database, sealer=sealer, actor=SYSTEM, now=AS_OF)) == []
    add_procedure(database)
    (again,) = retry_rejected(database, sealer=sealer, actor=SYSTEM, now=AS_OF)
    assert (again.counts["accepted"], again.file_name) == (1, "a.csv")
    with database.read() as session:
        file = find_file_by_code(session, "H50.41.01-261116-0777")
        assert file is not None
        assert file.solving_unit == "Xã Hải Lăng"
        assert tally_files(session, AS_OF, file_name="a.csv").total == 1
        retried = session.execute(select(ImportRow.outcome, ImportRow.retried_in).order_by(ImportRow.id)).all()
    assert [tuple(each) for each in retried] == [("rejected", again.import_id), ("accepted", None)]
    with pytest.raises(NotFound):
        retry_rejected(database, sealer=sealer, actor=SYSTEM, now=AS_OF, import_id=outcome.import_id)


def test_the_same_files_in_turn_again_change_nothing(database: Database, sealer: Sealer) -> None:
    loaded(database)
    contents = [line(), line("17/11/2026 10:00", "Đã trả kết quả")]
    for content_ in contents:
        do_import(database, sealer, "a.csv", content=content_)
    again = [do_import(database, sealer, "a.csv", content=content_) for content_ in contents]
    assert [(each.counts["changed"], each.counts["unchanged"]) for each in again] == [(0, 1), (0, 1)]
    with database.read() as session:
        file = find_file_by_code(session, "H50.41.01-261116-0901")
    assert file is not None
    assert file.finished is not None
    later = do_import(database, sealer, "a.csv", content=contents[0], as_of=AS_OF + timedelta(days=1))
    assert later.counts["changed"] == 1


def test_a_second_try_does_not_undo_what_was_told_since(database: Database, sealer: Sealer) -> None:
    loaded(database)
    strange = line().replace(b"1.004873", b"9.999999").replace(b"0901", b"0777")
    do_import(database, sealer, "a.csv", content=strange)
    add_procedure(database)
    done = line("17/11/2026 10:00", "Đã trả kết quả").replace(b"1.004873", b"9.999999").replace(b"0901", b"0777")
    do_import(database, sealer, "b.csv", content=done, as_of=AS_OF + timedelta(days=1))
    (again,) = retry_rejected(database, sealer=sealer, actor=SYSTEM, now=AS_OF + timedelta(days=2))
    assert (again.rows[0]["reasons"], again.counts["changed"]) == (["older_than_known"], 0)
    with database.read() as session:
        file = find_file_by_code(session, "H50.41.01-261116-0777")
    assert file is not None
    assert file.finished is not None


def test_repeated_rows_are_never_taken_by_a_second_try(database: Database, sealer: Sealer) -> None:
    loaded(database)
    do_import(database, sealer, FILES[2])
    assert list(retry_rejected(database, sealer=sealer, actor=SYSTEM, now=AS_OF)) == []
    with database.read() as session:
        assert session.scalar(select(func.count(RecordImport.id))) == 1
