"""Rejected rows offered again: with all a program told of them, page by page, no row in the way of another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from feedback.organisation.tables import UnitPrefix
from feedback.records.actions import Outcome, Upload, import_file, retry_rejected, retrying
from feedback.records.actions.api_intake import Batch, Taken, take_batch
from feedback.records.queries.imports import list_retryable_rows
from feedback.records.rules import Role
from feedback.records.rules.supplements import SupplementFacts
from feedback.records.rules.told_rows import ToldRow, ToldStep
from feedback.records.tables import ImportRow, RecordImport, RecordStep, RecordSupplement
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory
from tests.records.reference import AS_OF

ASKED, ANSWERED = AS_OF - timedelta(days=3), AS_OF - timedelta(days=2)
GOOD = {
    Role.CODE: "H50.41.01-261116-0901",
    Role.PROCEDURE_CODE: "1.004873",
    Role.RECEIVED: "16/11/2026 09:00",
    Role.DUE: "19/11/2026 09:00",
    Role.STATUS: "Đang xử lý",
}
STRANGE = GOOD | {Role.PROCEDURE_CODE: "1.555555"}
WAIT = SupplementFacts(ASKED, ANSWERED, "giấy khai sinh")
STEP = ToldStep("90001", ASKED, None, ANSWERED)


@pytest.fixture(autouse=True)
def _places(database: Database) -> None:
    def build(session: Any) -> None:
        load_reference_calendar(session, actor=SYSTEM, now=AS_OF)
        make = Factory(session)
        session.add(UnitPrefix(prefix="H50.41.01", unit_id=make.unit("Xã Thử", code="90001").id))
        make.procedure("1.004873")

    database.run(build)


def send(database: Database, sealer: Sealer, *rows: ToldRow, **more: Any) -> Taken:
    batch = Batch(rows, AS_OF, "sha", **more)
    return database.run(lambda session: take_batch(session, sealer=sealer, actor=SYSTEM, now=AS_OF, batch=batch))


def retry(database: Database, sealer: Sealer, import_id: int | None = None) -> list[Outcome]:
    return list(retry_rejected(database, sealer=sealer, actor=SYSTEM, now=AS_OF, import_id=import_id))


def learn_procedure(database: Database) -> None:
    database.run(lambda session: Factory(session).procedure("1.555555"))


def number(at: int) -> dict[Role, str]:
    return STRANGE | {Role.CODE: f"H50.41.01-261116-{at:04d}"}


def test_a_programs_row_taken_later_brings_its_supplements_and_steps(database: Database, sealer: Sealer) -> None:
    told = send(database, sealer, ToldRow(STRANGE, (WAIT,), (STEP,)))
    assert told.rows[0].outcome == "rejected"
    learn_procedure(database)
    (again,) = retry(database, sealer, told.import_id)
    assert again.counts["accepted"] == 1
    with database.read() as session:
        wait, step = session.scalars(select(RecordSupplement)).one(), session.scalars(select(RecordStep)).one()
        assert (wait.asked_at, wait.answered_at, wait.note) == (ASKED, ANSWERED, "giấy khai sinh")
        assert (step.received_at, step.handed_over_at) == (ASKED, ANSWERED)
        assert session.get_one(RecordImport, again.import_id).source == "api"


def test_a_row_refused_for_its_supplement_is_not_taken_without_it(database: Database, sealer: Sealer) -> None:
    early = SupplementFacts(AS_OF - timedelta(days=30))
    told = send(database, sealer, ToldRow(GOOD, (early,)))
    assert told.rows[0].reasons[0][0] == "invalid_supplement"
    assert retry(database, sealer, told.import_id) == []


def test_a_row_nobody_knows_the_unit_of_keeps_no_other_from_being_taken(database: Database, sealer: Sealer) -> None:
    abroad = GOOD | {Role.CODE: "H99.99.99-261116-0001", Role.SOLVING_UNIT: "90003"}
    told = send(database, sealer, ToldRow(abroad), ToldRow(STRANGE))
    assert [row.reasons[0][0] for row in told.rows] == ["unknown_unit", "unknown_procedure"]
    learn_procedure(database)
    (again,) = retry(database, sealer)
    assert [row["code"] for row in again.rows] == [GOOD[Role.CODE]]
    database.run(lambda session: Factory(session).unit("Xã Ba", code="90003"))
    (then,) = retry(database, sealer)
    assert [row["code"] for row in then.rows] == [abroad[Role.CODE]]


def test_so_it_is_with_the_rows_of_a_file(database: Database, sealer: Sealer) -> None:
    lines = (
        "Mã hồ sơ,Mã TTHC,Ngày tiếp nhận,Ngày hẹn trả",
        "H99.99.99-261116-0001,1.555555,16/11/2026 09:00,19/11/2026 09:00",
        f"{GOOD[Role.CODE]},1.555555,16/11/2026 09:00,19/11/2026 09:00",
    )
    upload = Upload("so.csv", "\n".join(lines).encode(), AS_OF)
    import_file(database, sealer=sealer, actor=SYSTEM, now=AS_OF, upload=upload)
    learn_procedure(database)
    (again,) = retry(database, sealer)
    assert [row["code"] for row in again.rows] == [GOOD[Role.CODE]]


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows were held at a time, with pages of two."""
    seen: list[int] = []

    def watched(*args: Any, **more: Any) -> Any:
        rows, behind = list_retryable_rows(*args, **more)
        seen.append(len(rows))
        return rows, behind

    monkeypatch.setattr(retrying, "PAGE", 2)
    monkeypatch.setattr(retrying, "list_retryable_rows", watched)
    return seen


def test_however_many_rows_wait_one_page_of_them_is_held_at_a_time(
    database: Database, sealer: Sealer, pages: list[int]
) -> None:
    told = send(database, sealer, *(ToldRow(number(at)) for at in range(1, 6)), ToldRow(GOOD | {Role.RECEIVED: ""}))
    learn_procedure(database)
    again = retry(database, sealer, told.import_id)
    assert [each.counts["accepted"] for each in again] == [2, 2, 1]
    assert max(pages) == 2
    with database.read() as session:
        left = select(ImportRow.row).where(ImportRow.outcome == "rejected", ImportRow.retried_in.is_(None))
        assert session.scalars(left).all() == [6]


def test_an_import_with_nothing_to_offer_is_told_at_once(database: Database, sealer: Sealer) -> None:
    told = send(database, sealer, ToldRow(GOOD), ToldRow(GOOD))
    with pytest.raises(NotFound):
        retry_rejected(database, sealer=sealer, actor=SYSTEM, now=AS_OF, import_id=told.import_id)
