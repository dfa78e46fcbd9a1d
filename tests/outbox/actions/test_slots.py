"""Turns of the timetable: each once, however many schedulers there are and however long none was."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from feedback.foundation.database import Database
from feedback.outbox.actions import begin_job, claim_slot, fail_slot, finish_slot
from feedback.outbox.actions.slots import SLOT_LEASE
from feedback.outbox.queries import due_slots, get_slot, list_failed_slots
from feedback.outbox.rules import Rhythm

MONDAY = Rhythm(time(7, 0), weekday=0)


def claim(session: Session, now: datetime, owner: str = "a", slot: str = "2026-W46") -> bool:
    return claim_slot(session, job="báo cáo", slot=slot, owner=owner, now=now)


def finish(session: Session, now: datetime, owner: str = "a", slot: str = "2026-W46") -> bool:
    return finish_slot(session, job="báo cáo", slot=slot, owner=owner, now=now)


def test_a_turn_belongs_to_whoever_claims_it_first(session: Session, now: datetime) -> None:
    assert claim(session, now, "a")
    assert not claim(session, now, "b")


def test_a_turn_whose_claimer_died_is_free_after_its_lease(session: Session, now: datetime) -> None:
    claim(session, now, "a")
    assert not claim(session, now + SLOT_LEASE - timedelta(seconds=1), "b")
    assert claim(session, now + SLOT_LEASE, "b")
    assert not finish(session, now + SLOT_LEASE, "a")
    assert finish(session, now + SLOT_LEASE, "b")


def test_a_finished_turn_is_never_claimed_again(session: Session, now: datetime) -> None:
    claim(session, now)
    assert finish(session, now)
    assert not claim(session, now + timedelta(days=365), "b")
    assert not finish(session, now)


def test_a_failed_turn_is_visible_and_tried_again_after_a_pause(session: Session, now: datetime) -> None:
    claim(session, now)
    fail_slot(session, job="báo cáo", slot="2026-W46", owner="a", now=now, why="hết đĩa")
    session.flush()
    assert [each.last_error for each in list_failed_slots(session)] == ["hết đĩa"]
    assert not claim(session, now, "b")
    assert claim(session, now + timedelta(minutes=1), "b")
    assert finish(session, now + timedelta(minutes=2), "b")
    assert list_failed_slots(session) == []
    assert get_slot(session, "báo cáo", "2026-W46").attempts == 2


def test_a_job_that_never_began_has_no_turns(session: Session, now: datetime) -> None:
    assert due_slots(session, "báo cáo", MONDAY, now) == []


def test_a_new_installation_owes_nothing_for_the_past(session: Session, now: datetime) -> None:
    begin_job(session, job="báo cáo", now=now)
    assert due_slots(session, "báo cáo", MONDAY, now) == []


def test_after_two_weeks_down_every_missed_turn_is_due_once(session: Session, now: datetime) -> None:
    begin_job(session, job="báo cáo", now=now - timedelta(days=14))
    begin_job(session, job="báo cáo", now=now)
    slots = [slot.name for slot in due_slots(session, "báo cáo", MONDAY, now)]
    assert slots == ["2026-W45", "2026-W46"]
    for name in slots:
        assert claim(session, now, slot=name)
        assert finish(session, now, slot=name)
    assert due_slots(session, "báo cáo", MONDAY, now) == []


def test_a_turn_in_the_middle_that_failed_stays_due(session: Session, now: datetime) -> None:
    begin_job(session, job="báo cáo", now=now - timedelta(days=21))
    for name in ("2026-W44", "2026-W46"):
        claim(session, now, slot=name)
        finish(session, now, slot=name)
    assert [slot.name for slot in due_slots(session, "báo cáo", MONDAY, now)] == ["2026-W45"]


def test_eight_schedulers_claim_fifty_turns_fifty_times(database: Database, now: datetime) -> None:
    def scheduler(owner: int) -> int:
        return sum(
            database.run(lambda session, slot=slot: claim(session, now, f"{owner}", f"{slot}")) for slot in range(50)
        )

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(scheduler, range(8))) == 50
