"""Entering a file's way by hand: requests with their answers, steps; only by those who handle the file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from feedback.organisation.tables import Unit
from feedback.records.rules import IMPORT_RECORDS, SEE_RECORDS
from feedback.records.tables import Record, RecordChange, RecordStep, RecordSupplement
from tests.factories import Factory
from tests.records.pages.uploads import person, text
from tests.records.reference import AS_OF
from tests.records.rules.samples import at

HANDLING = (SEE_RECORDS, IMPORT_RECORDS)


@pytest.fixture
def file_id(site_database, unit_id):
    """A file received on Monday 16/11, due on Thursday 19/11, asked about on Friday 20/11 at 17:00."""

    def work(session):
        make = Factory(session)
        unit = session.get_one(Unit, unit_id)
        return make.record(
            unit, received_at=at("16/11/2026 09:00").at, stated_due_at=at("19/11/2026 09:00").at, code="H50.41.03-1"
        ).id

    return site_database.run(work)


def test_an_answered_request_moves_the_due_and_the_page_says_why(acting, unit_id, file_id, site_database, monkeypatch):
    client = acting(person(unit_id, *HANDLING))
    assert "Đang giải quyết, quá hạn" in text(client.get(f"/ho-so/{file_id}"))
    asked = {"hoi": "2026-11-17T09:00", "noi_dung": "bản sao giấy khai sinh"}
    monkeypatch.setattr("feedback.foundation.clock.now", lambda: AS_OF - timedelta(days=3))
    assert client.post(f"/ho-so/{file_id}/bo-sung", data=asked).status_code == 303
    shown = text(client.get(f"/ho-so/{file_id}"))
    assert "đang chờ" in shown
    assert "trong 3 ngày làm việc" in shown
    assert "Tạm dừng, chờ bổ sung" in shown
    monkeypatch.setattr("feedback.foundation.clock.now", lambda: AS_OF)
    client.post(f"/ho-so/{file_id}/bo-sung", data={"hoi": "2026-11-17T02:00:00+00:00", "xong": "2026-11-20T09:00"})
    shown = text(client.get(f"/ho-so/{file_id}"))
    assert "Hạn dùng để tính trễ: 09:00 thứ Tư 25/11/2026." in shown
    assert "Đang giải quyết, trong hạn" in shown
    assert "qua ngày nghỉ dự kiến 24/11/2026" in shown
    with site_database.read() as session:
        assert session.scalars(select(RecordSupplement.origin)).all() == ["desk"]
    assert "(sau bổ sung)" in text(client.get("/ho-so"))


def test_a_second_request_counts_as_late_and_is_shown_so(acting, unit_id, file_id):
    client = acting(person(unit_id, *HANDLING))
    for asked, answered in (("17", "18"), ("19", "20")):
        told = {"hoi": f"2026-11-{asked}T07:30", "xong": f"2026-11-{answered}T07:30"}
        client.post(f"/ho-so/{file_id}/bo-sung", data=told)
    shown = text(client.get(f"/ho-so/{file_id}"))
    assert "bổ sung 2 lần: tính trễ (QĐ 766)" in shown
    assert "Yêu cầu bổ sung lần thứ 2: tính trễ theo QĐ 766/QĐ-TTg mục 2.1." in shown


def test_the_step_in_which_the_due_passed_is_named(acting, unit_id, file_id, site_database):
    site_database.run(lambda session: Factory(session).unit("Chi nhánh Đất đai mẫu", code="77001"))
    client = acting(person(unit_id, *HANDLING))
    step = {"co_quan": "Chi nhánh Đất đai mẫu", "nhan": "2026-11-16T14:00", "han": "2026-11-18T14:00"}
    assert client.post(f"/ho-so/{file_id}/buoc", data=step).status_code == 303
    assert client.post(f"/ho-so/{file_id}/buoc", data=step | {"co_quan": "77001", "giao": "2026-11-20T14:00"})
    shown = text(client.get(f"/ho-so/{file_id}"))
    assert "hồ sơ đang ở bước của Chi nhánh Đất đai mẫu" in shown
    assert "quá 2 ngày làm việc" in shown
    assert "lúc quá hạn ở bước của Chi nhánh Đất đai mẫu" in text(client.get("/ho-so/sap-tre"))
    with site_database.read() as session:
        assert len(session.scalars(select(RecordStep)).all()) == 1


@pytest.mark.parametrize(
    ("door", "form", "words"),
    [
        ("bo-sung", {}, "Chưa ghi lúc yêu cầu"),
        ("bo-sung", {"hoi": "hôm qua"}, "Không đọc được lúc yêu cầu"),
        ("bo-sung", {"hoi": "2026-11-21T09:00"}, "tương lai"),
        ("buoc", {"co_quan": "Nơi Không Có", "nhan": "2026-11-17T09:00"}, "Không có cơ quan"),
        ("buoc", {"co_quan": "", "nhan": "2026-11-17T09:00"}, "Không có cơ quan"),
        ("buoc", {"co_quan": "x"}, "Chưa ghi lúc cơ quan nhận"),
    ],
)
def test_what_cannot_be_is_refused_in_words(acting, unit_id, file_id, door, form, words):
    reply = acting(person(unit_id, *HANDLING)).post(f"/ho-so/{file_id}/{door}", data=form)
    assert (reply.status_code, words in reply.text) == (422, True)


def test_nobody_enters_anything_for_another_unit_or_without_the_right(acting, unit_id, file_id, site_database):
    form = {"hoi": "2026-11-17T09:00"}
    assert acting(person(unit_id + 1, *HANDLING)).post(f"/ho-so/{file_id}/bo-sung", data=form).status_code == 403
    assert acting(person(unit_id, SEE_RECORDS)).post(f"/ho-so/{file_id}/bo-sung", data=form).status_code == 403
    assert "Ghi một yêu cầu bổ sung" not in text(acting(person(unit_id, SEE_RECORDS)).get(f"/ho-so/{file_id}"))
    with site_database.read() as session:
        assert session.scalars(select(RecordSupplement)).all() == []


def test_a_result_dated_back_is_shown_on_file_list_and_late_page(acting, unit_id, file_id, site_database):
    def work(session):
        change = RecordChange(
            record_id=file_id,
            import_id=None,
            at=AS_OF - timedelta(days=1),
            fact="finished",
            before=None,
            after="2026-11-19T08:00",
            flags=["result_dated_back"],
        )
        session.add(change)

    site_database.run(work)
    client = acting(person(unit_id, *HANDLING))
    for page in (f"/ho-so/{file_id}", "/ho-so", "/ho-so/sap-tre"):
        assert "kết quả ghi lùi ngày" in text(client.get(page)), page


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({}, True),
        ({"state": "withdrawn"}, False),
        ({"state": "refused"}, False),
        ({"state": "awaiting_supplement", "paused_since": at("18/11/2026 09:00").at}, False),
        ({"state": "done", "finished_at": at("19/11/2026 08:00").at}, False),
        ({"state": "done", "finished_at": at("19/11/2026 16:00").at}, True),
    ],
)
def test_nobody_is_named_for_a_file_that_was_not_late(
    acting, unit_id, file_id, site_database, monkeypatch, facts, named
):
    monkeypatch.setattr("feedback.foundation.clock.now", lambda: AS_OF)

    def change(session):
        record = session.get_one(Record, file_id)
        for name, value in facts.items():
            setattr(record, name, value)
        session.add(
            RecordStep(record_id=file_id, unit_id=unit_id, received_at=record.received_at, origin="desk", told_at=AS_OF)
        )

    site_database.run(change)
    shown = text(acting(person(unit_id, *HANDLING)).get(f"/ho-so/{file_id}"))
    assert ("Lúc quá hạn, hồ sơ đang ở bước của" in shown) is named
