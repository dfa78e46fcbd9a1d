"""The catalogue on screen."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from feedback.foundation.actors import SYSTEM, Actor, Grant
from feedback.procedures.actions import REFERENCE, load_reference_procedures
from feedback.procedures.queries import get_by_code
from feedback.procedures.rules import EDIT_PROCEDURES, SEE_PROCEDURES
from feedback.procedures.rules.packing import pack
from feedback.working_calendar.actions import load_reference_calendar

READER = Actor("Nguyễn Văn Mẫu", account_id=1, grants=(Grant(frozenset({SEE_PROCEDURES}), frozenset({1})),))


@pytest.fixture
def reader(site_database, acting, now):
    site_database.run(lambda session: load_reference_procedures(session, actor=SYSTEM, now=now))
    site_database.run(lambda session: load_reference_calendar(session, actor=SYSTEM, now=now))
    return acting(READER)


def test_strangers_are_sent_to_the_sign_in(client):
    assert client.get("/thu-tuc").status_code == 302


def test_the_catalogue_is_searched_without_diacritics(reader):
    page = reader.get("/thu-tuc?tim=khai+sinh").text
    assert "Thủ tục đăng ký khai sinh" in page
    assert "Thủ tục đăng ký khai tử" not in page


def test_the_catalogue_has_pages_and_keeps_the_question(reader):
    first = reader.get("/thu-tuc?thoi-han=working_days").text
    assert "66 thủ tục" in first
    assert "Trang 1 / 2" in first
    assert "thoi-han=working_days" in first
    assert "Trang 3 / 3" in reader.get("/thu-tuc?trang=99").text
    assert reader.get("/thu-tuc?trang=abc").status_code == 200


def test_nothing_found_says_what_to_do(reader):
    assert "Hãy thử ít chữ hơn" in reader.get("/thu-tuc?tim=xyzxyz").text


def test_a_number_without_a_unit_is_shown_as_such(reader):
    page = reader.get("/thu-tuc/1.000689").text
    assert "chưa có thời hạn" in page
    assert "cổng ghi “3”, không có đơn vị" in page


def test_a_due_time_is_worked_through_step_by_step(reader):
    page = reader.get("/thu-tuc/1.004873?nhan=2026-08-21T16:10").text
    assert "Ngày làm việc thứ nhất: thứ Bảy 22/8, làm bù cho thứ Hai 31/8." in page
    assert "Hạn trả kết quả: 16:10 thứ Ba 25/8/2026." in page


@pytest.mark.parametrize(
    ("received", "said"), [("hôm qua", "không phải là thời điểm"), ("2031-01-05T08:00", "Chưa nạp lịch nghỉ năm 2031")]
)
def test_what_cannot_be_counted_says_why(reader, received, said):
    assert said in reader.get("/thu-tuc/1.004873", query_string={"nhan": received}).text


def test_an_unknown_code_is_not_found(reader):
    answer = reader.get("/thu-tuc/9.999999")
    assert (answer.status_code, "Không có thủ tục mã 9.999999" in answer.text) == (404, True)


EDITOR = Actor("Trần Thị Mẫu", account_id=2, grants=(Grant(frozenset({SEE_PROCEDURES, EDIT_PROCEDURES}), None),))
LOCAL_EDITOR = Actor("Lê Mẫu", account_id=3, grants=(Grant(frozenset({EDIT_PROCEDURES}), frozenset({1})),))
FILE = "code,name,field,working_days\n1.004873,Thủ tục cấp Giấy xác nhận tình trạng hôn nhân,Hộ tịch,2\n"


def upload(client, content):
    return client.post("/thu-tuc/nap", data={"file": (BytesIO(content), "thu-tuc.csv")})


@pytest.fixture
def editor(reader, acting):
    return acting(EDITOR)


def test_a_file_is_looked_at_before_it_is_stored(editor, site_database):
    assert "Nạp danh mục" in editor.get("/thu-tuc").text
    page = upload(editor, FILE.encode()).text
    assert "thời hạn: 3 ngày làm việc → 2 ngày làm việc" in page
    with site_database.read() as session:
        assert get_by_code(session, "1.004873").limit_amount == 3
    (packed,) = re.findall(r'name="packed"[^>]*value="([^"]*)"', page)
    assert editor.post("/thu-tuc/nap/ghi", data={"packed": packed}).status_code == 302
    with site_database.read() as session:
        assert get_by_code(session, "1.004873").limit_amount == 2


def test_a_file_that_changes_nothing_says_so(editor):
    assert "không có gì phải ghi" in upload(editor, REFERENCE.read_bytes()).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "thiếu cột code, name, field"),
        (FILE.encode("utf-16"), "không phải CSV mã hóa UTF-8"),
        (FILE.replace(",2\n", ",hai\n").encode(), "cột working_days là “hai”"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(editor, content, said):
    assert said in upload(editor, content).text


def test_no_file_and_no_text_are_refused(editor):
    assert editor.get("/thu-tuc/nap").status_code == 200
    assert "Chưa chọn tệp" in editor.post("/thu-tuc/nap", data={}).text
    assert editor.post("/thu-tuc/nap/ghi", data={}).status_code == 422


def test_the_common_catalogue_is_not_changed_by_who_has_one_unit_or_may_only_look(reader, acting):
    assert reader.post("/thu-tuc/nap/ghi", data={"packed": pack(FILE)}).status_code == 403
    client = acting(LOCAL_EDITOR)
    assert upload(client, FILE.encode()).status_code == 403
    assert client.post("/thu-tuc/nap/ghi", data={"packed": pack(FILE)}).status_code == 403
