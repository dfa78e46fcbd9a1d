"""What is known of a file's clock: its waits, the due they lead to, its steps, the provisional days it crosses."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.records.actions.steps import tell_steps
from feedback.records.actions.supplements import tell_supplements
from feedback.records.queries import get_file
from feedback.records.queries.clocks import late_causes, list_steps, list_supplements, read_clock, tell_uncertain
from feedback.records.rules.steps import StepFacts
from feedback.records.rules.supplements import Origin, SupplementFacts
from feedback.records.tables import Record
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory
from tests.records.rules.samples import at

DUE = at("18/11/2026 16:00").at
ASKED, ANSWERED = at("17/11/2026 08:00").at, at("18/11/2026 08:00").at


@pytest.fixture(autouse=True)
def _calendar(session: Session, now: datetime) -> None:
    load_reference_calendar(session, actor=SYSTEM, now=now)


def test_the_wait_that_only_the_last_import_shows_stands_beside_what_was_told(
    session: Session, make: Factory, now: datetime
):
    record = make.record(
        make.unit(), state="awaiting_supplement", status_text="Chờ bổ sung", stated_due_at=DUE, paused_since=ANSWERED
    )
    told = [SupplementFacts(ASKED, at("17/11/2026 10:00").at)]
    tell_supplements(session, actor=SYSTEM, now=now, record_id=record.id, told=told)
    lines = list_supplements(session, record.id)
    assert [(line.supplement.origin, line.id is None) for line in lines] == [
        (Origin.SOURCE, False),
        (Origin.IMPORT, True),
    ]
    assert read_clock(session, record.id).believed.requests == 2


def test_without_a_due_or_a_calendar_nothing_is_moved(session: Session, make: Factory):
    unit = make.unit()
    bare = make.record(unit)
    assert read_clock(session, bare.id).moved is None
    far = make.record(unit, stated_due_at=DUE.replace(year=2040), received_at=DUE.replace(year=2040, month=1))
    told = [SupplementFacts(DUE.replace(year=2040, month=2), DUE.replace(year=2040, month=3))]
    tell_supplements(session, actor=SYSTEM, now=DUE.replace(year=2041), record_id=far.id, told=told)
    reading = read_clock(session, far.id)
    assert (reading.moved, reading.missing_year) == (None, 2040)


def held(session: Session, record: Record, unit_id: int, now: datetime) -> None:
    step = StepFacts(unit_id, at("16/11/2026 09:00").at, DUE)
    tell_steps(session, actor=SYSTEM, now=now, record_id=record.id, told=[step])


def test_the_agency_that_held_a_late_file_is_named_and_a_timely_one_has_none(
    session: Session, make: Factory, now: datetime
):
    unit, tax = make.unit(), make.unit("Thuế cơ sở mẫu")
    late, timely, without = (make.record(unit, stated_due_at=DUE) for _ in range(3))
    for record in (late, timely):
        held(session, record, tax.id, now)
    dues = {late.id: DUE, timely.id: now, without.id: DUE}
    assert late_causes(session, dues, now) == {late.id: "Thuế cơ sở mẫu"}
    assert [(line.unit, line.facts.due_at) for line in list_steps(session, late.id)] == [("Thuế cơ sở mẫu", DUE)]


def test_files_whose_time_crosses_a_provisional_day_say_which(session: Session, make: Factory):
    unit = make.unit()
    across, before, bare = (make.record(unit, stated_due_at=due) for due in (at("25/11/2026 09:00").at, DUE, None))
    files = [get_file(session, record.id) for record in (across, before, bare)]
    assert tell_uncertain(session, files) == {across.id: "qua ngày nghỉ dự kiến 24/11/2026"}


def test_a_due_in_a_year_whose_notice_is_awaited_says_so_too(session: Session, make: Factory):
    unit = make.unit()
    record = make.record(unit, received_at=at("21/12/2026 09:00").at, stated_due_at=at("05/01/2027 09:00").at)
    assert tell_uncertain(session, [get_file(session, record.id)]) == {
        record.id: "lịch nghỉ năm 2027 chưa có thông báo chính thức"
    }
