"""Turns of the timetable: claimed by one process, finished once, free again when the claimer died or failed."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from feedback.outbox.actions.once import insert_once
from feedback.outbox.queries import get_slot
from feedback.outbox.rules import BEGUN, slot_pause
from feedback.outbox.tables import JobSlot

SLOT_LEASE = timedelta(minutes=30)


def begin_job(session: Session, *, job: str, now: datetime) -> None:
    """Remember since when a job is on the timetable (the first call counts): earlier turns were never missed."""
    values = {
        "job": job,
        "slot": BEGUN,
        "state": "done",
        "owner": "",
        "lease_until": now,
        "started_at": now,
        "finished_at": now,
        "attempts": 1,
        "last_error": "",
    }
    insert_once(session, JobSlot, ("job", "slot"), values)


def claim_slot(
    session: Session, *, job: str, slot: str, owner: str, now: datetime, lease: timedelta = SLOT_LEASE
) -> bool:
    """Whether this turn is ours: nobody has it, or whoever had it let the lease run out without finishing."""
    values = {
        "job": job,
        "slot": slot,
        "state": "running",
        "owner": owner,
        "lease_until": now + lease,
        "started_at": now,
        "attempts": 1,
        "last_error": "",
    }
    if insert_once(session, JobSlot, ("job", "slot"), values):
        return True
    abandoned = update(JobSlot).where(
        JobSlot.job == job, JobSlot.slot == slot, JobSlot.finished_at.is_(None), JobSlot.lease_until <= now
    )
    taken = abandoned.values(
        owner=owner, lease_until=now + lease, started_at=now, state="running", attempts=JobSlot.attempts + 1
    )
    return len(session.scalars(taken.returning(JobSlot.slot)).all()) == 1


def finish_slot(session: Session, *, job: str, slot: str, owner: str, now: datetime) -> bool:
    """The turn is done for good. Call it in the transaction of the deed itself, so that both stand or fall together.

    False when the lease was lost: then the caller must let its own transaction fail.
    """
    mine = update(JobSlot).where(
        JobSlot.job == job,
        JobSlot.slot == slot,
        JobSlot.owner == owner,
        JobSlot.finished_at.is_(None),
    )
    done = mine.values(state="done", finished_at=now, last_error="")
    return len(session.scalars(done.returning(JobSlot.slot)).all()) == 1


def fail_slot(session: Session, *, job: str, slot: str, owner: str, now: datetime, why: str) -> None:
    """The turn went wrong: somebody may claim it again after a pause that grows; it is never given up."""
    row = get_slot(session, job, slot)
    if row.owner == owner and row.finished_at is None:
        row.state, row.last_error = "failed", why
        row.lease_until = now + slot_pause(row.attempts)
