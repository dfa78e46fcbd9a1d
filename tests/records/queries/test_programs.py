"""Reads for programs: cursors, reach, what changed since."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from feedback.records.queries.programs import (
    Wanted,
    find_one,
    list_after,
    list_procedures_after,
    list_units_after,
    unit_codes,
)
from feedback.records.tables import ImportRow, Record, RecordChange, RecordImport
from tests.factories import START, Factory


def test_files_come_in_the_order_they_were_told_of_behind_the_cursor(session: Session, make: Factory) -> None:
    unit = make.unit()
    ids = [make.record(unit, received_at=START - timedelta(days=n)).id for n in range(3)]
    assert [file.id for file in list_after(session, Wanted(None, take=2))] == ids[:2]
    assert [file.id for file in list_after(session, Wanted(None, after=ids[1]))] == ids[2:]


def test_a_file_is_there_for_whoever_receives_or_solves_it(session: Session, make: Factory) -> None:
    here, there, beside = make.unit(), make.unit(), make.unit()
    file = make.record(here, solving_unit_id=there.id)
    for unit, seen in ((here, 1), (there, 1), (beside, 0)):
        assert len(list_after(session, Wanted({unit.id}))) == seen
        assert (find_one(session, file.code, {unit.id}) is not None) is bool(seen)
    assert find_one(session, file.code.lower(), None) is not None
    assert find_one(session, "H50.41.01-261116-9999", None) is None
    assert list_after(session, Wanted(frozenset())) == []


def test_what_is_new_or_told_anew_since_a_moment(session: Session, make: Factory) -> None:
    unit = make.unit()
    old, new, changed, repeated = (make.record(unit) for _ in range(4))
    first = _import(session, START)
    second = _import(session, START + timedelta(hours=2))
    session.add_all([_row(first, 1, "new", old), _row(second, 1, "new", new), _row(second, 2, "unchanged", repeated)])
    session.add(RecordChange(record_id=changed.id, at=START + timedelta(hours=2), fact="due", flags=[]))
    session.flush()

    def since(hours: int) -> set[int]:
        return {file.id for file in list_after(session, Wanted(None, changed_since=START + timedelta(hours=hours)))}

    assert since(0) == {old.id, new.id, changed.id}
    assert since(1) == {new.id, changed.id}
    assert since(3) == set()


def _row(told: RecordImport, number: int, effect: str, record: Record) -> ImportRow:
    return ImportRow(import_id=told.id, row=number, outcome="accepted", effect=effect, reasons=[], record_id=record.id)


def _import(session: Session, at: object) -> RecordImport:
    row = RecordImport(
        file_name="a", sha256="x", unit_id=None, as_of=at, started_at=at, visible_at=at, state="visible", counts={}
    )
    session.add(row)
    session.flush()
    return row


def test_units_of_the_day_and_procedures_in_force(session: Session, make: Factory) -> None:
    gone = make.unit(code="80000", valid_to=START.date() - timedelta(days=1))
    province = make.unit("Tỉnh Mẫu", level="province", code="80001")
    commune = make.unit("Xã Mẫu", parent=province, code="80002")
    lines = list_units_after(session, START.date(), after=0, take=10)
    assert [(each.code, each.parent_code) for each in lines] == [("80001", None), ("80002", "80001")]
    assert list_units_after(session, START.date(), after=province.id, take=10) == lines[1:]
    assert unit_codes(session, {gone.id, commune.id}) == {gone.id: gone.code, commune.id: "80002"}
    first, _ = make.procedure(), make.procedure(retired_on=START.date())
    third = make.procedure()
    assert [each.id for each in list_procedures_after(session, after=0, take=10)] == [first.id, third.id]
    assert [each.id for each in list_procedures_after(session, after=first.id, take=10)] == [third.id]
