"""`/to-chuc/<unit>/ky`: an administrator tells who signs; others look; nobody tells for another unit."""

from __future__ import annotations

from io import BytesIO

import pytest
import time_machine

from feedback.foundation.actors import Actor, Grant
from feedback.organisation.queries.signers import find_picture, list_certificates, list_delegations
from feedback.organisation.rules import EDIT_ORGANISATION, VIEW_ORGANISATION
from feedback.organisation.rules.signers import SEAL, SIGNATURE
from tests.factories import Factory
from tests.foundation.signatures.people import EXPIRED, HEAD, NOW
from tests.foundation.signatures.pictures import png

TOLD = {
    "hinh_thuc": "KT",
    "ho_ten": "Lê Thị Phó",
    "chuc_vu": "Phó Chủ tịch",
    "thay": "Chủ tịch",
    "van_ban": "QĐ 12/QĐ-UBND ngày 02/11/2026",
    "tu_ngay": "2026-11-02",
    "den_ngay": "2026-11-30",
}


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def places(site_database):
    def work(session):
        make = Factory(session)
        units = [make.unit(name) for name in ("Xã Mẫu Một", "Xã Mẫu Hai")]
        make.head(units[0], "Trần Văn Mẫu", title="Chủ tịch")
        return [unit.id for unit in units]

    return site_database.run(work)


def person(units, *more):
    return Actor("Quản trị Mẫu", 1, (Grant(frozenset({VIEW_ORGANISATION, *more}), frozenset(units)),), "quan-tri")


def test_an_administrator_writes_down_and_ends_a_delegation(acting, places, site_database):
    client = acting(person(places, EDIT_ORGANISATION))
    page = f"/to-chuc/{places[0]}/ky"
    assert client.post(f"{page}/uy-quyen", data=TOLD).status_code == 302
    text = client.get(page).text
    assert "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH: Lê Thị Phó" in text
    assert "đang có hiệu lực" in text
    with site_database.read() as session:
        (row,) = list_delegations(session, places[0])
    assert client.post(f"{page}/uy-quyen/{row.id}/ket-thuc", data={"den_ngay": "2026-11-19"}).status_code == 302
    assert "đã hết hạn" in client.get(page).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"hinh_thuc": "TM"}, "Chưa chọn hình thức"),
        ({"tu_ngay": "hôm nay"}, "Chưa chọn ngày"),
        ({"van_ban": ""}, "văn bản"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(acting, places, site_database, wrong, words):
    reply = acting(person(places, EDIT_ORGANISATION)).post(f"/to-chuc/{places[0]}/ky/uy-quyen", data=TOLD | wrong)
    assert reply.status_code == 422
    assert words in reply.text
    with site_database.read() as session:
        assert list_delegations(session, places[0]) == []


def test_certificates_and_pictures_come_as_files(acting, places, site_database):
    client = acting(person(places, EDIT_ORGANISATION))
    page = f"/to-chuc/{places[0]}/ky"

    def file(content, **more):
        return {"tep": (BytesIO(content), "tep"), **more}

    assert client.post(f"{page}/chung-thu", data={"loai": "person"}).status_code == 422
    refused = client.post(f"{page}/chung-thu", data=file(EXPIRED.der, loai="person", ho_ten="Phạm Hết Hạn"))
    assert "đã hết hạn" in refused.text
    assert (
        client.post(f"{page}/chung-thu", data=file(HEAD.der, loai="person", ho_ten="Trần Văn Mẫu")).status_code == 302
    )
    picture = {"loai": SIGNATURE, "ho_ten": "Trần Văn Mẫu"}
    assert client.post(f"{page}/hinh", data=file(png(300, 120), **picture)).status_code == 302
    seal = {"loai": SEAL, "duong_kinh": "34,5"}
    assert client.post(f"{page}/hinh", data=file(png(200, 200, seal=True), **seal)).status_code == 302
    assert "mi-li-mét" in client.post(f"{page}/hinh", data=file(png(200, 200), loai=SEAL, duong_kinh="to")).text
    text = client.get(page).text
    assert HEAD.fingerprint in text
    assert "hình chữ ký của Trần Văn Mẫu" in text
    with site_database.read() as session:
        (certificate,) = list_certificates(session, places[0])
        found = find_picture(session, places[0], SEAL)
        assert found is not None
        assert found.millimetres == 34.5
    assert client.post(f"{page}/chung-thu/{certificate.id}/thoi-dung").status_code == 302
    assert client.post(f"{page}/hinh/xoa", data={"loai": SEAL}).status_code == 302
    with site_database.read() as session:
        assert find_picture(session, places[0], SEAL) is None


def test_only_an_administrator_of_the_unit_tells(acting, places, site_database):
    looking = acting(person(places))
    assert "Thêm người được ký thay" not in looking.get(f"/to-chuc/{places[0]}/ky").text
    assert looking.post(f"/to-chuc/{places[0]}/ky/uy-quyen", data=TOLD).status_code == 403
    elsewhere = acting(person(places[1:], EDIT_ORGANISATION))
    assert elsewhere.get(f"/to-chuc/{places[0]}/ky").status_code == 403
    assert elsewhere.post(f"/to-chuc/{places[0]}/ky/uy-quyen", data=TOLD).status_code == 403
    with site_database.read() as session:
        assert list_delegations(session, places[0]) == []


def test_a_row_of_another_unit_is_not_ended_from_here(acting, places, site_database):
    both = acting(person(places, EDIT_ORGANISATION))
    both.post(f"/to-chuc/{places[0]}/ky/uy-quyen", data=TOLD)
    with site_database.read() as session:
        (row,) = list_delegations(session, places[0])
    reply = both.post(f"/to-chuc/{places[1]}/ky/uy-quyen/{row.id}/ket-thuc", data={"den_ngay": "2026-11-20"})
    assert reply.status_code == 403
