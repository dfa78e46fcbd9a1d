"""Signing digitally on the pages: the secret asked for, the paper to sign, the signed one back, one's own key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback.apologies.rules import SEE_APOLOGIES, State
from feedback.foundation.actors import Actor
from tests.apologies.conftest import MORNING, World, person
from tests.apologies.signing import HEAD, OTHER, PASSPHRASE, Office
from tests.foundation.signatures.people import sign

Acting = Callable[[Actor], FlaskClient]


@pytest.fixture(autouse=True)
def _that_morning() -> Iterator[None]:
    with time_machine.travel(MORNING + timedelta(minutes=5), tick=False):
        yield


def file(content: bytes, **more: str) -> dict[str, object]:
    return {"tep": (BytesIO(content), "tep"), **more}


def approve(client: FlaskClient, site: World, notice_id: int, secret: str) -> TestResponse:
    sent = {"ban": site.line(notice_id).version, "da_doc": "1", "bi_mat": secret}
    return client.post(f"/xin-loi/{notice_id}/duyet", data=sent)


def test_the_passphrase_is_asked_for_and_a_wrong_one_approves_nothing(site: World, acting: Acting) -> None:
    office = Office(site, "pkcs12")
    office.key(office.register())
    notice_id = office.prepared()
    client = acting(person(site.commune))
    page = client.get(f"/xin-loi/{notice_id}").text
    assert "Mật khẩu của khóa ký" in page
    assert "Duyệt và ký số" in page
    reply = approve(client, site, notice_id, "sai")
    assert reply.status_code == 422
    assert "Mật khẩu của khóa ký không đúng" in reply.text
    assert "sai" not in reply.text.split("<main")[1].split("Mật khẩu")[0]
    assert site.line(notice_id).state == State.AWAITING
    assert approve(client, site, notice_id, PASSPHRASE).status_code == 302
    after = client.get(f"/xin-loi/{notice_id}").text
    assert "Đã ký số: Trần Văn Mẫu" in after
    assert client.get(f"/xin-loi/{notice_id}/phieu.pdf").data == office.paper(notice_id, signed=True)


def test_the_paper_goes_out_to_be_signed_and_comes_back(site: World, acting: Acting) -> None:
    office = Office(site, "upload")
    office.register()
    notice_id = office.prepared()
    client = acting(person(site.commune))
    assert "bi_mat" not in client.get(f"/xin-loi/{notice_id}").text
    approve(client, site, notice_id, "")
    page = client.get(f"/xin-loi/{notice_id}").text
    assert "Phiếu chưa gửi đi: còn chờ Trần Văn Mẫu ký số" in page
    given = client.get(f"/xin-loi/{notice_id}/ban-can-ky.pdf")
    assert given.data == office.paper(notice_id)
    assert "attachment" in given.headers["Content-Disposition"]
    door = f"/xin-loi/{notice_id}/ban-ky"
    assert "Chưa chọn tệp" in client.post(door).text
    wrong = client.post(door, data=file(sign(given.data, OTHER, at=MORNING + timedelta(minutes=5))))
    assert wrong.status_code == 422
    assert "không phải chứng thư đã đăng ký" in wrong.text
    good = sign(given.data, at=MORNING + timedelta(minutes=5))
    assert client.post(door, data=file(good)).status_code == 302
    assert client.get(f"/xin-loi/{notice_id}/phieu.pdf").data == good
    assert "còn chờ" not in client.get(f"/xin-loi/{notice_id}").text


def test_only_those_who_sign_here_take_and_bring_it(site: World, acting: Acting) -> None:
    office = Office(site, "upload")
    office.register()
    notice_id = office.prepared()
    for who in (person(site.commune, frozenset({SEE_APOLOGIES})), person(site.province)):
        client = acting(who)
        assert client.get(f"/xin-loi/{notice_id}/ban-can-ky.pdf").status_code == 403
        assert client.post(f"/xin-loi/{notice_id}/ban-ky", data=file(b"x")).status_code == 403
    assert acting(person(site.commune)).get(f"/xin-loi/{notice_id}/ban-can-ky.pdf").status_code == 404


def test_one_uploads_ones_own_key_and_takes_it_away(site: World, acting: Acting) -> None:
    office = Office(site, "pkcs12")
    number = office.register()
    client = acting(person(site.commune))
    assert "chưa có khóa" in client.get("/xin-loi/khoa-ky").text
    door = f"/xin-loi/khoa-ky/{number}"
    assert "không thuộc chứng thư" in client.post(door, data=file(OTHER.p12(), bi_mat=PASSPHRASE)).text
    assert client.post(door, data=file(HEAD.p12(), bi_mat=PASSPHRASE)).status_code == 302
    page = client.get("/xin-loi/khoa-ky").text
    assert "đã có khóa" in page
    assert PASSPHRASE not in page
    assert client.post(f"{door}/xoa").status_code == 302
    assert "chưa có khóa" in client.get("/xin-loi/khoa-ky").text
    elsewhere = acting(person(site.province))
    assert elsewhere.post(door, data=file(HEAD.p12(), bi_mat=PASSPHRASE)).status_code == 403
