"""`/to-chuc/nap`: upload, look, confirm."""

import io
import os
import re

import openpyxl
import pytest

from feedback.accounts.exports import write_template
from feedback.accounts.rules import Role
from feedback.foundation import clock
from feedback.organisation.queries import list_desks, list_units
from tests.factories import Factory


@pytest.fixture
def commune(site_database):
    return site_database.run(lambda session: Factory(session).unit("Xã Mẫu", code="90001").id)


@pytest.fixture
def book(now):
    """`book(sheet=[rows])` is a filled template, as an upload."""

    def fill(**sheets):
        filled = openpyxl.load_workbook(io.BytesIO(write_template(made_at=now)))
        for title, rows in sheets.items():
            for row in rows:
                filled[title.replace("_", " ")].append(row)
        out = io.BytesIO()
        filled.save(out)
        return {"file": (io.BytesIO(out.getvalue()), "tổ chức.xlsx")}

    return fill


GOOD = {
    "Bàn_tiếp_nhận": [["90001", "Một cửa", "", ""]],
    "Cán_bộ": [["mau.a", "Người Mẫu A", "", "90001", "Một cửa", ""]],
}


def hidden(answer):
    return dict(re.findall(r'name="(digest|fingerprint|name)"[^>]*value="([^"]*)"', answer.text))


def desks(site_database, unit_id):
    with site_database.read() as session:
        return [desk.name for desk in list_desks(session, [unit_id])]


def test_the_template_is_offered(administrator):
    answer = administrator.get("/to-chuc/mau")
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames[0] == "Hướng dẫn"
    assert "/to-chuc/mau" in administrator.get("/to-chuc/nap").text


def test_looking_changes_nothing_and_confirming_does_what_was_shown(administrator, book, commune, site_database):
    seen = administrator.post("/to-chuc/nap", data=book(**GOOD))
    assert "Một cửa – Xã Mẫu" in seen.text
    assert desks(site_database, commune) == []
    done = administrator.post("/to-chuc/nap/xac-nhan", data=hidden(seen), follow_redirects=True)
    assert "2 dòng mới" in done.text
    assert desks(site_database, commune) == ["Một cửa"]
    assert "không thay đổi gì" in administrator.post("/to-chuc/nap", data=book(**GOOD)).text


def test_a_wrong_row_is_shown_with_what_to_do_and_cannot_be_confirmed(administrator, book, commune, site_database):
    seen = administrator.post("/to-chuc/nap", data=book(**GOOD, Quầy=[["Q1", "99999", "", "Quầy", ""]]))
    assert "Không có đơn vị mã 99999" in seen.text
    assert "Xác nhận và nạp" not in seen.text
    assert desks(site_database, commune) == []


def test_what_changed_meanwhile_is_shown_anew(administrator, book, commune, site_database):
    seen = administrator.post("/to-chuc/nap", data=book(**GOOD))

    def rename(session):
        unit = next(unit for unit in list_units(session, clock.local_day(clock.now())) if unit.id == commune)
        unit.name = "Xã Đổi Tên"

    site_database.run(rename)
    again = administrator.post("/to-chuc/nap/xac-nhan", data=hidden(seen))
    assert again.status_code == 409
    assert "Dữ liệu đã thay đổi" in again.text
    assert desks(site_database, commune) == []
    assert administrator.post("/to-chuc/nap/xac-nhan", data=hidden(again)).status_code == 302


def test_an_upload_nobody_confirmed_is_forgotten_after_a_day(administrator, book, commune, site_settings):
    administrator.post("/to-chuc/nap", data=book(**GOOD))
    (kept,) = (site_settings.home / "uploads").glob("*.xlsx")
    assert kept.stat().st_mode & 0o077 == 0
    os.utime(kept, (kept.stat().st_atime, kept.stat().st_mtime - 25 * 60 * 60))
    administrator.post("/to-chuc/nap", data=book(Quầy=[["Q1", "99999", "", "Quầy", ""]]))
    assert not kept.exists()


@pytest.mark.parametrize("digest", ["../../etc/passwd", "0" * 64, ""])
def test_a_file_that_was_not_shown_is_not_loaded(administrator, digest):
    answer = administrator.post("/to-chuc/nap/xac-nhan", data={"digest": digest, "fingerprint": "x", "name": "a"})
    assert answer.status_code in (409, 422)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_told(administrator, content):
    answer = administrator.post("/to-chuc/nap", data={"file": (io.BytesIO(content), "a.xlsx")})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_an_upload_without_a_file_is_told(administrator):
    assert "Chưa chọn tệp" in administrator.post("/to-chuc/nap", data={}).text


def test_an_administrator_of_one_unit_does_not_load_the_province(signed_in, book, commune):
    local = signed_in("quantri.xa", Role.ADMINISTRATOR, commune)
    assert "Chỉ quản trị viên cấp tỉnh" in local.post("/to-chuc/nap", data=book(**GOOD)).text
