"""Which unit is meant: by address, by name, by the prefix of a record code; lists of units and areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.foundation.words import day as day_words
from feedback.organisation.rules import UnitAddress, name_keys, own_keys, parse_address
from feedback.organisation.tables import Area, AreaUnit, Unit, UnitPrefix, UnitSuccession


def valid_on(day: date) -> ColumnElement[bool]:
    """Units that exist on that day."""
    return and_(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= day), or_(Unit.valid_to.is_(None), Unit.valid_to >= day)
    )


def find_unit_at(session: Session, address: str | UnitAddress, day: date) -> Unit | None:
    """The unit of that address; a bare code means the one valid on `day`. Invalid if the address is unreadable."""
    wanted = parse_address(address) if isinstance(address, str) else address
    return session.scalar(select(Unit).where(Unit.code == wanted.code, valid_on(wanted.day or day)))


def get_unit_at(session: Session, address: str | UnitAddress, day: date) -> Unit:
    """As find_unit_at; NotFound says which generations of the code there are."""
    wanted = parse_address(address) if isinstance(address, str) else address
    unit = find_unit_at(session, wanted, day)
    if unit is None:
        raise NotFound(_not_found(session, wanted, wanted.day or day))
    return unit


def _not_found(session: Session, wanted: UnitAddress, day: date) -> str:
    others = session.scalars(select(Unit).where(Unit.code == wanted.code).order_by(Unit.valid_to)).all()
    if not others:
        return f"Không có đơn vị mã {wanted.code}. Xem mã đúng ở trang Tổ chức (/to-chuc)."
    known = "; ".join(f"{each.name} ({_span(each)}): ghi {_address_of(each)}" for each in others)
    return f"Mã {wanted.code} không có đơn vị nào vào ngày {day_words(day)}. Mã này từng dùng cho {known}."


def _span(unit: Unit) -> str:
    since = f"từ {day_words(unit.valid_from)}" if unit.valid_from else ""
    until = f"đến {day_words(unit.valid_to)}" if unit.valid_to else ""
    return " ".join(part for part in (since, until) if part) or "mọi ngày"


def _address_of(unit: Unit) -> str:
    return str(UnitAddress(unit.code, unit.valid_to or unit.valid_from))


def get_unit(session: Session, unit_id: int) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("Không có đơn vị này. Xem danh sách ở trang Tổ chức (/to-chuc).")
    return unit


def names_on(session: Session, day: date) -> dict[str, int]:
    """Folded name → unit id for every name that means exactly one unit on that day.

    For many look-ups at once: try each of `rules.name_keys(text)` in turn. A name without its kind (“hai lang”)
    counts only where no other unit of the day shares it.
    """
    found: dict[str, set[int]] = defaultdict(set)
    exact: dict[str, set[int]] = defaultdict(set)
    for unit_id, name in session.execute(select(Unit.id, Unit.name).where(valid_on(day))):
        whole, *looser = own_keys(name)
        exact[whole].add(unit_id)
        for key in looser:
            found[key].add(unit_id)
    return {key: next(iter(ids)) for key, ids in (found | exact).items() if len(ids) == 1}


def find_unit_by_name(session: Session, name: str, day: date) -> Unit | None:
    """The unit a printed name means on that day (“UBND xã Hải Lăng”); None when unknown or ambiguous."""
    names = names_on(session, day)
    unit_id = next((names[key] for key in name_keys(name) if key in names), None)
    return None if unit_id is None else session.get(Unit, unit_id)


def list_units(
    session: Session, day: date, *, level: str | None = None, ids: Collection[int] | None = None
) -> list[Unit]:
    """Units valid on that day in order of their names; narrowed to a level or to some ids where given."""
    query = select(Unit).where(valid_on(day)).order_by(Unit.name_folded, Unit.code)
    if level is not None:
        query = query.where(Unit.level == level)
    if ids is not None:
        query = query.where(Unit.id.in_(ids))
    return list(session.scalars(query))


def unit_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Unit id → its name, whenever it was valid; ids nobody has are left out."""
    units = session.scalars(select(Unit).where(Unit.id.in_(ids)))
    return {unit.id: unit.name for unit in units}


def list_predecessors(session: Session, unit_id: int) -> list[Unit]:
    """The units that became this one, by name."""
    joined = select(Unit).join(UnitSuccession, UnitSuccession.old_unit_id == Unit.id)
    return list(session.scalars(joined.where(UnitSuccession.new_unit_id == unit_id).order_by(Unit.name_folded)))


def list_successors(session: Session, unit_id: int) -> list[Unit]:
    """The units this one became part of, by name."""
    joined = select(Unit).join(UnitSuccession, UnitSuccession.new_unit_id == Unit.id)
    return list(session.scalars(joined.where(UnitSuccession.old_unit_id == unit_id).order_by(Unit.name_folded)))


def find_area(session: Session, code: str) -> Area | None:
    return session.scalar(select(Area).where(Area.code == code))


def get_area(session: Session, code: str) -> Area:
    area = find_area(session, code)
    if area is None:
        raise NotFound(f"Không có địa bàn mã {code}. Xem mã đúng ở trang Tổ chức (/to-chuc).")
    return area


def list_areas(session: Session) -> list[Area]:
    return list(session.scalars(select(Area).order_by(Area.name)))


def list_area_units(session: Session, area_id: int) -> list[Unit]:
    """The area's own units, by name."""
    joined = select(Unit).join(AreaUnit, AreaUnit.unit_id == Unit.id).where(AreaUnit.area_id == area_id)
    return list(session.scalars(joined.order_by(Unit.name_folded)))


def find_prefix_unit(session: Session, prefix: str) -> Unit | None:
    """The unit whose record codes start so (exact prefix, before the first hyphen)."""
    return session.scalar(select(Unit).join(UnitPrefix).where(UnitPrefix.prefix == prefix))


def list_prefixes(session: Session) -> dict[str, int]:
    """Prefix → unit id."""
    return {row.prefix: row.unit_id for row in session.scalars(select(UnitPrefix))}
