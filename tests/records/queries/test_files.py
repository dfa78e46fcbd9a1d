from __future__ import annotations

import pytest

from feedback.foundation.errors import NotFound
from feedback.records import queries
from feedback.records.queries import FileFilter
from feedback.records.rules import State
from feedback.records.tables import ImportRow, RecordChange, RecordImport
from tests.records.reference import AS_OF
from tests.records.rules.samples import at


def test_files_are_found_by_part_of_their_code_state_and_unit(session, make):
    here, there = make.unit(), make.unit()
    one = make.record(here, state="done", finished_at=at("17/11/2026").at)
    two = make.record(there, receiving_unit_id=here.id)
    make.record(there)
    mine = queries.list_files(session, FileFilter([here.id]))
    assert {each.id for each in mine} == {one.id, two.id}
    assert [each.id for each in queries.list_files(session, FileFilter(None, state="done"))] == [one.id]
    assert [each.id for each in queries.list_files(session, FileFilter(None, code=one.code[-4:].lower()))] == [one.id]
    assert queries.count_files(session, FileFilter(None)) == 3
    assert queries.list_files(session, FileFilter([])) == []


def test_files_with_no_due_at_all_are_counted(session, make):
    unit = make.unit()
    make.record(unit)
    make.record(unit, computed_due_at=at("19/11/2026").at)
    make.record(unit, stated_due_at=at("19/11/2026").at)
    make.record(unit, finished_at=at("19/11/2026").at, state="done")
    assert queries.count_without_due(session, [unit.id]) == 1


def test_one_file_with_its_units_times_and_changes(session, make):
    unit = make.unit("Xã Mẫu")
    record = make.record(unit, received_has_time=False, computed_due_at=at("19/11/2026").at, solving_inferred=True)
    session.add(
        RecordChange(
            record_id=record.id, import_id=None, at=AS_OF, fact="state", before="received", after="done", flags=[]
        )
    )
    session.flush()
    file = queries.get_file(session, record.id)
    assert (file.solving_unit, file.solving_inferred, file.state) == ("Xã Mẫu", True, State.RECEIVED)
    assert file.best_due is file.computed_due
    assert file.computed_due is not None
    assert not file.computed_due.has_time
    assert [each.fact for each in queries.list_changes(session, record.id)] == ["state"]
    assert queries.find_file_by_code(session, record.code.lower()) == file
    assert queries.get_files(session, [record.id, 999]) == {record.id: file}
    with pytest.raises(NotFound):
        queries.get_file(session, 999)


def test_the_applicant_opens_only_from_its_own_row(session, make, sealer):
    record = make.record(make.unit())
    assert queries.find_applicant(session, sealer, record.id) is None
    make.applicant(record, name="Ông Mẫu", unknown="x")
    found = queries.find_applicant(session, sealer, record.id)
    assert found is not None
    assert (found.name, found.phone) == ("Ông Mẫu", "")


def test_counts_by_unit_follow_the_solving_one(session, make):
    here, there = make.unit("Xã Một"), make.unit("Xã Hai")
    make.record(here, receiving_unit_id=there.id, stated_due_at=at("19/11/2026").at)
    make.record(there, stated_due_at=at("23/11/2026").at)
    make.record(there, received_at=at("21/11/2026").at)
    tallies = queries.tally_files(session, AS_OF)
    assert {name: counts["by_category"] for name, counts in tallies.by_unit.items()} == {
        "Xã Hai": {"open_in_time": 1},
        "Xã Một": {"open_overdue": 1},
    }
    assert queries.tally_files(session, AS_OF, unit_ids=[here.id]).total == 1
    assert tallies.differs == ()


def test_the_rows_of_a_file_name_are_those_of_its_visible_imports(session, make):
    record = make.record(make.unit())
    for state in ("visible", "staged"):
        head = RecordImport(file_name="a.csv", sha256="x", unit_id=None, as_of=AS_OF, started_at=AS_OF, visible_at=None,
                            state=state, counts={})  # fmt: skip
        session.add(head)
        session.flush()
        session.add(ImportRow(import_id=head.id, row=7, line=None, outcome="accepted", reasons=[], sealed_raw=None,
                              record_id=record.id, retried_in=None))  # fmt: skip
    session.flush()
    assert queries.import_rows(session, "a.csv") == {record.id: 7}
    with pytest.raises(NotFound, match=r"b\.csv"):
        queries.import_rows(session, "b.csv")
