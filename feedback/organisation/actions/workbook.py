"""Loading the organisation's sheets of the workbook, in the order in which they build on one another.

Errors are noted row by row and the door undoes the whole load when there is one: nothing is half-applied. A preview is
the same load, undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import delete, select

from feedback.foundation.errors import Refused
from feedback.foundation.text import fold
from feedback.organisation.actions.ledger import Ledger
from feedback.organisation.queries import find_area, find_counter, find_desk, get_unit_at
from feedback.organisation.rules import Difference, Outcome
from feedback.organisation.rules.sheets import Line, Sheet
from feedback.organisation.rules.workbook import ADDRESSES, AREAS, COUNTERS, DESKS, HEADS, PREFIXES, UNITS
from feedback.organisation.tables import Area, AreaUnit, Counter, Desk, Head, Officer, Unit, UnitPrefix, UnitSetting

SOURCE = "file tổ chức"
AGENCY = "agency"


def load_sheets(ledger: Ledger, lines: Mapping[str, tuple[Line, ...]], *, day: date) -> None:
    """Load every organisation sheet of a reading; unit codes without a day mean the unit valid on `day`."""
    loaders: tuple[tuple[Sheet, Callable[[Ledger, Line, date], None]], ...] = (
        (UNITS, _load_unit),
        (HEADS, _load_head),
        (DESKS, _load_desk),
        (COUNTERS, _load_counter),
        (PREFIXES, _load_prefix),
        (ADDRESSES, _load_address),
    )
    for sheet, load in loaders:
        for line in lines.get(sheet.key, ()):
            _guarded(ledger, line, partial(load, ledger, line, day))
    _load_areas(ledger, lines.get(AREAS.key, ()), day)


def _guarded(ledger: Ledger, line: Line, load: Callable[[], None]) -> None:
    try:
        load()
    except Refused as refusal:
        ledger.error(line.sheet.title, line.row, refusal.message)


def resolve_unit(ledger: Ledger, line: Line, key: str, day: date) -> Unit:
    """The unit a cell names. NotFound names the column."""
    try:
        return get_unit_at(ledger.session, line.values[key], day)
    except Refused as refusal:
        raise type(refusal)(f"Cột “{_title(line, key)}”: {refusal.message}") from refusal


def resolve_area(ledger: Ledger, line: Line, key: str) -> Area:
    area = find_area(ledger.session, line.text(key))
    if area is None:
        raise Refused(
            f"Cột “{_title(line, key)}”: không có địa bàn mã {line.text(key)}. "
            "Xem mã ở trang Tổ chức (/to-chuc) hoặc thêm địa bàn ở trang tính “Địa bàn”."
        )
    return area


def _title(line: Line, key: str) -> str:
    return next(column.title for column in line.sheet.columns if column.key == key)


def _place(line: Line, label: str) -> dict[str, Any]:
    return {"sheet": line.sheet.title, "row": line.row, "label": label}


def _load_unit(ledger: Ledger, line: Line, day: date) -> None:
    code = line.text("code")
    found = ledger.session.scalar(select(Unit).where(Unit.code == code).order_by(Unit.id.desc()).limit(1))
    if found is not None and found.level != AGENCY:
        raise Refused(
            f"Cột “Mã cơ quan”: mã {code} là của {found.name}, đã có trong danh mục. Đặt mã khác cho cơ quan."
        )
    _refuse_backwards(line)
    parent = resolve_unit(ledger, line, "parent", day)
    if found is not None and parent.id == found.id:
        raise Refused("Cột “Mã đơn vị cấp trên”: cơ quan không thể là cấp trên của chính nó. Ghi mã cấp trên.")
    values = {
        "name": line.text("name"),
        "name_folded": fold(line.text("name")),
        "kind": line.text("kind"),
        "parent_id": parent.id,
        "valid_from": line.values["valid_from"],
        "valid_to": line.values["valid_to"],
        "province_code": parent.province_code,
        "source": SOURCE,
    }
    key = {"code": code, "generation": "new", "level": AGENCY}
    ledger.put(Unit, found, key=key, values=values, **_place(line, f"{line.text('name')} ({code})"))


def _refuse_backwards(line: Line) -> None:
    since, until = line.values["valid_from"], line.values["valid_to"]
    if since is not None and until is not None and until < since:
        raise Refused("Cột “Đến hết ngày”: trước ngày bắt đầu. Sửa một trong hai ngày.")


def _load_head(ledger: Ledger, line: Line, day: date) -> None:
    unit = resolve_unit(ledger, line, "unit", day)
    since = line.values["valid_from"]
    _refuse_backwards(line)
    found = ledger.session.scalar(select(Head).where(Head.unit_id == unit.id, Head.valid_from == since))
    values = {
        "person_name": line.text("person_name"),
        "title": line.text("title"),
        "email": line.values["email"],
        "valid_to": line.values["valid_to"],
    }
    label = f"{line.text('person_name')} – {unit.name}"
    ledger.put(Head, found, key={"unit_id": unit.id, "valid_from": since}, values=values, **_place(line, label))


def _load_desk(ledger: Ledger, line: Line, day: date) -> None:
    unit = resolve_unit(ledger, line, "unit", day)
    name = line.text("name")
    values = {"address": line.values["address"], "phone": line.values["phone"]}
    found = find_desk(ledger.session, unit.id, name)
    ledger.put(
        Desk, found, key={"unit_id": unit.id, "name": name}, values=values, **_place(line, f"{name} – {unit.name}")
    )


def resolve_desk(ledger: Ledger, line: Line, key: str, unit: Unit) -> Desk | None:
    """The desk a cell names at the unit; None where the cell is blank."""
    name = line.text(key)
    desk = find_desk(ledger.session, unit.id, name) if name else None
    if name and desk is None:
        raise Refused(
            f"Cột “{_title(line, key)}”: {unit.name} chưa có bàn “{name}”. Thêm ở trang tính “Bàn tiếp nhận”, đúng tên."
        )
    return desk


def load_officer(ledger: Ledger, line: Line, officer_id: int | None, day: date) -> int:
    """Put the officer a line of people tells of (columns unit, desk, person_name, email, position); returns the id."""
    unit = resolve_unit(ledger, line, "unit", day)
    desk = resolve_desk(ledger, line, "desk", unit)
    values = {
        "person_name": line.text("person_name"),
        "email": line.values["email"],
        "unit_id": unit.id,
        "desk_id": None if desk is None else desk.id,
        "position": line.text("position"),
    }
    found = None if officer_id is None else ledger.session.get(Officer, officer_id)
    label = f"{line.text('person_name')} ({line.text('login')}) – {unit.name}"
    return ledger.put(Officer, found, key={}, values=values, **_place(line, label)).id


def _load_counter(ledger: Ledger, line: Line, day: date) -> None:
    unit = resolve_unit(ledger, line, "unit", day)
    desk = resolve_desk(ledger, line, "desk", unit)
    code = line.text("code")
    values = {
        "name": line.text("name"),
        "desk_id": None if desk is None else desk.id,
        "active": bool(line.values["active"]),
    }
    found = find_counter(ledger.session, unit.id, code)
    label = f"{line.text('name')} – {unit.name}"
    ledger.put(Counter, found, key={"unit_id": unit.id, "code": code}, values=values, **_place(line, label))


def _load_prefix(ledger: Ledger, line: Line, day: date) -> None:
    unit = resolve_unit(ledger, line, "unit", day)
    prefix = line.text("prefix").upper()
    values = {"unit_id": unit.id, "source": line.text("source") or SOURCE}
    found = ledger.session.get(UnitPrefix, prefix)
    ledger.put(UnitPrefix, found, key={"prefix": prefix}, values=values, **_place(line, f"{prefix} → {unit.name}"))


def _load_address(ledger: Ledger, line: Line, day: date) -> None:
    unit = resolve_unit(ledger, line, "unit", day)
    place = _place(line, f"{unit.name}: {line.text('address')}")
    ledger.put(Unit, unit, key={}, values={"address": line.text("address")}, **place)
    for key in ("phone", "email"):
        if line.values[key] is not None:
            _load_contact(ledger, line, unit, key)


def _load_contact(ledger: Ledger, line: Line, unit: Unit, key: str) -> None:
    query = select(UnitSetting).where(UnitSetting.unit_id == unit.id, UnitSetting.key == key)
    ledger.put(
        UnitSetting,
        ledger.session.scalar(query),
        key={"unit_id": unit.id, "key": key},
        values={"value": line.text(key), "source": SOURCE},
        **_place(line, f"{unit.name}: {line.text(key)}"),
    )


def _load_areas(ledger: Ledger, lines: tuple[Line, ...], day: date) -> None:
    by_code = sorted(lines, key=lambda line: line.text("code"))
    for code, group in groupby(by_code, key=lambda line: line.text("code")):
        rows = list(group)
        _guarded(ledger, rows[0], partial(_load_area, ledger, code, rows, day))


def _load_area(ledger: Ledger, code: str, rows: list[Line], day: date) -> None:
    """One area with all its rows: its units become exactly those of the sheet."""
    first = rows[0]
    found = find_area(ledger.session, code)
    values = {"name": first.text("name"), "note": first.text("note")}
    area = ledger.put(Area, found, key={"code": code}, values=values, **_place(first, first.text("name")))
    before = set(ledger.session.scalars(select(AreaUnit.unit_id).where(AreaUnit.area_id == area.id)))
    after: set[int] = set()
    for line in rows:
        _guarded(ledger, line, partial(_load_member, ledger, area, line, before, after, day))
    _drop_members(ledger, area, before - after, first)


def _load_member(ledger: Ledger, area: Area, line: Line, before: set[int], after: set[int], day: date) -> None:
    if line.text("name") != area.name:
        raise Refused(f"Cột “Tên địa bàn”: khác với dòng trên (“{area.name}”) cho cùng mã. Ghi giống nhau.")
    unit = resolve_unit(ledger, line, "unit", day)
    label = f"{area.name}: {unit.name}"
    if unit.id in before:
        ledger.note(line.sheet.title, line.row, label, Outcome.UNCHANGED)
    elif ledger.session.get(AreaUnit, (area.id, unit.id)) is None:
        ledger.put(AreaUnit, None, key={"area_id": area.id, "unit_id": unit.id}, values={}, **_place(line, label))
    after.add(unit.id)


def _drop_members(ledger: Ledger, area: Area, gone: set[int], line: Line) -> None:
    for unit_id in sorted(gone):
        name = ledger.session.scalar(select(Unit.name).where(Unit.id == unit_id)) or ""
        ledger.session.execute(delete(AreaUnit).where(AreaUnit.area_id == area.id, AreaUnit.unit_id == unit_id))
        removed = (Difference("unit", name, "—"),)
        ledger.note(line.sheet.title, None, f"{area.name}: bỏ {name}", Outcome.CHANGED, removed)
