"""A letter about a fault, begun from a file."""

from collections.abc import Callable

from flask.testing import FlaskClient

from feedback.foundation.actors import Actor
from feedback.records.rules import SEE_RECORDS
from tests.apologies.conftest import ALL, REPAIR, World, person

Acting = Callable[[Actor], FlaskClient]
LOST = {"loi": "lost_papers", "viec": "bản chính giấy khai sinh nộp ngày 02/11"}


def test_from_the_file_to_the_approved_letter(site: World, acting: Acting) -> None:
    record = site.file()
    client = acting(person(site.commune, ALL | {SEE_RECORDS}))
    place = f"/xin-loi/ho-so/{record}/loi"
    assert place in client.get(f"/ho-so/{record}").text
    assert "Không dùng cho khiếu nại" in client.get(place).text
    sent = client.post(place, data=LOST)
    letter = int(sent.headers["Location"].rsplit("/", 1)[1])
    page = client.get(f"/xin-loi/{letter}").text
    assert "Thư xin lỗi cho hồ sơ" in page
    assert 'name="khac_phuc"' in page
    assert 'name="ngay"' not in page
    decided = {"nhom": "mistake", "ly_do": REPAIR.reason_text, "khac_phuc": REPAIR.remedy}
    vague = decided | {"khac_phuc": "Sẽ khắc phục.", "ban": site.line(letter).version}
    refused = client.post(f"/xin-loi/{letter}/ly-do", data=vague)
    assert refused.status_code == 422
    assert "Sẽ khắc phục." in refused.text
    saved = client.post(f"/xin-loi/{letter}/ly-do", data=decided | {"ban": site.line(letter).version})
    assert saved.status_code == 302
    approved = {"ban": site.line(letter).version, "da_doc": "1"}
    assert client.post(f"/xin-loi/{letter}/duyet", data=approved).status_code == 302
    assert client.get(f"/xin-loi/{letter}/phieu.pdf").data.startswith(b"%PDF")
    assert f"/xin-loi/{letter}" in client.get(place).text


def test_a_refusal_keeps_what_was_typed_and_strangers_stay_out(site: World, acting: Acting) -> None:
    record = site.file()
    place = f"/xin-loi/ho-so/{record}/loi"
    client = acting(person(site.commune))
    page = client.post(place, data={"loi": "", "viec": "bản đồ trích đo bị ướt"})
    assert page.status_code == 422
    assert "bản đồ trích đo bị ướt" in page.text
    assert client.post(place, data=LOST | {"loi": "late"}).status_code == 422
    stranger = acting(person(site.province))
    assert stranger.get(place).status_code == 403
    assert stranger.post(place, data=LOST).status_code == 403
