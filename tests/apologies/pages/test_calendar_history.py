"""What was decided, on screen and on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine

from feedback.apologies.jobs.calendar import follow_decisions
from feedback.apologies.rules import SEE_APOLOGIES
from feedback.foundation.actors import Actor, Grant
from feedback.records.rules import SEE_RECORDS
from feedback.records.rules.calendar_moves import Choice
from feedback.working_calendar.rules import SEE_CALENDAR
from tests.apologies.conftest import DECISION, MORNING
from tests.apologies.jobs.test_calendar import PROMISED, close
from tests.records import calendar_world as world_of

LOOK = frozenset({SEE_CALENDAR, SEE_RECORDS})


def person(permissions=LOOK, unit_ids=None) -> Actor:
    return Actor("Thanh tra Mẫu", account_id=2, grants=(Grant(permissions, unit_ids),))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(world_of.TODAY, tick=False):
        yield


@pytest.fixture
def files(site_database):
    return site_database.run(world_of.build)


def test_an_inspector_reads_every_decision_with_its_reason_and_its_files(site_database, files, acting):
    client = acting(person())
    assert "Chưa có quyết định nào" in client.get("/lich/quyet-dinh").text
    first = world_of.settle(site_database, world_of.swapped())
    second = world_of.settle(site_database, world_of.settled(), Choice.KEEP)
    page = client.get("/lich/quyet-dinh").text
    assert page.index("Xác nhận ngày 24/11") < page.index("Hoán đổi ngày làm việc")
    assert "Thay đổi lịch" not in page
    page = client.get(f"/lich/quyet-dinh/{first}").text
    for words in (world_of.REASON, world_of.NOTICE, "Tính lại hạn", "thứ Hai 23/11/2026", "Xã Mẫu: 6 hồ sơ"):
        assert words in page
    assert page.count("H50.41.01-261116-") == 6
    assert "Giữ ngày đã in" in client.get(f"/lich/quyet-dinh/{second}").text
    assert client.get("/lich/quyet-dinh/99").status_code == 404


def test_whoever_sees_no_files_sees_counts_alone(site_database, files, acting):
    decision = world_of.settle(site_database, world_of.swapped())
    for who in (person(frozenset({SEE_CALENDAR})), person(LOOK, frozenset({files.unit_id + 1}))):
        page = acting(who).get(f"/lich/quyet-dinh/{decision}").text
        assert "<b>6</b> hồ sơ dời hạn" in page
        assert "H50.41.01" not in page


def test_a_decision_under_way_says_so(site_database, files, acting, monkeypatch):
    monkeypatch.setattr(world_of, "apply_next", lambda *_args, **_more: 0)
    decision = world_of.settle(site_database, world_of.swapped())
    page = acting(person()).get(f"/lich/quyet-dinh/{decision}").text
    assert "đang áp dụng" in page


def test_the_paper_for_a_citizen_is_the_same_each_time_and_for_the_unit_alone(site, acting):
    notice_id = site.expect_late(site.file(applicant={"name": "Nguyễn Thị Mẫu"}))
    site.decide(notice_id, decision=replace(DECISION, new_due=PROMISED))
    site.approve(notice_id)
    decision_id = close(site)
    address = f"/xin-loi/{notice_id}/dieu-chinh/{decision_id}.pdf"
    client = acting(person(frozenset({SEE_APOLOGIES}), frozenset({site.commune})))
    assert client.get(address).status_code == 404, "nobody was told yet"
    follow_decisions(site.store, MORNING, "")
    paper = client.get(address)
    assert paper.data.startswith(b"%PDF")
    assert paper.data == client.get(address).data
    assert acting(person(frozenset({SEE_APOLOGIES}), frozenset({site.commune + 9}))).get(address).status_code == 403
