from __future__ import annotations

import pytest

from feedback.foundation.errors import NotFound
from feedback.records import queries
from feedback.records.queries import imports
from feedback.records.tables import ImportRow, RecordImport
from tests.records.reference import AS_OF


@pytest.fixture
def head(session):
    row = RecordImport(file_name="a.csv", sha256="x", unit_id=None, as_of=AS_OF, started_at=AS_OF, visible_at=AS_OF,
                       state="visible", actor_name="Cán bộ Mẫu", actor_login="can-bo",
                       counts={"accepted": 1})  # fmt: skip
    session.add(row)
    session.flush()
    for number, (outcome, reasons) in enumerate(
        [("accepted", []), ("rejected", ["unknown_procedure"]), ("rejected", ["duplicate_identical"]), ("ignored", [])],
        1,
    ):
        session.add(ImportRow(import_id=row.id, row=number, line=None, outcome=outcome, reasons=reasons,
                              sealed_raw=b"x", record_id=None, retried_in=None))  # fmt: skip
    session.flush()
    return row


def test_an_import_with_its_rows(session, head):
    found = queries.get_import(session, head.id)
    assert (found.file_name, found.counts, found.retryable) == ("a.csv", {"accepted": 1}, 1)
    assert queries.count_import_rows(session, head.id) == {"accepted": 1, "rejected": 2, "ignored": 1}
    assert [row.number for row in queries.list_import_rows(session, head.id, outcome="rejected")] == [2, 3]
    assert [row.number for row in queries.list_import_rows(session, head.id, outcome="rejected", skip=1)] == [3]
    with pytest.raises(NotFound):
        queries.get_import(session, 999)


def test_only_rows_that_something_could_mend_are_offered_again(session, head):
    assert queries.list_retryable(session) == [head.id]
    assert imports.get_retryable(session, head.id).file_name == "a.csv"
    offered, behind = imports.list_retryable_rows(session, head.id, after=0, take=10)
    assert ([row.number for row in offered], behind) == ([2], None)
    assert queries.list_retryable(session, 999) == []


def test_rows_to_offer_again_come_page_by_page(session, head):
    first, behind = imports.list_retryable_rows(session, head.id, after=0, take=1)
    assert behind is not None
    second, end = imports.list_retryable_rows(session, head.id, after=behind, take=2)
    assert ([row.number for row in first], second, end) == ([2], [], None)


def test_lists_are_narrowed_to_one_login(session, head):
    assert [each.id for each in queries.list_imports(session)] == [head.id]
    assert [each.id for each in queries.list_imports(session, actor_login="can-bo")] == [head.id]
    assert queries.list_imports(session, actor_login="Cán bộ Mẫu") == []


def test_the_same_bytes_are_known_up_to_their_moment(session, head):
    assert queries.find_same_import(session, "x", AS_OF) == head.id
    assert queries.find_same_import(session, "y", AS_OF) is None


def test_whose_files_an_import_holds(session, make, head):
    unit = make.unit()
    record = make.record(unit)
    session.add(ImportRow(import_id=head.id, row=9, line=None, outcome="accepted", reasons=[], sealed_raw=None,
                          record_id=record.id, retried_in=None))  # fmt: skip
    session.flush()
    found = queries.import_units(session, head.id)
    assert (found.visible, found.pairs) == (True, frozenset({(unit.id, unit.id)}))
