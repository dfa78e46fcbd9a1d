from __future__ import annotations

import re

import pytest

from feedback.foundation.actors import SYSTEM
from feedback.records.queries import list_warnings
from feedback.reports.documents.warnings import MOST, warnings_letter
from feedback.working_calendar.actions import load_reference_calendar
from tests.records.reference import AS_OF
from tests.records.rules.samples import at


@pytest.fixture
def unit(session, make):
    load_reference_calendar(session, actor=SYSTEM, now=AS_OF)
    return make.unit("Xã Thử <Một>")


def letter(session, unit, names=("Nguyễn Văn Mẫu",), sample=False):
    groups = list_warnings(session, AS_OF, [unit.id], most=MOST)
    link = "https://mau.example/ho-so/sap-tre"
    return warnings_letter(groups, names=names, now=AS_OF, link=link, sample=sample)


def test_counts_come_first_then_twenty_lines_then_how_many_more(session, make, unit):
    procedure = make.procedure(name="Đăng ký khai tử")
    records = [
        make.record(unit, procedure, received_at=at("02/11/2026").at, stated_due_at=at("19/11/2026 15:00").at)
        for _ in range(55)
    ]
    make.applicant(records[0], name="Hồ Thị Kín", phone="0900000001")
    made = letter(session, unit)
    assert made.subject == "Hồ sơ sáng 20/11/2026: 55 quá hạn"
    assert "Đã quá hạn: 55 hồ sơ" in made.text
    assert len(re.findall("^- H50", made.text, re.MULTILINE)) == 20
    assert "và 35 hồ sơ nữa" in made.text
    assert "trễ 1 ngày làm việc 2 giờ" in made.text
    assert "hẹn 15:00 ngày 19/11/2026" in made.text
    assert "https://mau.example/ho-so/sap-tre" in made.text
    assert "Phải gửi phiếu xin lỗi trong hôm nay: 0 hồ sơ" in made.text
    assert "\n- " not in made.text.partition("35 hồ sơ nữa")[2], "an empty group has no heading of its own"
    for form in (made.text, made.html, made.subject):
        assert "Hồ Thị Kín" not in form
        assert "0900000001" not in form
    assert "Xã Thử &lt;Một&gt;" in made.html
    assert "Xã Thử <Một>" in made.text, "plain text shows what is written"
    assert "Và 35 hồ sơ nữa" in made.html


def test_the_apologys_limit_stands_beside_the_file_that_owes_one(session, make, unit):
    make.record(unit, received_at=at("02/11/2026").at, stated_due_at=at("23/11/2026 16:10").at)
    made = letter(session, unit)
    assert made.subject.endswith(": 1 phải gửi phiếu xin lỗi")
    assert "phiếu gửi chậm nhất 17:00 ngày 20/11/2026" in made.text


def test_an_address_of_several_people_is_greeted_without_a_name_and_samples_say_so(session, make, unit):
    make.record(unit, received_at=at("02/11/2026").at, stated_due_at=at("19/11/2026 15:00").at)
    made = letter(session, unit, ("Một", "Hai"), sample=True)
    assert made.text.startswith("Kính gửi ông/bà,\n")
    assert made.subject.startswith("[DỮ LIỆU MẪU] ")
    assert "DỮ LIỆU MẪU" in made.html


def test_a_due_that_crosses_a_day_nobody_has_settled_says_so(session, make, unit):
    make.record(unit, received_at=at("19/11/2026").at, stated_due_at=at("25/11/2026 09:00").at)
    made = letter(session, unit)
    for form in (made.text, made.html):
        assert "(tạm tính: qua ngày nghỉ dự kiến 24/11/2026)" in form


def test_what_was_received_here_and_is_solved_elsewhere_has_its_own_heading(session, make, unit):
    other = make.unit("Sở Mẫu")
    file = make.record(other, received_at=at("02/11/2026").at, stated_due_at=at("19/11/2026 15:00").at)
    file.receiving_unit_id = unit.id
    session.flush()
    mine, elsewhere = (list_warnings(session, AS_OF, [unit.id], most=MOST, elsewhere=each) for each in (False, True))
    more = {"names": ["Mẫu"], "now": AS_OF, "link": "https://mau.example/ho-so/sap-tre", "sample": False}
    made = warnings_letter(mine, elsewhere, **more)
    assert made.subject.endswith(": 1 nhận ở đây, nơi khác giải quyết")
    for form in (made.text, made.html):
        assert "Nhận ở đây, nơi khác giải quyết: đã quá hạn" in form
        assert "Sở Mẫu" in form
        assert "sắp đến hạn" not in form, "nothing of the kind"
    assert "nơi khác" not in warnings_letter(mine, **more).text
