"""A week's files by today's units: who may look, and that both ways of reading show the same sum."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from feedback.accounts.queries import build_actor
from feedback.accounts.rules import Role
from feedback.accounts.tables import Account
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.database import Database
from feedback.organisation.tables import UnitSuccession
from feedback.records.rules import SEE_RECORDS
from feedback.reports.rules.permissions import VIEW_REPORTS
from feedback.web import ROLE_PERMISSIONS
from tests.factories import Factory
from tests.reports.worlds import CUT_OFF

Acting = Callable[[Actor], FlaskClient]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(CUT_OFF, tick=False):
        yield


@pytest.fixture
def database_of(app: Flask) -> Database:
    database: Database = app.extensions["lang-nghe"].database
    return database


@pytest.fixture
def units(database_of: Database) -> dict[str, int]:
    """A commune that took over an old one, one file of each, and the head of today's."""

    def work(session: Session) -> dict[str, int]:
        make = Factory(session)
        old = make.unit("Xã Cũ", generation="old", valid_from=None, valid_to=date(2025, 6, 30))
        new, other = make.unit("Xã Mới"), make.unit("Xã Khác")
        row = UnitSuccession(
            old_unit_id=old.id, new_unit_id=new.id, effective=date(2025, 7, 1), legal_basis="NQ", confidence="high"
        )
        session.add(row)
        files = [
            make.record(unit, received_at=CUT_OFF.replace(day=10), stated_due_at=CUT_OFF.replace(day=30))
            for unit in (old, new)
        ]
        heads = [make.account(Role.HEAD, unit=unit).id for unit in (new, other)]
        found = {"old": old.id, "new": new.id, "old file": files[0].id, "head": heads[0], "head next door": heads[1]}
        session.flush()
        return found

    return database_of.run(work)


def reader(*unit_ids: int) -> Actor:
    return Actor("Người Xem", 1, (Grant(frozenset({VIEW_REPORTS}), frozenset(unit_ids)),), login=uuid4().hex)


def test_both_ways_show_the_same_sum_and_say_what_is_included(acting: Acting, units: dict[str, int]) -> None:
    client, page = acting(reader(units["new"], units["old"])), f"/bao-cao/2026-W46/don-vi-{units['new']}"
    today = client.get(f"{page}/ho-so-theo-don-vi?theo=ke-thua").text
    then = client.get(f"{page}/ho-so-theo-don-vi?theo=don-vi-cu").text
    assert "gồm Xã Cũ" in today
    assert "nay là Xã Mới" in then
    for shown in (today, then):
        assert '<th scope="row">Tổng</th><td data-label="Đúng hạn" class="num">100,00 %</td>' in shown
        assert '<td data-label="Được tính" class="num">2</td>' in shown


def test_nobody_reads_files_of_units_out_of_their_reach(acting: Acting, units: dict[str, int]) -> None:
    page = f"/bao-cao/2026-W46/don-vi-{units['new']}/ho-so-theo-don-vi"
    assert acting(reader(units["old"])).get(page).status_code == 403
    assert "gồm Xã Cũ" not in acting(reader(units["new"])).get(page).text


def test_the_head_of_todays_unit_sees_the_old_units_file_and_the_head_next_door_does_not(
    acting: Acting, units: dict[str, int], database_of: Database
) -> None:
    for name, status in (("head", 200), ("head next door", 403)):
        with database_of.read() as session:
            who = build_actor(session, session.get_one(Account, units[name]), ROLE_PERMISSIONS)
        assert who.may(SEE_RECORDS)
        reply = acting(who).get(f"/ho-so/{units['old file']}")
        assert reply.status_code == status
        assert ("(nay là Xã Mới)" in reply.text) == (status == 200)
