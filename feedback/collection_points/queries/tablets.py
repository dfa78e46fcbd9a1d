"""Reads: tablets as their pages show them, as a request needs them, and those that have fallen silent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.collection_points.rules.tablets import ENDED, TabletState
from feedback.collection_points.tables import Tablet, TabletDay
from feedback.foundation.errors import NotFound
from feedback.organisation.tables import Counter, Officer, Unit


@dataclass(frozen=True, slots=True)
class Known:
    """What a signed request is checked against."""

    id: UUID
    unit_id: int
    state: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class TabletLine:
    """A tablet in the list, with its unit and counter by name."""

    tablet: Tablet
    unit_name: str
    counter_name: str


def find_known(session: Session, tablet_id: UUID) -> Known | None:
    """The tablet with this id, if it ever gave a key."""
    columns = select(Tablet.id, Tablet.unit_id, Tablet.state, Tablet.public_key)
    row = session.execute(columns.where(Tablet.id == tablet_id, Tablet.public_key.is_not(None))).one_or_none()
    return None if row is None else Known(row.id, row.unit_id, row.state, row.public_key)


def get_tablet(session: Session, tablet_id: UUID) -> Tablet:
    tablet = session.get(Tablet, tablet_id)
    if tablet is None:
        raise NotFound("Không có máy tính bảng này. Hãy mở lại trang Máy tính bảng và chọn từ danh sách.")
    return tablet


def list_tablets(session: Session, unit_ids: Collection[int] | None, *, ended: bool = False) -> list[TabletLine]:
    """Tablets by unit and name: those in use or on their way in, or (`ended`) the last hundred that were revoked."""
    wanted = select(Tablet, Unit.name, Counter.name).join(Unit, Unit.id == Tablet.unit_id)
    wanted = wanted.outerjoin(Counter, Counter.id == Tablet.counter_id)
    if unit_ids is not None:
        wanted = wanted.where(Tablet.unit_id.in_(unit_ids))
    if ended:
        ordered = wanted.where(Tablet.state == TabletState.REVOKED).order_by(Tablet.revoked_at.desc(), Tablet.id)
        rows = session.execute(ordered.limit(100))
    else:
        ordered = wanted.where(Tablet.state.not_in(ENDED))
        rows = session.execute(ordered.order_by(Unit.name_folded, Unit.id, Tablet.name, Tablet.id))
    return [TabletLine(row[0], row[1], row[2] or "") for row in rows]


def place_of(session: Session, tablet: Tablet) -> str:
    """Where a tablet stands, in words: its counter if it has one, and its unit."""
    wanted = select(Unit.name, Counter.name).outerjoin(Counter, Counter.id == tablet.counter_id)
    unit, counter = session.execute(wanted.where(Unit.id == tablet.unit_id)).one()
    return f"{counter}, {unit}" if counter else unit


def hold_unit(session: Session, unit_id: int) -> str:
    """The unit's name; its row is held until the transaction ends, without keeping others from referring to it."""
    wanted = select(Unit.name).where(Unit.id == unit_id).with_for_update(key_share=True)
    name = session.scalars(wanted).one_or_none()
    if name is None:
        raise NotFound("Không có đơn vị này. Xem danh sách ở trang Tổ chức (/to-chuc).")
    return name


def find_named(session: Session, unit_id: int, name: str) -> Tablet | None:
    """The tablet of that name in the unit that has not ended."""
    wanted = select(Tablet).where(Tablet.unit_id == unit_id, Tablet.state.not_in(ENDED))
    return session.scalars(wanted.where(func.lower(Tablet.name) == name.lower()).limit(1)).one_or_none()


def list_unit_counters(session: Session, unit_id: int) -> Sequence[Counter]:
    """Counters in use, by code."""
    wanted = select(Counter).where(Counter.unit_id == unit_id, Counter.active.is_(True))
    return session.scalars(wanted.order_by(Counter.code, Counter.id)).all()


def list_unit_officers(session: Session, unit_id: int) -> Sequence[Officer]:
    wanted = select(Officer).where(Officer.unit_id == unit_id, Officer.active.is_(True))
    return session.scalars(wanted.order_by(Officer.person_name, Officer.id)).all()


def list_active(session: Session) -> Sequence[Tablet]:
    """Every tablet in use, of all units."""
    return session.scalars(select(Tablet).where(Tablet.state == TabletState.ACTIVE).order_by(Tablet.id)).all()


def list_tablet_days(session: Session, tablet_id: UUID, days: Collection[date]) -> dict[date, TabletDay]:
    wanted = select(TabletDay).where(TabletDay.tablet_id == tablet_id, TabletDay.day.in_(days))
    return {row.day: row for row in session.scalars(wanted)}


def find_by_code(session: Session, code_hash: str, now: datetime) -> Tablet | None:
    """The tablet a code invites, while the code holds; locked until the transaction ends."""
    wanted = select(Tablet).where(Tablet.code_hash == code_hash, Tablet.code_expires_at > now)
    return session.scalars(wanted.with_for_update()).one_or_none()


def list_held(session: Session, tablet_ids: Collection[UUID]) -> Sequence[Tablet]:
    """These tablets, held until the transaction ends."""
    wanted = select(Tablet).where(Tablet.id.in_(tablet_ids)).order_by(Tablet.id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).all()
