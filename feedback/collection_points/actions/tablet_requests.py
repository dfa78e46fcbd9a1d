"""What tablets do: answer an invitation, prove a request is a new one, tell how they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.collection_points.queries import tablets as queries
from feedback.collection_points.rules.signatures import Claim
from feedback.collection_points.rules.tablet_time import silent_minutes
from feedback.collection_points.rules.tablets import LOOK, QUIET, STORAGE_FULL, TabletState
from feedback.collection_points.tables import Tablet, TabletDay
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day
from feedback.foundation.words import number
from feedback.outbox.actions import close_tasks, hand_over
from feedback.working_calendar.queries import calendar_for

SILENT_TASK, STORAGE_TASK = "tablets.silent", "tablets.storage"
BELIEVABLE = timedelta(days=400)
"""Day counts further away come from a clock that was never set; they would name a year nobody reports on."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A request taken as new. `fresh` is False when its counter was used before: then `last` says how far we are."""

    tablet_id: UUID
    fresh: bool
    last: int
    state: str
    unit_id: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class Health:
    """What a tablet tells of itself. `recorded` is day → answers, as counted on the tablet."""

    queue: int
    last_seq: int
    recorded: Mapping[date, int]
    storage: int
    persisted: bool
    version: str


def enrol(
    session: Session,
    *,
    code_hash: str,
    public_key: bytes,
    version: str,
    now: datetime,
    last_seq: int = 0,
    before: UUID | None = None,
) -> UUID | None:
    """Take an invited tablet's key; None when no code like that holds now.

    `last_seq` is the last answer number the device remembers giving: its new book begins after it; `before` is the
    enrolment it gave it under, and its book is the one that goes on: not that of whatever tablet stood here before.

    The code belongs to the first key that came with it: a reply lost on the way may be asked for again by that key.
    """
    tablet = queries.find_by_code(session, code_hash, now)
    if tablet is None or tablet.state not in (TabletState.INVITED, TabletState.WAITING):
        return None
    if tablet.state == TabletState.WAITING:
        return tablet.id if tablet.public_key == public_key else None
    tablet.state, tablet.public_key, tablet.version = TabletState.WAITING, public_key, version
    tablet.last_seen_at, tablet.first_seq, tablet.last_seq = now, last_seq, last_seq
    tablet.continues = before if last_seq and _was_used_here(session, before, tablet) else None
    session.flush()
    note(
        session,
        actor=SYSTEM,
        now=now,
        verb="tablet.enrol",
        object_kind="tablet",
        object_id=tablet.id,
        object_label=tablet.name,
        unit_id=tablet.unit_id,
    )
    return tablet.id


def _was_used_here(session: Session, before: UUID | None, tablet: Tablet) -> bool:
    found = None if before is None else session.get(Tablet, before)
    return found is not None and found.unit_id == tablet.unit_id and found.enrolled_at is not None


def accept(session: Session, *, claim: Claim, now: datetime, seq: int = 0) -> Accepted:
    """Move the tablet's counter on to this request's, if it is higher: of many at once one gets through.

    `seq` is the highest answer number the request speaks of; only a tablet in use is believed, or a thief could make up
    losses. The row is held until the transaction ends, so requests
    of one tablet go one after the other.
    """
    told = (
        Tablet.last_counter,
        Tablet.state,
        Tablet.unit_id,
        Tablet.last_seq,
        Tablet.last_seen_at,
        Tablet.silent_since,
    )
    before = session.execute(select(*told).where(Tablet.id == claim.tablet).with_for_update()).one()
    offset = (now - claim.said_at) // timedelta(milliseconds=1)
    mine = update(Tablet).where(Tablet.id == claim.tablet, Tablet.last_counter < claim.counter)
    last_seq = max(before.last_seq, seq) if before.state == TabletState.ACTIVE else before.last_seq
    mine = mine.values(
        last_counter=claim.counter, last_seen_at=now, silent_since=None, offset=offset, last_seq=last_seq
    )
    taken = session.scalars(mine.returning(Tablet.id).execution_options(synchronize_session=False)).all()
    if taken and before.state == TabletState.ACTIVE:
        _end_of_silence(session, claim.tablet, before, now)
    last = claim.counter if taken else before.last_counter
    return Accepted(claim.tablet, bool(taken), last, before.state, before.unit_id, last_seq)


def _end_of_silence(session: Session, tablet_id: UUID, before: Any, now: datetime) -> None:
    """The office minutes since it was last heard go into the book; an alert is over."""
    if before.silent_since is not None:
        close_tasks(session, kind=SILENT_TASK, subject=f"{tablet_id}/", by=SYSTEM.name, now=now)
    if before.last_seen_at is None or now - before.last_seen_at <= QUIET:
        return
    calendar = calendar_for(session, before.unit_id)
    for day, minutes in silent_minutes(calendar, before.last_seen_at, now).items():
        _day(session, tablet_id, day).silent_minutes += minutes


def _day(session: Session, tablet_id: UUID, day: date) -> TabletDay:
    row = session.get(TabletDay, (tablet_id, day))
    if row is None:
        row = TabletDay(tablet_id=tablet_id, day=day, recorded=0, beats=0, silent_minutes=0)
        session.add(row)
        session.flush()
    return row


def beat(session: Session, *, tablet_id: UUID, health: Health, now: datetime) -> None:
    """Write down how the tablet is. Its counts only ever rise here: what was told once stays in the books."""
    tablet = queries.get_tablet(session, tablet_id)
    tablet.queue, tablet.storage, tablet.persisted = health.queue, health.storage, health.persisted
    tablet.version, tablet.last_seq = health.version, max(tablet.last_seq, health.last_seq)
    today = local_day(now)
    _day(session, tablet_id, today).beats += 1
    for day, recorded in health.recorded.items():
        if recorded and abs(day - today) <= BELIEVABLE:
            row = _day(session, tablet_id, day)
            row.recorded = max(row.recorded, recorded)
    session.flush()
    if health.storage >= STORAGE_FULL:
        _tell_storage(session, tablet, today, now)


def _tell_storage(session: Session, tablet: Tablet, today: date, now: datetime) -> None:
    hand_over(
        session,
        kind=STORAGE_TASK,
        subject=f"{tablet.id}/{today.isoformat()}",
        unit_id=tablet.unit_id,
        title=f"Máy tính bảng {tablet.name} ({queries.place_of(session, tablet)}) sắp hết chỗ lưu ({tablet.storage} %)",
        detail=(
            f"Còn {number(tablet.queue)} phiếu đang chờ gửi. Xin đến chỗ máy. {LOOK} Kiểm tra mạng để các phiếu đang "
            "chờ được gửi về, rồi xóa bớt ảnh và ứng dụng khác trên máy. Không xóa dữ liệu của trang đánh giá."
        ),
        now=now,
    )
