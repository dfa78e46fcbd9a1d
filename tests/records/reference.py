"""A database with the reference data, and the sample exports with what is expected of them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.organisation.actions import load_reference
from feedback.organisation.actions.reference import DATA as REFERENCE
from feedback.organisation.tables import UnitPrefix
from feedback.procedures.actions import load_reference_procedures
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory

DATA = Path(__file__).parent / "data"
AS_OF = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
FILES = ("A_so-theo-doi-BM06.xlsx", "B_danh-sach-ho-so.csv", "C_so-theo-doi-lon-xon.xlsx", "H_khong-co-ho-so.xlsx")
LEGACY = {
    "D_so-cu-TCVN3.csv": ("470", "TCVN3 (ABC)"),
    "E_html-doi-duoi.xls": ("19597", "UTF-8"),
    "F_unicode-text.txt": ("19597", "UTF-16"),
    "G_cp1258.csv": ("19597", "Windows-1258"),
}
"""Exports that do not name their unit: its code, and the encoding. The first is a district abolished on 30/6/2025."""


@cache
def expected(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))["files"][name]
    return value


def content(name: str) -> bytes:
    return (DATA / name).read_bytes()


def load(session: Session) -> None:
    """The eight units of the sample exports with their prefixes, all procedures, the calendar: as the product has them,
    without the other 364 units, which would only take time."""
    with (REFERENCE / "unit_prefixes.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            unit = Factory(session).unit(line["unit_name"], code=line["unit_code"])
            session.add(UnitPrefix(prefix=line["prefix"], unit_id=unit.id))
    load_reference_procedures(session, actor=SYSTEM, now=AS_OF)
    load_reference_calendar(session, actor=SYSTEM, now=AS_OF)


def load_everything(session: Session) -> None:
    """Units, procedures and calendar of the product itself."""
    load_reference(session, actor=SYSTEM, now=AS_OF)
    load_reference_procedures(session, actor=SYSTEM, now=AS_OF)
    load_reference_calendar(session, actor=SYSTEM, now=AS_OF)


def loaded(database: Database) -> Database:
    database.run(load)
    return database
