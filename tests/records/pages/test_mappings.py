from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import Actor, Grant
from feedback.records.jobs import work_on_large_imports
from feedback.records.rules import IMPORT_RECORDS, SEE_RECORDS
from feedback.records.tables import ImportMapping, Record
from tests.records.pages.uploads import person, text, upload
from tests.records.reference import AS_OF

TITLES = "STT;Số BN;Mã TT;Công việc;Công dân;SĐT;Ngày nộp;Phải trả;TT HS"
ROWS = (
    "1;H50.41.03-260705-0001;1.004873;Hôn nhân;Nguyễn Thị Thử;0900 000 003;07/05/2026 08:30;07/08/2026;Bước 3/5",
    "2;H50.41.03-260715-0002;1.004873;Hôn nhân;Hồ Văn Giả;0900 000 004;07/15/2026 08:30;07/20/2026;Đã xử lý xong",
)
STRANGE = "\n".join((TITLES, *ROWS)).encode()
CHOSEN = {
    "da_hoi": "9",
    "ten": "Một cửa tỉnh",
    "thu_tu": "month_first",
    "cot_2": "code",
    "cot_3": "procedure_code",
    "cot_5": "applicant",
    "cot_6": "phone",
    "cot_7": "received",
    "cot_8": "due",
    "cot_9": "status",
    "trang_thai_0": "received",
}


def asked(client, data=STRANGE, **form):
    reply = upload(client, "la.csv", data, **form)
    assert reply.status_code == 303
    assert "/ho-so/nhap/cot/" in reply.location, text(client.get(reply.location))
    return reply.location


def giving_up(client) -> str:
    """The address that gives up the first saved reading of the list."""
    found = re.search(r"/ho-so/nhap/mau-cot/\d+/bo", text(client.get("/ho-so/nhap/mau-cot")))
    assert found is not None
    return found[0]


def choose(client, place, **other):
    return client.post(place, data={"dong": "1", "so_dong": "1", **CHOSEN, **other})


@pytest.fixture
def client(acting, unit_id):
    return acting(person(unit_id, SEE_RECORDS, IMPORT_RECORDS))


def test_a_clerk_says_once_what_the_columns_are_and_the_next_file_is_read_by_itself(client, unit_id, site_database):
    place = asked(client, don_vi=str(unit_id))
    page = text(client.get(place))
    assert "Số BN" in page
    assert "Nguyễn Thị Thử" not in page
    assert "0900 000 003" not in page
    assert "N•••••" in page
    assert "Bước 3/5</th>" in page
    assert re.search(r'value="month_first" checked', page), "a second number above twelve says where the month stands"
    preview = choose(client, place)
    assert preview.status_code == 303
    page = text(client.get(preview.location))
    assert "theo mẫu <strong>“Một cửa tỉnh”</strong>, phiên bản 1" in page
    assert "<b>2</b> nhận" in page
    assert client.post(f"{preview.location}/xac-nhan").status_code == 303
    with site_database.read() as session:
        records = {row.code: row for row in session.scalars(select(Record))}
    assert [row.state for row in records.values()] == ["received", "done"]
    assert records["H50.41.03-260705-0001"].received_at.isoformat() == "2026-07-05T01:30:00+00:00"
    again = STRANGE.replace(b"260705-0001", b"260705-0009")
    reply = upload(client, "lan-sau.csv", again, don_vi=str(unit_id))
    assert "phiên bản 1" in text(client.get(reply.location)), "known by its titles: nobody is asked again"


def test_a_day_of_handing_in_is_offered_and_never_taken_for_the_receipt_by_itself(client, unit_id):
    titles = "STT;Mã hồ sơ;Mã TTHC;Ngày nộp;Ngày hẹn trả\n"
    register = (titles + "1;H50.41.03-260705-0001;1.004873;05/07/2026 08:30;08/07/2026\n").encode()
    place = asked(client, register, don_vi=str(unit_id))
    page = text(client.get(place))
    assert "Tệp không có cột ngày tiếp nhận, chỉ có “Ngày nộp”" in page
    assert not re.search(r'value="received" selected', page)
    said = {"cot_1": "number", "cot_2": "code", "cot_3": "procedure_code", "cot_4": "", "cot_5": "due"}
    told = {"dong": "1", "so_dong": "1", "ten": "Một cửa xã", "thu_tu": "day_first"}
    assert "Chưa chỉ ra cột ngày tiếp nhận" in text(client.post(place, data=said | told))
    preview = client.post(place, data=said | told | {"cot_4": "received"})
    page = text(client.get(preview.location))
    assert "Ngày tiếp nhận được lấy từ cột “Ngày nộp”" in page
    assert "<b>1</b> nhận" in page
    later = upload(client, "sau.csv", register.replace(b"-0001;", b"-0002;"), don_vi=str(unit_id))
    assert "Ngày tiếp nhận được lấy từ cột “Ngày nộp”" in text(client.get(later.location)), "said again every time"


def test_what_was_said_can_be_changed_from_the_preview_and_the_old_version_stays(client, unit_id, site_database):
    first = choose(client, asked(client, don_vi=str(unit_id)), trang_thai_0="").location
    assert "Cột trạng thái: chữ lạ" in text(client.get(f"{first}?xem=accepted_with_warning"))
    number = first.rpartition("/")[2]
    place = f"/ho-so/nhap/cot/{number}"
    assert place in text(client.get(first))
    second = choose(client, place, trang_thai_0="awaiting_supplement")
    assert "phiên bản 2" in text(client.get(second.location))
    assert client.get(first).status_code == 404, "the preview read otherwise is gone"
    saved = text(client.get("/ho-so/nhap/mau-cot"))
    assert "phiên bản 1" in saved
    assert "không dùng từ" in saved
    assert "chờ bổ sung" in saved
    with site_database.read() as session:
        rows = list(session.scalars(select(ImportMapping).order_by(ImportMapping.version)))
        verbs = set(session.scalars(select(AuditNote.verb)))
    assert [row.ended_at is None for row in rows] == [False, True]
    assert "records.save_mapping" in verbs


def test_known_columns_are_not_called_unknown_where_they_can_be_told_otherwise(client, unit_id):
    register = "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận\nH50.41.03-260705-0001;1.004873;05/07/2026 08:30\n".encode()
    place = upload(client, "biet.csv", register, don_vi=str(unit_id)).location.replace("/nhap/", "/nhap/cot/")
    page = text(client.get(place))
    assert "Các cột được nhận ra theo tên" in page
    assert "tên cột chưa biết" not in page
    assert "tên cột chưa biết" in text(client.get(asked(client, don_vi=str(unit_id))))


def test_saying_the_same_again_is_no_new_version(client, unit_id, site_database):
    for _ in range(2):
        number = choose(client, asked_again(client, unit_id)).location.rpartition("/")[2]
        assert number.isdigit()
    with site_database.read() as session:
        assert session.scalars(select(ImportMapping.version)).all() == [1]


def asked_again(client, unit_id):
    """The page of columns: straight after an unknown upload, from the preview of a known one."""
    place = upload(client, "la.csv", STRANGE, don_vi=str(unit_id)).location
    return place if "/cot/" in place else f"/ho-so/nhap/cot/{place.rpartition('/')[2]}"


def test_words_of_a_status_column_chosen_only_now_are_asked_for_before_anything_is_remembered(client, unit_id):
    place = asked(client, don_vi=str(unit_id))
    page = text(choose(client, place, da_hoi=""))
    assert "Cột trạng thái có chữ chưa biết" in page
    assert "Bước 3/5</th>" in page
    assert choose(client, place).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"cot_2": ""}, "mã hồ sơ"),
        ({"cot_7": ""}, "ngày tiếp nhận"),
        ({"cot_3": ""}, "mã hoặc tên thủ tục"),
        ({"cot_8": "received"}, "Hai cột cùng được chọn"),
        ({"ten": "  "}, "tên phần mềm"),
    ],
)
def test_what_cannot_be_read_with_is_refused_and_what_was_chosen_stays(client, unit_id, wrong, words, site_database):
    place = asked(client, don_vi=str(unit_id))
    page = text(choose(client, place, **wrong))
    assert words in page
    assert re.search(r'value="applicant" selected', page)
    with site_database.read() as session:
        assert session.scalars(select(ImportMapping.id)).all() == []


def test_the_row_of_titles_can_be_chosen(client, unit_id):
    above = "Trích xuất;từ;phần mềm;một;cửa;điện;tử;tỉnh;X\n".encode()
    place = asked(client, above + STRANGE, don_vi=str(unit_id))
    assert "Dòng 2: STT" in text(client.get(place))
    page = text(client.get(f"{place}?dong=2&so_dong=1"))
    assert "Số BN" in page
    assert "Trích xuất" in page, "still among the rows to choose from"
    assert client.get(f"{place}?dong=3").status_code == 303, "a row of data holds no titles"
    assert client.get(f"{place}?dong=x&so_dong=9").status_code == 200


def test_the_upload_is_the_persons_own_and_a_thing_of_one_day(client, acting, unit_id):
    place = asked(client, don_vi=str(unit_id))
    other = acting(person(unit_id, IMPORT_RECORDS, login="nguoi-khac"))
    assert other.get(place).status_code == 404
    assert acting(person(unit_id, SEE_RECORDS)).get(place).status_code == 403
    client = acting(person(unit_id, IMPORT_RECORDS))
    for mark in ("khong-co", "..", "a" * 20, "1"):
        assert client.get(f"/ho-so/nhap/cot/{mark}").status_code == 404


def test_a_saved_reading_can_be_given_up(client, unit_id):
    choose(client, asked(client, don_vi=str(unit_id)))
    place = giving_up(client)
    assert client.post(place).status_code == 303
    assert client.post(place).status_code == 404
    asked(client, STRANGE.replace(b"0001", b"0007"), don_vi=str(unit_id))


def test_a_file_without_anything_like_titles_is_refused_as_before(client):
    reply = upload(client, "x.csv", b"a;b\nc;d\n")
    assert (reply.status_code, reply.location) == (303, "/ho-so/nhap")


def test_nobody_gives_up_what_another_unit_or_everybody_uses(acting, client, unit_id, site_database):
    choose(client, asked(client, don_vi=str(unit_id)))
    place = giving_up(client)
    stranger = acting(person(unit_id + 1, IMPORT_RECORDS))
    assert "Một cửa tỉnh" not in text(stranger.get("/ho-so/nhap/mau-cot"))
    assert stranger.post(place).status_code == 403

    def share(session):
        session.scalars(select(ImportMapping)).one().unit_id = None

    site_database.run(share)
    clerk = acting(person(unit_id, IMPORT_RECORDS))
    assert "Dùng chung" in text(clerk.get("/ho-so/nhap/mau-cot"))
    assert clerk.post(place).status_code == 403


@pytest.fixture
def work(app, monkeypatch):
    """Uploads are large from a few letters on; `work()` is what the timetable does with them."""
    monkeypatch.setattr("feedback.records.forms.SMALL", 100)
    return lambda: work_on_large_imports(app.extensions["lang-nghe"], AS_OF, "")


def waits(client, work, **form):
    """The page of a large import that waits for its columns, and the place where they are told."""
    page = upload(client, "lon.csv", STRANGE, **form).location
    assert work() == 1
    return page, page.replace("/nhap/", "/nhap/cot/")


def test_a_large_file_waits_for_its_columns_and_is_read_on_once_they_are_told(client, work, unit_id, site_database):
    page, place = waits(client, work, don_vi=str(unit_id))
    shown = text(client.get(page))
    assert "Chưa biết các cột của tệp này" in shown
    assert f'href="{place}"' in shown
    assert 'http-equiv="refresh"' not in shown, "nothing happens before the person does something"
    assert "chờ chỉ ra các cột" in text(client.get("/ho-so/nhap"))
    columns = text(client.get(place))
    assert "Số BN" in columns
    assert "Nguyễn Thị Thử" not in columns
    assert "những dòng đầu của một tệp lớn" in columns
    assert "mã hồ sơ" in text(choose(client, place, cot_2="")), "what cannot be read with leaves the import waiting"
    assert "Chưa biết các cột" in text(client.get(page))
    reply = choose(client, place)
    assert (reply.status_code, reply.location) == (303, page)
    assert "Đang đọc và kiểm tra từng dòng" in text(client.get(page))
    assert choose(client, place).status_code == 404, "said already"
    assert work() == 1
    preview = text(client.get(page))
    assert "theo mẫu <strong>“Một cửa tỉnh”</strong>, phiên bản 1" in preview
    assert "<b>2</b> nhận" in preview
    assert client.post(f"{page}/xac-nhan").status_code == 303
    work()
    with site_database.read() as session:
        assert sorted(session.scalars(select(Record.state))) == ["done", "received"]
        assert session.scalars(select(ImportMapping.unit_id)).all() == [unit_id]


def test_the_columns_of_a_large_file_are_told_otherwise_from_its_preview(client, acting, work, unit_id):
    page, place = waits(client, work, don_vi=str(unit_id))
    choose(client, place, thu_tu="day_first")
    work()
    preview = text(client.get(page))
    assert "<b>1</b> từ chối" in preview
    assert f'href="{place}"' in preview
    assert "Phải trả" in text(client.get(place))
    stranger = acting(person(unit_id, IMPORT_RECORDS, login="nguoi-khac"))
    assert place not in text(stranger.get(page))
    assert stranger.get(place).status_code == 404
    client = acting(person(unit_id, SEE_RECORDS, IMPORT_RECORDS))
    assert choose(client, place).location == page
    assert "Đang đọc và kiểm tra từng dòng" in text(client.get(page))
    work()
    preview = text(client.get(page))
    assert "phiên bản 2" in preview
    assert "<b>2</b> nhận" in preview
    assert client.post(f"{page}/xac-nhan").status_code == 303
    assert choose(client, place).status_code == 404, "confirmed: it stays"


def test_a_large_file_that_waits_for_its_columns_can_be_cancelled(client, work):
    page, place = waits(client, work)
    assert client.post(f"{page}/huy").status_code == 303
    assert client.get(place).status_code == 404
    work()
    assert "đã hủy" in text(client.get("/ho-so/nhap"))


def test_only_who_uploaded_a_large_file_says_what_its_columns_are(client, acting, work, unit_id, site_database):
    page, place = waits(client, work)
    everywhere = Actor("Quản trị", 2, (Grant(frozenset({IMPORT_RECORDS}), None),), "quan-tri")
    admin = acting(everywhere)
    shown = text(admin.get(page))
    assert "Đang chờ Cán bộ Mẫu" in shown
    assert place not in shown
    for other in (admin, acting(person(unit_id, IMPORT_RECORDS, login="nguoi-khac"))):
        assert other.get(place).status_code == 404
        assert choose(other, place).status_code == 404
    assert acting(person(unit_id, SEE_RECORDS)).get(place).status_code == 403
    with site_database.read() as session:
        assert session.scalars(select(ImportMapping.id)).all() == []


def test_a_large_file_without_anything_like_titles_is_refused(client, work):
    page = upload(client, "x.csv", b"a;b\n" * 50).location
    work()
    shown = text(client.get(page))
    assert "Không thấy dòng nào có thể là tiêu đề cột" in shown
    assert "/nhap/cot/" not in shown
