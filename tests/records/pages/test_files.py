from __future__ import annotations

import pytest
from sqlalchemy import select

from feedback.records.rules import IMPORT_RECORDS, SEE_APPLICANTS, SEE_RECORDS
from feedback.records.tables import Record
from tests.factories import Factory
from tests.records.pages.uploads import person, text, upload
from tests.records.reference import AS_OF


def test_the_applicant_shows_only_to_those_who_handle_the_file(acting, unit_id, site_database):
    client = acting(person(unit_id, SEE_RECORDS, IMPORT_RECORDS, SEE_APPLICANTS))
    client.post(f"{upload(client).location}/xac-nhan")
    with site_database.read() as session:
        record_id = session.scalars(select(Record.id).where(Record.code == "H50.41.03-261120-0008")).one()
    assert "Lê Minh Ảo" in text(client.get(f"/ho-so/{record_id}"))
    assert "Lê Minh Ảo" not in text(client.get("/ho-so")) + text(client.get("/ho-so/sap-tre"))


def test_without_this_years_calendar_the_first_page_says_so(acting, make_bare_unit):
    client = acting(person(make_bare_unit, SEE_RECORDS))
    assert "Chưa nạp lịch nghỉ" in text(client.get("/ho-so"))
    reply = client.get("/ho-so/sap-tre")
    assert (reply.status_code, "2026" in reply.text) == (422, True)


@pytest.fixture
def make_bare_unit(site_database):
    """A unit with one open file, and no calendar loaded."""

    def work(session):
        make = Factory(session)
        unit = make.unit()
        make.record(unit, stated_due_at=AS_OF)
        return unit.id

    return site_database.run(work)
