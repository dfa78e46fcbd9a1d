"""The clock of a file follows what is known of its waiting: told by hand, or seen between two imports."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.organisation.actions import set_setting
from feedback.records.actions.clocks import note_ended_waits, renew_clock, renew_clocks
from feedback.records.actions.supplements import tell_supplements
from feedback.records.queries.clocks import SUPPLEMENT_CLOCK
from feedback.records.rules import Stamp
from feedback.records.rules.supplements import SupplementFacts
from feedback.records.tables import ImportRow, Record, RecordImport, RecordSupplement, StagedRecord
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory
from tests.records.rules.samples import at

DUE = at("18/11/2026 16:00").at
ASKED, ANSWERED = at("17/11/2026 08:00").at, at("18/11/2026 08:00").at
NEXT_DAY = at("19/11/2026 16:00").at
"""The due after one working day of waiting."""


@pytest.fixture(autouse=True)
def _calendar(session: Session, now: datetime) -> None:
    load_reference_calendar(session, actor=SYSTEM, now=now)


def tell(session: Session, record: Record, now: datetime, *told: SupplementFacts) -> Record:
    tell_supplements(session, actor=SYSTEM, now=now, record_id=record.id, told=told)
    session.refresh(record)
    return record


def staged(session: Session, make: Factory, record: Record, as_of: datetime, **more: object) -> int:
    """A staged import that tells the file anew."""
    head = RecordImport(
        file_name="so.xlsx", sha256="0", unit_id=None, as_of=as_of, started_at=as_of, visible_at=None, counts={}
    )
    session.add(head)
    session.flush()
    columns = {each.name for each in StagedRecord.__table__.columns} & {each.name for each in Record.__table__.columns}
    values = {name: getattr(record, name) for name in columns - {"id"}} | more
    session.add(StagedRecord(import_id=head.id, record_id=record.id, base_version=1, changes=[], **values))
    session.add(
        ImportRow(
            import_id=head.id, row=1, line=1, outcome="accepted", effect="changed", reasons=[], record_id=record.id
        )
    )
    session.flush()
    return head.id


def test_an_answered_request_moves_the_due_and_keeps_the_one_the_citizen_holds(
    session: Session, make: Factory, now: datetime
):
    record = make.record(make.unit(), stated_due_at=DUE, latest_due_at=DUE)
    tell(session, record, now, SupplementFacts(ASKED, ANSWERED))
    assert (record.moved_due_at, record.stated_due_at, record.requests, record.version) == (NEXT_DAY, DUE, 1, 1)


def test_an_open_request_stops_the_clock_until_its_answer_is_told(session: Session, make: Factory, now: datetime):
    record = make.record(make.unit(), stated_due_at=DUE)
    tell(session, record, now, SupplementFacts(ASKED))
    assert (record.awaiting_since, record.moved_due_at) == (ASKED, None)
    tell(session, record, now, SupplementFacts(ASKED, ANSWERED))
    assert (record.awaiting_since, record.moved_due_at, record.requests) == (None, NEXT_DAY, 1)


def test_where_the_office_begins_anew_the_procedures_limit_is_counted_from_the_answer(
    session: Session, make: Factory, now: datetime
):
    unit = make.unit()
    record = make.record(unit, make.procedure(limit_amount=3), stated_due_at=DUE)
    set_setting(session, actor=SYSTEM, now=now, unit_id=unit.id, key=SUPPLEMENT_CLOCK, value="anew", source="QC")
    tell(session, record, now, SupplementFacts(ASKED, ANSWERED))
    assert record.moved_due_at == at("23/11/2026 08:00").at


def test_a_file_two_imports_saw_waiting_and_going_on_has_waited_between_them(
    session: Session, make: Factory, now: datetime
):
    record = make.record(
        make.unit(), state="awaiting_supplement", status_text="Chờ bổ sung", stated_due_at=DUE, paused_since=ASKED
    )
    import_id = staged(session, make, record, ANSWERED, state="received", paused_since=None)
    note_ended_waits(session, import_id=import_id, now=now)
    note_ended_waits(session, import_id=import_id, now=now)
    record.state, record.paused_since = "received", None
    session.flush()
    renew_clocks(session, import_id=import_id)
    session.refresh(record)
    row = session.scalars(select(RecordSupplement)).one()
    assert (row.asked_at, row.answered_at, row.origin, row.kind) == (ASKED, ANSWERED, "import", "supplement")
    assert (record.moved_due_at, record.requests, record.awaiting_since) == (NEXT_DAY, 1, None)


def test_a_wait_for_money_ends_with_the_result_and_is_no_request(session: Session, make: Factory, now: datetime):
    record = make.record(
        make.unit(),
        state="awaiting_supplement",
        status_text="Chờ nộp nghĩa vụ tài chính",
        stated_due_at=DUE,
        paused_since=ASKED,
    )
    done = ASKED + timedelta(hours=2)
    import_id = staged(session, make, record, ANSWERED, state="done", finished_at=done, paused_since=None)
    note_ended_waits(session, import_id=import_id, now=now)
    row = session.scalars(select(RecordSupplement)).one()
    assert (row.answered_at, row.kind) == (done, "payment")


def test_a_file_that_still_waits_in_the_source_runs_again_once_the_desk_tells_the_answer(
    session: Session, make: Factory, now: datetime
):
    seen = ASKED + timedelta(hours=3)
    record = make.record(
        make.unit(), state="awaiting_supplement", status_text="Chờ bổ sung", stated_due_at=DUE, paused_since=seen
    )
    renew_clock(session, record_id=record.id)
    session.refresh(record)
    assert (record.resumed_at, record.requests) == (None, 1)
    tell(session, record, now, SupplementFacts(ASKED, ANSWERED))
    assert (record.resumed_at, record.requests, record.moved_due_at) == (ANSWERED, 1, NEXT_DAY)


def test_a_year_without_calendar_leaves_the_due_as_it_was(session: Session, make: Factory, now: datetime):
    late = Stamp(at("29/12/2035 08:00").at, True)
    record = make.record(make.unit(), received_at=late.at, stated_due_at=late.at + timedelta(days=1))
    tell(session, record, late.at + timedelta(days=9), SupplementFacts(late.at, late.at + timedelta(hours=5)))
    assert (record.moved_due_at, record.requests) == (None, 1)
