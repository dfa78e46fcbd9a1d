from __future__ import annotations

from itertools import count

import pytest
from sqlalchemy import select

from feedback.organisation.tables import Unit
from feedback.records.rules import IMPORT_RECORDS, SEE_APPLICANTS, SEE_RECORDS
from feedback.records.tables import Record
from tests.factories import Factory
from tests.records.pages.uploads import person, text, upload
from tests.records.reference import AS_OF
from tests.records.rules.samples import at


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


@pytest.fixture
def file_of(site_database, unit_id):
    """Makes a file of three working days received on Thursday 19/11/2026 at 9:00; its id."""

    numbers = count(1)

    def make(**facts):
        def work(session):
            make, number = Factory(session), next(numbers)
            values = {"received_at": at("19/11/2026 09:00").at, "code": f"H50.41.01-261119-{number:04d}"}
            procedure = make.procedure(f"1.9{number:05d}")
            return make.record(session.get_one(Unit, unit_id), procedure, **values | facts).id

        return site_database.run(work)

    return make


def test_a_due_that_was_kept_is_explained_as_kept(acting, unit_id, file_of):
    client = acting(person(unit_id, SEE_RECORDS))
    held = "Hạn đang giữ là 09:00 thứ Ba 24/11/2026, tính trước khi lịch hoặc thời hạn của thủ tục thay đổi."
    kept = text(client.get(f"/ho-so/{file_of(computed_due_at=at('24/11/2026 09:00').at)}"))
    assert "Hạn trả kết quả: 09:00 thứ Tư 25/11/2026." in kept
    assert held in kept
    assert "Hạn đang giữ" not in text(client.get(f"/ho-so/{file_of(computed_due_at=at('25/11/2026 09:00').at)}"))
    assert "Hạn đang giữ" not in text(client.get(f"/ho-so/{file_of(stated_due_at=at('24/11/2026 09:00').at)}"))


def test_a_file_due_on_a_day_of_a_year_nobody_loaded_opens(acting, unit_id, file_of):
    record_id = file_of(stated_due_at=at("05/01/2031 00:00").at, stated_due_has_time=False)
    assert acting(person(unit_id, SEE_RECORDS)).get(f"/ho-so/{record_id}").status_code == 200


@pytest.mark.parametrize("page", ["/ho-so", "/ho-so/sap-tre?ngay=20", "/"])
def test_a_due_that_crosses_a_day_nobody_has_settled_says_so_wherever_it_stands(
    acting, unit_id, file_of, page, monkeypatch
):
    monkeypatch.setattr("feedback.foundation.clock.now", lambda: AS_OF)
    file_of(stated_due_at=at("25/11/2026 09:00").at)
    assert "qua ngày nghỉ dự kiến 24/11/2026" in text(acting(person(unit_id, SEE_RECORDS)).get(page))


def test_the_receiving_desk_sees_what_another_unit_has_not_done(acting, unit_id, file_of, site_database, monkeypatch):
    monkeypatch.setattr("feedback.foundation.clock.now", lambda: AS_OF)
    with site_database.read() as session:
        other = session.scalars(select(Unit.id).where(Unit.id != unit_id)).first()
    record_id = file_of(stated_due_at=at("20/11/2026 09:00").at, solving_unit_id=other)
    client = acting(person(unit_id, SEE_RECORDS))
    shown = text(client.get("/ho-so/sap-tre"))
    assert "Nhận ở đây, nơi khác giải quyết: 1" in shown
    assert client.get(f"/ho-so/{record_id}").status_code == 200, "the link leads there"
    assert "hồ sơ nhận ở đây, nơi khác giải quyết" in text(client.get("/"))
