"""A day off announced after a date was promised: the citizen hears of it once, whatever runs twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from feedback.apologies.jobs.calendar import calendar_handler, follow_decisions
from feedback.apologies.queries.calendar_messages import CALENDAR_MAIL, CALENDAR_TASK
from feedback.foundation.actors import SYSTEM
from feedback.outbox.actions import lease_due
from feedback.outbox.rules import Gone
from feedback.records.actions.calendar_moves import apply_next, decide
from feedback.records.queries.calendar_decisions import count_moves, find_applying, get_decision
from feedback.records.rules.calendar_moves import Choice
from feedback.records.tables import Record
from feedback.working_calendar.queries.proposals import calendar_stamp
from feedback.working_calendar.rules.reading import CalendarLine
from tests.apologies.conftest import DECISION, MORNING
from tests.records.calendar_world import REASON, at, propose

PROMISED, MOVED = at("2026-11-25T16:00"), at("2026-11-26T16:00")
DAY_OFF = date(2026, 11, 25)
ADDRESS = {"name": "Nguyễn Thị Mẫu", "email": "mau@example.vn"}


@pytest.fixture
def promise(world):
    """Approves a notice whose new date is Wednesday 25/11 16:00; the notice's id."""

    def make(**more):
        notice_id = world.expect_late(world.file(**{"applicant": ADDRESS} | more))
        world.decide(notice_id, decision=replace(DECISION, new_due=PROMISED))
        world.approve(notice_id)
        return notice_id

    return make


def close(world, day=DAY_OFF, choice=Choice.RECOMPUTE, line=None):
    """Decide that the day is off; the decision's id."""
    line = line or CalendarLine(day, "closed", "Nghỉ theo lệnh của tỉnh", False, source="CĐ 1")

    def work(session):
        facts = {"actor": SYSTEM, "now": MORNING, "reason": REASON, "choice": choice}
        return decide(session, proposal=propose([line]), stamp=calendar_stamp(session), **facts)

    return world.run(work)


def told(world, kind):
    return [item for item in world.letters() if item.kind == kind]


def test_who_holds_a_date_on_the_day_off_is_told_once_by_letter_and_by_task(world, promise):
    notice_id, elsewhere = promise(), world.approved()
    before = world.line(elsewhere).new_due_at
    decision_id = close(world)
    assert follow_decisions(world.store, MORNING, "")["told"] == 1
    for _ in range(2):
        assert "told" not in follow_decisions(world.store, MORNING + timedelta(minutes=1), "")
    assert world.line(notice_id).new_due_at == MOVED
    assert world.line(elsewhere).new_due_at == before
    (letter,) = told(world, CALENDAR_MAIL)
    (task,) = world.tasks(CALENDAR_TASK)
    assert letter.subject == task.subject == f"{decision_id}/{world.line(notice_id).record_id}"
    assert "từ 16:00 ngày 25/11/2026 sang 16:00 ngày 26/11/2026" in task.title
    with world.store.database.read() as session:
        assert count_moves(session, [decision_id])[decision_id]["told"] == 1
        assert get_decision(session, decision_id).told_at is not None


def test_the_moved_date_is_no_second_appointment_and_the_paper_keeps_its_number(world, promise):
    notice_id = promise()
    before = world.line(notice_id)
    close(world)
    follow_decisions(world.store, MORNING, "")
    after = world.line(notice_id)
    assert (after.state, after.number, after.document_id) == (before.state, before.number, before.document_id)
    assert world.follow(at("2026-11-26T15:00"), after.record_id) == ["nothing"]
    assert world.follow(at("2026-11-26T17:00"), after.record_id) == ["escalate"]


def test_a_further_decision_that_breaks_the_new_date_is_told_once_more(world, promise):
    notice_id = promise()
    close(world)
    follow_decisions(world.store, MORNING, "")
    close(world, DAY_OFF + timedelta(days=1))
    follow_decisions(world.store, MORNING, "")
    assert world.line(notice_id).new_due_at == at("2026-11-27T16:00")
    assert len(told(world, CALENDAR_MAIL)) == len(world.tasks(CALENDAR_TASK)) == 2


def test_kept_dates_are_kept_and_nobody_is_told(world, promise):
    notice_id = promise()
    close(world, choice=Choice.KEEP)
    assert "told" not in follow_decisions(world.store, MORNING, "")
    assert world.line(notice_id).new_due_at == PROMISED
    assert told(world, CALENDAR_MAIL) == []


def test_whose_result_is_there_is_not_told(world, promise):
    notice_id = promise()
    world.change(world.line(notice_id).record_id, finished_at=MORNING, state="done")
    close(world)
    assert "told" not in follow_decisions(world.store, MORNING, "")


def test_files_follow_in_turns_of_the_job(world):
    record_id = world.file(stated_due_at=None, received_at=at("2026-11-20T09:00"), computed_due_at=PROMISED)
    close(world)
    assert follow_decisions(world.store, MORNING, "")["files"] >= 1
    with world.store.database.read() as session:
        assert session.scalars(select(Record.computed_due_at).where(Record.id == record_id)).one() != PROMISED


def _delivery(world):
    leased = world.run(lambda session: lease_due(session, kinds=[CALENDAR_MAIL], owner="t", now=MORNING))
    return leased[0]


def test_the_letter_says_both_dates_and_the_paper(world, promise, monkeypatch):
    promise()
    close(world)
    follow_decisions(world.store, MORNING, "")
    sent: list[EmailMessage] = []
    monkeypatch.setattr("feedback.apologies.jobs.calendar.remembering", lambda settings: _Post(sent))
    calendar_handler(world.store)(_delivery(world), MORNING)
    (message,) = sent
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert message["To"].addresses[0].addr_spec == ADDRESS["email"]
    for words in (
        "16:00 ngày 25/11/2026",
        "16:00 ngày 26/11/2026",
        "TB 9999/TB-BNV",
        "không phải là lần xin gia hạn mới",
    ):
        assert words in text


class _Post:
    def __init__(self, sent):
        self.sent = sent

    def send(self, message):
        self.sent.append(message)


def test_without_an_address_the_paper_at_the_desk_is_all(world, promise):
    promise(applicant={"name": "Nguyễn Thị Mẫu"})
    close(world)
    follow_decisions(world.store, MORNING, "")
    with pytest.raises(Gone, match="in và trao tại quầy"):
        calendar_handler(world.store)(_delivery(world), MORNING)
    assert len(world.tasks(CALENDAR_TASK)) == 1


def test_what_was_decided_again_before_anybody_was_told_is_not_told(world, promise):
    """The scheduler was down: a day off, taken back, and off again with the dates kept. The last word holds."""
    notice_id = promise()
    back = CalendarLine(DAY_OFF, "ordinary_day", "Làm việc bình thường", True, source="CĐ 2")
    for choice, line in ((Choice.RECOMPUTE, None), (Choice.RECOMPUTE, back), (Choice.KEEP, None)):
        close(world, choice=choice, line=line)
        while world.run(apply_some):
            pass
    assert "told" not in follow_decisions(world.store, MORNING, "")
    assert world.line(notice_id).new_due_at == PROMISED
    assert told(world, CALENDAR_MAIL) == []


def test_what_was_decided_again_to_the_same_end_is_told_once(world, promise):
    notice_id = promise()
    for _ in range(2):
        close(world)
        while world.run(apply_some):
            pass
        close(world, line=CalendarLine(DAY_OFF, "ordinary_day", "Làm việc bình thường", True, source="CĐ 2"))
        while world.run(apply_some):
            pass
    close(world)
    assert follow_decisions(world.store, MORNING, "")["told"] == 1
    assert world.line(notice_id).new_due_at == MOVED
    assert len(told(world, CALENDAR_MAIL)) == len(world.tasks(CALENDAR_TASK)) == 1


def apply_some(session):
    """One work of the decision that is being applied, as the door does before the job comes by."""
    applying = find_applying(session)
    return apply_next(session, now=MORNING, decision_id=applying.id) if applying is not None else 0
