"""Taking a paper back from its page."""

from collections.abc import Callable

from flask.testing import FlaskClient

from feedback.foundation.actors import Actor
from tests.apologies.conftest import WHY, World, person

Acting = Callable[[Actor], FlaskClient]


def test_the_head_takes_a_paper_back_and_both_pages_name_each_other(site: World, acting: Acting) -> None:
    first = site.publish(site.approved())
    client = acting(person(site.commune))
    assert "Thu hồi phiếu này" in client.get(f"/xin-loi/{first}").text
    sent = client.post(f"/xin-loi/{first}/thu-hoi", data={"ban": site.line(first).version, "ly_do": WHY})
    back = int(sent.headers["Location"].rsplit("/", 1)[1])
    page = client.get(f"/xin-loi/{back}").text
    assert "Phiếu thu hồi, hồ sơ" in page
    assert WHY in page
    assert client.get(f"/xin-loi/{back}/xem-truoc.png").data.startswith(b"\x89PNG")
    approved = {"ban": site.line(back).version, "da_doc": "1"}
    assert client.post(f"/xin-loi/{back}/duyet", data=approved).status_code == 302
    assert "số 01/PXL" in client.get(f"/xin-loi/{back}").text
    after = client.get(f"/xin-loi/{first}").text
    assert "đã thu hồi" in after
    assert "số 02/PXL" in after
    assert "Thu hồi phiếu này" not in after
    assert "đã thu hồi bằng phiếu số 02/PXL" in client.get("/cong-khai/xin-loi").text


def test_a_vague_reason_is_refused_and_a_draft_can_be_given_up(site: World, acting: Acting) -> None:
    first = site.approved()
    client = acting(person(site.commune))
    vague = {"ban": site.line(first).version, "ly_do": "Vì lý do khách quan"}
    refused = client.post(f"/xin-loi/{first}/thu-hoi", data=vague)
    assert refused.status_code == 422
    assert ">Vì lý do khách quan</textarea>" in refused.text
    assert "<details open>" in refused.text
    back = site.take_back(first)
    assert "Hủy dự thảo này" in client.get(f"/xin-loi/{back}").text
    assert client.post(f"/xin-loi/{back}/huy", data={"ban": site.line(back).version}).status_code == 302
    assert site.line(back).state == "cancelled"


def test_a_stranger_takes_nothing_back(site: World, acting: Acting) -> None:
    first = site.approved()
    stranger, data = acting(person(site.province)), {"ban": site.line(first).version, "ly_do": WHY}
    assert stranger.post(f"/xin-loi/{first}/thu-hoi", data=data).status_code == 403
    back = site.take_back(first)
    assert stranger.post(f"/xin-loi/{back}/huy", data={"ban": site.line(back).version}).status_code == 403
