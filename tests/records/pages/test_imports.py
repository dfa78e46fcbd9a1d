from __future__ import annotations

import pytest
from sqlalchemy import select

from feedback.records.jobs import work_on_large_imports
from feedback.records.rules import IMPORT_RECORDS, SEE_RECORDS
from feedback.records.tables import Record, RecordImport
from tests.records.pages.uploads import person, text, upload
from tests.records.reference import AS_OF


def test_upload_preview_confirm_and_look(acting, unit_id, site_database):
    client = acting(person(unit_id, SEE_RECORDS, IMPORT_RECORDS))
    assert "Nhập sổ theo dõi" in text(client.get("/ho-so/nhap"))
    reply = upload(client)
    assert reply.status_code == 303
    preview = text(client.get(reply.location))
    assert "Chưa có gì được ghi" in preview
    assert "Cột “Mã hồ sơ”: để trống." in preview
    assert "31/11/2026 → không đọc được" in preview
    assert "Người nộp:" not in preview
    assert "hồ sơ nào như vậy" in text(client.get("/ho-so"))
    assert "9h28 15/07/2026 → 09:28 ngày 15/07/2026" in text(client.get(f"{reply.location}?xem=accepted"))
    assert "dòng nhóm" in text(client.get(f"{reply.location}?xem=ignored"))
    assert client.post(f"{reply.location}/xac-nhan").status_code == 303
    done = text(client.get(reply.location))
    assert "Thử lại dòng bị từ chối" in done
    assert client.post(f"{reply.location}/xac-nhan").status_code == 404
    assert client.post(f"{reply.location}/thu-lai").status_code == 303
    listed = text(client.get("/ho-so"))
    assert "H50.41.03-261120-0010" in listed
    assert "Trang 1 trên 6" in listed
    assert "Quá hạn: 12" in text(client.get("/ho-so/sap-tre"))
    with site_database.read() as session:
        record = session.scalars(select(Record).where(Record.code == "H50.41.03-261120-0008")).one()
    page = text(client.get(f"/ho-so/{record.id}"))
    assert "Vì sao hẹn ngày này?" in page
    assert "tạm tính" in page
    assert "Lê Minh Ảo" not in page


def test_strangers_see_nothing(acting, unit_id, site_database):
    insider = acting(person(unit_id, SEE_RECORDS, IMPORT_RECORDS))
    place = upload(insider).location
    insider.post(f"{place}/xac-nhan")
    with site_database.read() as session:
        record_id = session.scalars(select(Record.id).limit(1)).one()
    client = acting(person(unit_id + 1, SEE_RECORDS, IMPORT_RECORDS))
    assert client.get(f"/ho-so/{record_id}").status_code == 403
    assert client.get(place).status_code == 403
    assert client.post(f"{place}/thu-lai").status_code == 403
    assert "hồ sơ nào như vậy" in text(client.get("/ho-so"))
    assert acting(person(unit_id)).get("/ho-so").status_code == 403


def test_a_discarded_import_leaves_nothing(acting, unit_id, site_database):
    client = acting(person(unit_id, IMPORT_RECORDS))
    place = upload(client).location
    assert client.post(f"{place}/huy").status_code == 303
    assert client.get(place).status_code == 404
    with site_database.read() as session:
        assert session.scalars(select(RecordImport.id)).all() == []


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "Tệp rỗng"), (b"PK\x03\x04", "bị hỏng"), (b"a;b\n\xb9;\xd3\n", "UTF-8"), (b"a;b\nc;d\n", "Mã hồ sơ")],
)
def test_a_bad_file_is_refused_in_words_on_the_same_page(acting, unit_id, data, words):
    client = acting(person(unit_id, IMPORT_RECORDS))
    reply = upload(client, "x.csv", data)
    assert (reply.status_code, reply.location) == (303, "/ho-so/nhap")
    assert words in text(client.get("/ho-so/nhap"))


def test_an_import_without_any_file_is_its_importers_alone_not_a_namesakes(acting, unit_id):
    """Every row rejected: no unit tells whose it is, and two people here are called the same."""
    head = "Mã hồ sơ;Mã TTHC;Tên TTHC;Ngày tiếp nhận;Trạng thái\n"
    place = upload(acting(person(unit_id, IMPORT_RECORDS)), "mot.csv", (head + "x;1;y;z;t\n").encode()).location
    assert acting(person(unit_id, IMPORT_RECORDS)).get(place).status_code == 200
    for other in ("nguoi-khac", ""):
        client = acting(person(unit_id, IMPORT_RECORDS, login=other))
        assert client.get(place).status_code == 403
        assert client.post(f"{place}/huy").status_code == 403
        assert "mot.csv" not in text(client.get("/ho-so/nhap"))


def test_a_hostile_cell_is_shown_as_text(acting, unit_id):
    client = acting(person(unit_id, IMPORT_RECORDS))
    row = "<script>alert(1)</script>;1.004873;<b>x</b>;<img src=x>;<i>1</i>\n"
    place = upload(client, "<s>.csv", ("Mã hồ sơ;Mã TTHC;Tên TTHC;Ngày tiếp nhận;Trạng thái\n" + row).encode()).location
    page = text(client.get(place))
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "&lt;SCRIPT&gt;" in page


def test_a_large_upload_is_read_behind_the_page_looked_at_and_confirmed(
    acting, unit_id, site_database, app, monkeypatch
):
    monkeypatch.setattr("feedback.records.forms.SMALL", 1_000)
    client = acting(person(unit_id, SEE_RECORDS, IMPORT_RECORDS))
    place = upload(client).location
    waiting = text(client.get(place))
    assert 'http-equiv="refresh"' in waiting
    assert "Đang đọc và kiểm tra từng dòng" in waiting
    assert "Hủy lần nhập này" in waiting
    work_on_large_imports(app.extensions["lang-nghe"], AS_OF, "")
    assert "Chưa có gì được ghi" in text(client.get(place))
    assert client.post(f"{place}/xac-nhan").status_code == 303
    assert "Đang ghi hồ sơ (chưa hiện)" in text(client.get(place))
    assert "hồ sơ nào như vậy" in text(client.get("/ho-so"))
    work_on_large_imports(app.extensions["lang-nghe"], AS_OF, "")
    assert "Thử lại dòng bị từ chối" in text(client.get(place))
    assert "H50.41.03-261120-0010" in text(client.get("/ho-so"))


def test_the_columns_are_offered_only_to_who_handed_the_register_in(acting, unit_id):
    address = upload(acting(person(unit_id, IMPORT_RECORDS))).headers["Location"]
    pages = {
        login: text(acting(person(unit_id, IMPORT_RECORDS, login=login)).get(address)) for login in ("can-bo", "khac")
    }
    assert [login for login, page in pages.items() if "Sửa cách đọc cột" in page] == ["can-bo"]
    assert "Xác nhận nhập" in pages["khac"]
