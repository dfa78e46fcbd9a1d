"""Page = PDF = XLSX = JSON = SQL, asked at the website's own doors for invented weeks in a real database.

Every run asks about some weeks, `make proof` about a hundred on each database, two hundred in all.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from feedback.answers.tables import OneTimeCode, Sheet
from feedback.audit.rules import READ_AUDIT
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.database import Database
from feedback.foundation.sealing import Sealer
from feedback.records.tables import Record
from feedback.reports.documents.cells import Report
from feedback.reports.documents.lines import report
from feedback.reports.exports.xlsx import TOP
from feedback.reports.rules.numbers import ScopeKind, WeekNumbers, from_json
from feedback.reports.rules.permissions import VIEW_REPORTS
from feedback.reports.rules.slugs import slug
from tests.factories import Factory
from tests.reports.queries.test_weekly import agrees
from tests.reports.test_same_figures import Tables, texts, written
from tests.reports.worlds import CUT_OFF, WEEK, Worlds

SETS = 100 if os.environ.get("FEEDBACK_PROOF") else 8
LEADER = Actor("Lãnh đạo Mẫu", 1, (Grant(frozenset({VIEW_REPORTS}), None),), "lanh-dao")


@pytest.fixture
def at_the_doors(monkeypatch, acting) -> FlaskClient:
    monkeypatch.setattr("feedback.foundation.clock.now", lambda: CUT_OFF)
    client: FlaskClient = acting(LEADER)
    return client


def address(parent_id: int, form: str = "") -> str:
    return f"/bao-cao/{WEEK}/{slug(ScopeKind.SUBTREE, parent_id)}{form}"


def numbers_at(client: FlaskClient, parent_id: int) -> tuple[WeekNumbers, str]:
    reply = client.get(address(parent_id, ".json"))
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = json.loads(reply.text)
    mark = found.pop("sha256")
    return from_json(found), mark


def page_says(client: FlaskClient, parent_id: int, printed: Report) -> None:
    reply = client.get(address(parent_id))
    assert reply.status_code == 200
    page = Tables()
    page.feed(reply.text)
    assert page.tables == texts(printed)
    for fact in printed.facts:
        assert f"<strong>{fact.value}</strong>" in reply.text


def workbook_says(client: FlaskClient, parent_id: int, printed: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(address(parent_id, ".xlsx")).data))
    for table, sheet in zip(printed.tables, book.worksheets, strict=False):
        rows = [list(row) for row in sheet.iter_rows(min_row=TOP, max_col=len(table.columns), values_only=True)]
        assert rows[0] == list(table.columns)
        assert rows[1 : len(table.rows) + 1] == [[written(cell) for cell in row] for row in table.rows]


def paper_says(client: FlaskClient, parent_id: int, printed: Report, folder: Path) -> None:
    file = folder / f"{parent_id}.pdf"
    file.write_bytes(client.get(address(parent_id, ".pdf")).data)
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    squeezed = "".join(told.split())
    cells = [cell.text for table in printed.tables for row in table.rows for cell in row]
    for words in (*cells, *(fact.value for fact in printed.facts)):
        assert all("".join(word.split()) in squeezed for word in words.split()), words


def test_every_door_tells_what_the_rows_say(
    at_the_doors: FlaskClient, site_database: Database, sealer: Sealer, tmp_path: Path
) -> None:
    def invent(session: Any) -> list[list[int]]:
        make = Factory(session, sealer)
        make.unit("Tỉnh Mẫu Bên Cạnh", level="province")  # no world is all there is: see poolable
        worlds = Worlds(session, make)
        made = [worlds.world(1000 + seed) for seed in range(SETS)]
        return [[world.parent.id, *(unit.id for unit in world.units)] for world in made]

    for ids in site_database.run(invent):
        numbers, mark = numbers_at(at_the_doors, ids[0])
        with site_database.read() as session:
            agrees(session, numbers.now, ids, [WEEK])
            agrees(session, numbers.before, ids, WEEK.before)
            for line in numbers.units:
                agrees(session, line.span, [line.unit_id], [WEEK])
        printed = report(numbers, mark)
        page_says(at_the_doors, ids[0], printed)
        workbook_says(at_the_doors, ids[0], printed)
        paper_says(at_the_doors, ids[0], printed, tmp_path)


def test_an_answer_changed_behind_the_reports_back_shows(
    at_the_doors: FlaskClient, site_database: Database, sealer: Sealer
) -> None:
    """The comparison has eyes: with one row otherwise, the numbers told before no longer agree with SQL."""

    def invent(session: Any) -> list[int]:
        world = Worlds(session, Factory(session, sealer)).world(3)
        return [world.parent.id, *(unit.id for unit in world.units)]

    def falsify(session: Any) -> None:
        session.execute(update(Sheet).values(overall=1))

    ids = site_database.run(invent)
    numbers, _ = numbers_at(at_the_doors, ids[0])
    site_database.run(falsify)
    with site_database.read() as session, pytest.raises(AssertionError):
        agrees(session, numbers.now, ids, [WEEK])


READER = Actor("Người đọc", 2, (Grant(frozenset({VIEW_REPORTS, READ_AUDIT}), None),), "nguoi-doc")


def said_by(reply: Any, folder: Path) -> str:
    """All text a reply holds, small letters: a workbook unpacked, a PDF read."""
    if reply.mimetype == "application/pdf":
        (folder / "x.pdf").write_bytes(reply.data)
        return subprocess.run(["pdftotext", folder / "x.pdf", "-"], capture_output=True, text=True, check=True).stdout
    if reply.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(reply.data)) as book:
            return "".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return str(reply.text)


def test_no_report_and_no_audit_page_holds_a_mark_that_joins_an_answer_to_a_person(
    monkeypatch: pytest.MonkeyPatch, acting: Any, site_database: Database, sealer: Sealer, tmp_path: Path
) -> None:
    """No sheet id, no receipt, no record code, no hash of a one-time code: in page, file, PDF, XLSX, JSON, audit."""
    monkeypatch.setattr("feedback.foundation.clock.now", lambda: CUT_OFF)

    def invent(session: Any) -> tuple[list[int], set[str]]:
        world = Worlds(session, Factory(session, sealer)).world(7)
        ids = [world.parent.id, *(unit.id for unit in world.units)]
        hashes = {f"{number:02d}" * 32 for number in range(10, 15)}
        for each in hashes:
            day = WEEK.monday
            session.add(OneTimeCode(hash=each, kind="apology", unit_id=ids[1], day=day, expires_on=day, used=True))
        sheets = session.execute(select(Sheet.id, Sheet.receipt).where(Sheet.unit_id.in_(ids))).all()
        marks = {mark for key, receipt in sheets for mark in (str(key), key.hex, receipt)}
        codes = session.scalars(select(Record.code).where(Record.receiving_unit_id.in_(ids))).all()
        return ids, marks | hashes | set(codes)

    ids, marks = site_database.run(invent)
    assert len(marks) > 50
    client = acting(READER)
    scopes = [slug(ScopeKind.SUBTREE, ids[0]), *(slug(ScopeKind.UNIT, each) for each in ids[1:])]
    doors = [f"/bao-cao/{WEEK}/{scope}{form}" for scope in scopes for form in ("", ".json", ".xlsx", ".pdf")]
    for door in (*doors, "/nhat-ky"):
        reply = client.get(door)
        assert reply.status_code == 200, door
        said = said_by(reply, tmp_path).casefold()
        assert not [mark for mark in marks if mark.casefold() in said], door
