"""What people do with tablets: invite, compare, approve, reject, change, revoke. Everything is noted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.collection_points.queries import tablets as queries
from feedback.collection_points.rules.tablets import CODE_LIFE, ENDED, TabletState, Terms
from feedback.collection_points.tables import Tablet
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict, Invalid


def invite(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    tablet_id: UUID,
    unit_id: int,
    terms: Terms,
    pin_hash: str,
    code_hash: str,
) -> UUID:
    """A place for a tablet, and the code that fills it. Conflict when the unit has one of that name."""
    _name_is_free(session, unit_id, terms.name)
    _counter_is_ours(session, unit_id, terms.counter_id)
    tablet = Tablet(
        id=tablet_id,
        unit_id=unit_id,
        counter_id=terms.counter_id,
        name=terms.name,
        state=TabletState.INVITED,
        ask=terms.ask,
        pin_hash=pin_hash,
        code_hash=code_hash,
        code_expires_at=now + CODE_LIFE,
        public_key=None,
        invited_at=now,
        enrolled_at=None,
        revoked_at=None,
        revoked_by=None,
        revoked_why=None,
        last_seen_at=None,
        silent_since=None,
    )
    session.add(tablet)
    session.flush()
    _note(session, actor, now, "tablet.invite", tablet)
    return tablet.id


def _name_is_free(session: Session, unit_id: int, name: str, but: UUID | None = None) -> None:
    """Two people who add the same name at once: the unit's row lets one look after the other."""
    unit_name = queries.hold_unit(session, unit_id)
    found = queries.find_named(session, unit_id, name)
    if found is not None and found.id != but:
        raise Conflict(f"{unit_name} đã có máy tên “{name}”. Xin đặt tên khác, hoặc thu hồi máy cũ trước.")


def _counter_is_ours(session: Session, unit_id: int, counter_id: int | None) -> None:
    if counter_id is not None and counter_id not in {each.id for each in queries.list_unit_counters(session, unit_id)}:
        raise Invalid("Quầy này không thuộc đơn vị hoặc không còn dùng. Xin chọn lại quầy.")


def new_code(session: Session, *, actor: Actor, now: datetime, tablet_id: UUID, code_hash: str) -> UUID:
    """Another ten minutes with another code, for a tablet that has not answered yet. Returns its id."""
    tablet = _in_state(session, tablet_id, TabletState.INVITED)
    tablet.code_hash, tablet.code_expires_at = code_hash, now + CODE_LIFE
    session.flush()
    _note(session, actor, now, "tablet.new_code", tablet)
    return tablet.id


def approve(session: Session, *, actor: Actor, now: datetime, tablet_id: UUID) -> None:
    """Both sides show the same six digits: the tablet is in."""
    tablet = _in_state(session, tablet_id, TabletState.WAITING)
    tablet.state, tablet.enrolled_at, tablet.last_seen_at = TabletState.ACTIVE, now, now
    tablet.code_hash = tablet.code_expires_at = None
    session.flush()
    _note(session, actor, now, "tablet.approve", tablet)


def reject(session: Session, *, actor: Actor, now: datetime, tablet_id: UUID, fresh_id: UUID, code_hash: str) -> UUID:
    """The digits differ: whoever gave this key is kept out, and the place gets a new code. Returns the new id."""
    tablet = _in_state(session, tablet_id, TabletState.WAITING)
    _end(tablet, TabletState.REJECTED, actor, now, "")
    session.flush()
    _note(session, actor, now, "tablet.reject", tablet)
    return _again(session, actor, now, tablet, fresh_id, code_hash)


def revoke(session: Session, *, actor: Actor, now: datetime, tablet_id: UUID, reason: str) -> None:
    """End a tablet for good, at once. What it still sends is kept apart until an inspector decides."""
    tablet = _locked(session, tablet_id)
    if tablet.state in ENDED:
        raise Conflict(f"Máy “{tablet.name}” đã thu hồi từ trước.")
    _end(tablet, TabletState.REVOKED, actor, now, reason)
    session.flush()
    _note(session, actor, now, "tablet.revoke", tablet, {"reason": reason})


def enrol_again(
    session: Session, *, actor: Actor, now: datetime, tablet_id: UUID, fresh_id: UUID, code_hash: str, reason: str
) -> UUID:
    """Revoke a tablet that lost its key and give its place a new code, on the same terms. Returns the new id."""
    revoke(session, actor=actor, now=now, tablet_id=tablet_id, reason=reason)
    return _again(session, actor, now, queries.get_tablet(session, tablet_id), fresh_id, code_hash)


def _again(session: Session, actor: Actor, now: datetime, old: Tablet, fresh_id: UUID, code_hash: str) -> UUID:
    from_old = Terms(old.name, old.ask, old.counter_id)  # type: ignore[arg-type]
    return invite(
        session,
        actor=actor,
        now=now,
        tablet_id=fresh_id,
        unit_id=old.unit_id,
        terms=from_old,
        pin_hash=old.pin_hash,
        code_hash=code_hash,
    )


def change(
    session: Session, *, actor: Actor, now: datetime, tablet_id: UUID, terms: Terms, pin_hash: str | None
) -> None:
    """Another name, counter or question, or another PIN; the tablet takes it over when it is next in contact."""
    tablet = _locked(session, tablet_id)
    if tablet.state in ENDED:
        raise Conflict(f"Máy “{tablet.name}” đã thu hồi nên không đổi được nữa.")
    _name_is_free(session, tablet.unit_id, terms.name, tablet.id)
    _counter_is_ours(session, tablet.unit_id, terms.counter_id)
    before = {"name": tablet.name, "ask": tablet.ask, "counter_id": tablet.counter_id}
    after = {"name": terms.name, "ask": terms.ask.value, "counter_id": terms.counter_id}
    tablet.name, tablet.ask, tablet.counter_id = terms.name, terms.ask, terms.counter_id
    if pin_hash is not None:
        tablet.pin_hash = pin_hash
    session.flush()
    detail = {"before": before, "after": after, "pin_changed": pin_hash is not None}
    _note(session, actor, now, "tablet.change", tablet, detail)


def _end(tablet: Tablet, state: TabletState, actor: Actor, now: datetime, reason: str) -> None:
    tablet.state, tablet.revoked_at = state, now
    tablet.revoked_by, tablet.revoked_why = actor.login or actor.name, reason
    tablet.code_hash = tablet.code_expires_at = tablet.silent_since = None


def _locked(session: Session, tablet_id: UUID) -> Tablet:
    """The row, held until the transaction ends."""
    queries.get_tablet(session, tablet_id)
    wanted = select(Tablet).where(Tablet.id == tablet_id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def _in_state(session: Session, tablet_id: UUID, state: TabletState) -> Tablet:
    tablet = _locked(session, tablet_id)
    if tablet.state != state:
        raise Conflict(f"Máy “{tablet.name}” đã sang bước khác. Xin tải lại trang để xem tình trạng bây giờ.")
    return tablet


def _note(
    session: Session, actor: Actor, now: datetime, verb: str, tablet: Tablet, detail: Mapping[str, Any] | None = None
) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="tablet",
        object_id=tablet.id,
        object_label=tablet.name,
        unit_id=tablet.unit_id,
        detail=detail,
    )
