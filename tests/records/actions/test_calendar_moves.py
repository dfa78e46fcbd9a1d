"""Decisions about the calendar: what moves, what stays, and that nothing is done twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict, Invalid
from feedback.records.actions import calendar_moves
from feedback.records.actions.calendar_moves import apply_next, close_telling, decide, record_told
from feedback.records.actions.supplements import tell_supplements
from feedback.records.queries.calendar_decisions import count_moves, find_applying, get_decision, list_moves
from feedback.records.rules.calendar_moves import Choice
from feedback.records.rules.supplements import SupplementFacts
from feedback.records.tables import Record
from feedback.working_calendar.queries.proposals import calendar_stamp, narrowed
from feedback.working_calendar.rules.proposals import CalendarChange, Proposal
from feedback.working_calendar.rules.reading import CalendarLine
from tests.records import calendar_world as world_of
from tests.records.calendar_world import REASON, TODAY, golden, propose, settle, swapped

NOT_MOVED = 2
"""“five days” and “before it all”."""


@pytest.fixture
def world(database):
    return database.run(world_of.build)


def dues(database, world):
    with database.read() as session:
        return world_of.dues(session, world)


def test_the_dues_before_anything_is_announced_are_those_reckoned_by_hand(database, world):
    assert dues(database, world) == golden("reference")


def test_reckoned_anew_every_file_moves_to_the_figure_reckoned_by_hand(database, world):
    decision_id = settle(database, swapped())
    assert dues(database, world) == golden("swapped")
    with database.read() as session:
        assert count_moves(session, [decision_id])[decision_id] == {"files": len(world.files) - NOT_MOVED, "told": 0}
        line = next(each for each in list_moves(session, decision_id, None) if each.record_id == world.files["one day"])
        assert line.before == world_of.at("2026-11-23T16:00")
        assert line.after == world_of.at("2026-11-25T16:00")


def test_kept_every_file_stays_and_what_would_have_been_is_written_down(database, world):
    decision_id = settle(database, swapped(), Choice.KEEP)
    assert dues(database, world) == golden("reference")
    with database.read() as session:
        assert count_moves(session, [decision_id])[decision_id]["files"] == len(world.files) - NOT_MOVED
        assert get_decision(session, decision_id).told_at == TODAY


def test_the_printed_date_is_never_touched(database):
    printed = world_of.at("2026-11-23T17:00")
    world = database.run(lambda session: world_of.build(session, stated_due_at=printed))
    settle(database, swapped())
    with database.read() as session:
        assert {row.stated_due_at for row in session.query(Record)} == {printed}
    assert dues(database, world) == golden("swapped")


def test_what_waits_for_its_citizen_is_reckoned_too_and_what_has_a_result_is_not(database):
    world = database.run(lambda session: world_of.build(session, state="awaiting_supplement"))
    settle(database, swapped())
    assert dues(database, world) == golden("swapped")
    database.run(_finish_all)
    settle(database, world_of.worked_after_all())
    assert dues(database, world) == golden("swapped")


def _finish_all(session):
    for row in session.query(Record):
        row.finished_at, row.state = TODAY, "done"


def test_a_swap_taken_back_moves_everything_back(database, world):
    settle(database, swapped())
    settle(database, world_of.swapped_back())
    assert dues(database, world) == golden("reference")


def test_a_decision_needs_a_sentence_and_something_that_changes(database, world):
    with database.read() as session:
        stamp = calendar_stamp(session)

    def attempt(proposal, reason):
        facts = {"actor": SYSTEM, "now": TODAY, "stamp": stamp, "choice": Choice.RECOMPUTE}
        database.run(lambda session: decide(session, proposal=proposal, reason=reason, **facts))

    for reason in ("", "vâng", "x" * 501):
        with pytest.raises(Invalid, match="bằng một câu"):
            attempt(swapped(), reason)
    with pytest.raises(Invalid, match="không có ngày nào"):
        attempt(Proposal("Không có gì", CalendarChange()), REASON)
    assert dues(database, world) == golden("reference")


def test_the_second_of_two_administrators_is_refused_and_previews_anew(database, world):
    with database.read() as session:
        stamp = calendar_stamp(session)
    settle(database, swapped())
    with pytest.raises(Conflict, match="xem trước lại"):
        database.run(
            lambda session: decide(
                session,
                actor=SYSTEM,
                now=TODAY,
                proposal=world_of.settled(),
                stamp=stamp,
                choice=Choice.KEEP,
                reason=REASON,
            )
        )


def test_no_decision_while_the_files_of_another_are_gone_through(database, world):
    def begin(session):
        facts = {"actor": SYSTEM, "now": TODAY, "choice": Choice.RECOMPUTE, "reason": REASON}
        return decide(session, proposal=swapped(), stamp=calendar_stamp(session), **facts)

    database.run(begin)
    with pytest.raises(Conflict, match="đang được áp dụng"):
        settle(database, world_of.settled())


def test_works_are_short_resumed_where_they_ended_and_done_once(database, world, monkeypatch):
    monkeypatch.setattr(calendar_moves, "WORK_FILES", 3)

    def begin(session):
        facts = {"actor": SYSTEM, "now": TODAY, "choice": Choice.RECOMPUTE, "reason": REASON}
        return decide(session, proposal=swapped(), stamp=calendar_stamp(session), **facts)

    decision_id = database.run(begin)
    sizes = [database.run(lambda session: apply_next(session, now=TODAY, decision_id=decision_id)) for _ in range(5)]
    # "before it all" was due before the year's first changed day is looked at only by its whole year: it is read too.
    assert sizes == [3, 3, 2, 0, 0]
    assert dues(database, world) == golden("swapped")
    with database.read() as session:
        assert find_applying(session) is None
        versions = {row.version for row in session.query(Record)}
        assert versions <= {2, 3}
        assert len(list_moves(session, decision_id, None)) == len(world.files) - NOT_MOVED


def test_a_decision_is_in_the_audit_with_its_reason_and_paper(database, world):
    settle(database, swapped())
    with database.read() as session:
        last = session.scalars(select(AuditNote).order_by(AuditNote.id.desc())).first()
        assert last is not None
        assert (last.verb, last.object_label) == ("calendar.decide", "Hoán đổi ngày làm việc")
        assert last.detail == {"choice": "recompute", "reason": REASON, "source": world_of.NOTICE}


def test_a_citizen_is_written_down_as_told_once(database, world):
    decision_id = settle(database, swapped())
    told = {
        "decision_id": decision_id,
        "promised_before": world_of.at("2026-11-23T16:00"),
        "promised_after": world_of.at("2026-11-25T16:00"),
    }
    for record_id in (world.files["one day"], world.files["before it all"]):
        tell = [
            database.run(lambda session, of=record_id: record_told(session, now=TODAY, record_id=of, **told))
            for _ in range(2)
        ]
        assert tell == [True, False]
    database.run(lambda session: close_telling(session, now=TODAY, decision_id=decision_id))
    with database.read() as session:
        counts = count_moves(session, [decision_id])[decision_id]
        assert counts == {"files": len(world.files) - NOT_MOVED, "told": 2}
        assert get_decision(session, decision_id).told_at == TODAY


DAYS = st.dates(date(2026, 11, 16), date(2026, 12, 11))
STEPS = st.lists(st.tuples(DAYS, st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=5)


@pytest.mark.parametrize("_engine", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_changes_reckoned_anew_dues_are_fresh_and_kept_ones_are_as_they_were(built, steps):
    """Each step: a day, whether it is worked, whether that is settled, whether dues are reckoned anew."""
    with built.begin_nested() as undo:
        _walk(built, steps)
        undo.rollback()
    built.expire_all()


@pytest.fixture
def built(session):
    world_of.build(session)
    return session


def _walk(session, steps):
    anew_so_far = True
    for day, is_working, official, anew in steps:
        status = "official" if official else "provisional"
        line = CalendarLine(day, "ordinary_day" if is_working else "holiday", "Ngày thử", is_working, status=status)
        before = world_of.stored(session)
        choice = Choice.RECOMPUTE if anew else Choice.KEEP
        facts = {"actor": SYSTEM, "now": TODAY, "reason": REASON, "choice": choice}
        if not narrowed(session, propose([line]).change):
            continue
        decision_id = decide(session, proposal=propose([line]), stamp=calendar_stamp(session), **facts)
        while apply_next(session, now=TODAY, decision_id=decision_id):
            pass
        after = world_of.stored(session)
        if not anew:
            assert {each: due for each, (due, _) in after.items()} == {each: due for each, (due, _) in before.items()}
        anew_so_far = anew_so_far and anew
        if anew_so_far:
            assert after == world_of.fresh(session)


@pytest.mark.parametrize(("choice", "due"), [(Choice.RECOMPUTE, "2026-11-25T10:00"), (Choice.KEEP, "2026-11-23T10:00")])
def test_a_due_that_waited_for_a_supplement_follows_where_it_is_reckoned_anew(database, choice, due):
    """Printed 20/11 16:00; 4 working hours of waiting lead to Monday 23/11 10:00, or to Wednesday where that is off."""

    def build(session):
        world = world_of.build(session, stated_due_at=world_of.at("2026-11-20T16:00"))
        record_id = world.files["five days"]
        session.get_one(Record, record_id).received_at = world_of.at("2026-11-19T07:00")
        world_of.count_anew(session)
        waited = SupplementFacts(world_of.at("2026-11-20T07:00"), world_of.at("2026-11-20T11:00"), "bản chính")
        tell_supplements(session, actor=SYSTEM, now=TODAY, record_id=record_id, told=[waited])
        return record_id

    record_id = database.run(build)
    before = moved_due(database, record_id)
    settle(database, swapped(), choice)
    assert (before, moved_due(database, record_id)) == ("2026-11-23T10:00", due)


def moved_due(database, record_id):
    with database.read() as session:
        found = session.get_one(Record, record_id).moved_due_at
        return found and world_of.written(found)
