"""The reference data that ships with the product: units, successions, default areas, record-code prefixes.

Loading again never duplicates: rows are found by (code, generation), (old, new) and prefix. What an administrator has
changed since (an area's units, a prefix) is left alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.text import clean, fold
from feedback.organisation.actions.ledger import Ledger
from feedback.organisation.rules import Change, area_code, area_name, default_areas
from feedback.organisation.tables import Area, AreaUnit, Unit, UnitPrefix, UnitSuccession

DATA = Path(__file__).resolve().parent.parent / "data"
NEW, OLD, OLDER = "new", "old", "older"
LEVELS = ("province", "district", "commune")

Row = dict[str, str]


def load_reference(session: Session, *, actor: Actor, now: datetime, folder: Path = DATA) -> list[Change]:
    """Load `units.csv`, `units_succession.csv` and `unit_prefixes.csv`; the change list tells what each row did."""
    units = _read(folder / "units.csv")
    ledger = Ledger(session)
    known = {(unit.code, unit.generation): unit for unit in session.scalars(select(Unit))}
    _load_units(ledger, units, known)
    _load_successions(ledger, [*_successions(_read(folder / "units_succession.csv")), *_followed(units)], known)
    _load_areas(ledger, known)
    _load_prefixes(ledger, _read(folder / "unit_prefixes.csv"), known)
    if ledger.worth_noting:
        note(
            session,
            actor=actor,
            now=now,
            verb="organisation.load_reference",
            object_kind="reference",
            object_id=folder.name,
            object_label="Dữ liệu nền về tổ chức",
            detail=ledger.counts(),
        )
    return ledger.changes


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: clean(value or "") for key, value in row.items()} for row in csv.DictReader(file)]


def _generation(text: str) -> str:
    """“old (to 30/06/2025)” → old."""
    return text.split(" ", 1)[0]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


Known = dict[tuple[str, str], Unit]


def _load_units(ledger: Ledger, rows: list[Row], known: Known) -> None:
    for row in sorted(rows, key=lambda row: LEVELS.index(row["level"])):
        key = (row["code"], _generation(row["generation"]))
        known[key] = ledger.put(
            Unit,
            known.get(key),
            key={"code": key[0], "generation": key[1]},
            values=_unit_values(row, known),
            sheet="units.csv",
            row=None,
            label=f"{row['name']} ({row['code']}, {row['generation']})",
        )


def _unit_values(row: Row, known: Known) -> dict[str, Any]:
    parent = None
    if row["parent_code"]:
        generation = _generation(row["generation"])
        # The communes that ended on 31/12/2024 lay in the districts and provinces which ended half a year later.
        parent = known[(row["parent_code"], OLD if generation == OLDER else generation)].id
    return {
        "name": row["name"],
        "name_folded": fold(row["name"]),
        "kind": row["kind"],
        "level": row["level"],
        "parent_id": parent,
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
        "province_code": row["province_code"],
        "source": row["source"],
        "confidence": row["confidence"],
        "note": row["note"],
    }


Succession = tuple[tuple[str, str], tuple[str, str], date, str, str]


def _successions(rows: list[Row]) -> Iterable[Succession]:
    for row in rows:
        effective = date.fromisoformat(row["effective"])
        yield (row["old_code"], OLD), (row["new_code"], NEW), effective, row["legal_basis"], row["confidence"]


def _followed(rows: list[Row]) -> Iterable[Succession]:
    """What units.csv itself says of successors: the two old provinces, and the communes that ended on 31/12/2024."""
    for row in rows:
        generation = _generation(row["generation"])
        ended = _day(row["valid_to"])
        if not row["successor_code"] or ended is None or (generation == OLD and row["level"] != "province"):
            continue
        follower = OLD if generation == OLDER else NEW
        yield (
            (row["code"], generation),
            (row["successor_code"], follower),
            ended + timedelta(days=1),
            row["note"],
            row["confidence"],
        )


def _load_successions(ledger: Ledger, wanted: list[Succession], known: Known) -> None:
    found = {(row.old_unit_id, row.new_unit_id): row for row in ledger.session.scalars(select(UnitSuccession))}
    for old_key, new_key, effective, basis, confidence in wanted:
        old, new = known[old_key], known[new_key]
        ledger.put(
            UnitSuccession,
            found.get((old.id, new.id)),
            key={"old_unit_id": old.id, "new_unit_id": new.id},
            values={"effective": effective, "legal_basis": basis, "confidence": confidence},
            sheet="units_succession.csv",
            row=None,
            label=f"{old.name} → {new.name}",
        )


def _load_areas(ledger: Ledger, known: Known) -> None:
    """Make the default areas that are missing; an area that exists is an administrator's to change."""
    districts = {unit.id: unit for unit in known.values() if unit.level == "district"}
    parents = {unit.id: unit.parent_id for unit in known.values()}
    pairs = ledger.session.execute(select(UnitSuccession.old_unit_id, UnitSuccession.new_unit_id))
    todays = {unit.id for unit in known.values() if unit.generation == NEW}
    members = default_areas(districts, parents, [(old, new) for old, new in pairs if new in todays])
    existing = {area.code: area for area in ledger.session.scalars(select(Area))}
    for unit_id, units in members.items():
        district = districts[unit_id]
        code = area_code(district.code)
        values = {"name": area_name(district.name)} if code not in existing else {}
        area = ledger.put(
            Area,
            existing.get(code),
            key={"code": code},
            values=values,
            sheet="địa bàn mặc định",
            row=None,
            label=area_name(district.name),
        )
        if code not in existing:
            ledger.session.add_all(AreaUnit(area_id=area.id, unit_id=unit) for unit in sorted(units))


def _load_prefixes(ledger: Ledger, rows: list[Row], known: Known) -> None:
    existing = {row.prefix: row for row in ledger.session.scalars(select(UnitPrefix))}
    for row in rows:
        found = existing.get(row["prefix"])
        unit = known[(row["unit_code"], _generation(row["generation"]))]
        values = {"unit_id": unit.id, "source": row["status"]} if found is None else {}
        ledger.put(
            UnitPrefix,
            found,
            key={"prefix": row["prefix"]},
            values=values,
            sheet="unit_prefixes.csv",
            row=None,
            label=f"{row['prefix']} → {unit.name}",
        )
