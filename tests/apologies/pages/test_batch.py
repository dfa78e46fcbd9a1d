"""Several notices from one page: every reason in sight, nothing ticked beforehand, each approved by itself."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from pyhanko.sign.signers import Signer

from feedback.apologies.rules import MARK_LATE, SEE_APOLOGIES, State
from feedback.foundation.actors import Actor
from feedback.foundation.signatures.keys import open_pkcs12
from tests.apologies.conftest import DECISION, MORNING, REASON, World, person
from tests.apologies.signing import PASSPHRASE, Office

Acting = Callable[[Actor], FlaskClient]
PAGE = "/xin-loi/duyet-nhieu"
OTHER = "Công chức địa chính nghỉ ốm từ 12/11 mà chưa bố trí được người thay."


def prepared(site: World, reason: str = REASON) -> int:
    notice = site.expect_late(site.file())
    site.decide(notice, MORNING, replace(DECISION, reason_text=reason))
    return notice


def form(site: World, *notices: int) -> dict[str, object]:
    return {"duyet": list(notices)} | {f"ban_{each}": site.line(each).version for each in notices}


def test_every_waiting_reason_is_on_the_page_and_no_box_is_ticked(site: World, acting: Acting) -> None:
    first, second, draft = prepared(site), prepared(site, OTHER), site.expect_late(site.file())
    page = acting(person(site.commune)).get(PAGE).text
    assert REASON in page
    assert OTHER in page
    for notice in (first, second):
        assert site.line(notice).code in page
        assert f"/xin-loi/{notice}/xem-truoc.png" in page
        assert f'name="ban_{notice}" value="{site.line(notice).version}"' in page
    assert site.line(draft).code not in page
    boxes = re.findall(r'<input type="checkbox"[^>]*>', page)
    assert len(boxes) == 2
    assert not [box for box in boxes if "checked" in box]


def test_a_file_whose_result_came_is_late_until_then_and_not_until_today(site: World, acting: Acting) -> None:
    notice = prepared(site)
    due = site.line(notice).due_at
    site.change(site.line(notice).record_id, state="returned", finished_at=due + timedelta(days=1))
    with time_machine.travel(due + timedelta(days=21), tick=False):
        page = acting(person(site.commune)).get(PAGE).text
    assert "có kết quả trễ 1 ngày làm việc" in page
    assert "đã trễ" not in page


def test_only_the_ticked_are_approved_each_with_its_number(site: World, acting: Acting) -> None:
    ticked, left, also = prepared(site), prepared(site), prepared(site)
    reply = acting(person(site.commune)).post(PAGE, data=form(site, ticked, also)).text
    assert [site.line(each).number for each in (ticked, left, also)] == [1, None, 2]
    assert "Xong: 2 phiếu đã duyệt, 0 phiếu chưa duyệt." in reply


def test_one_refusal_is_shown_beside_its_notice_and_the_others_go_on(site: World, acting: Acting) -> None:
    first, ended, last = prepared(site), prepared(site), prepared(site)
    data = form(site, first, ended, last)
    site.change(site.line(ended).record_id, state="done", finished_at=MORNING)
    reply = acting(person(site.commune)).post(PAGE, data=data).text
    assert [site.line(each).state for each in (first, ended, last)] == [State.APPROVED, State.AWAITING, State.APPROVED]
    assert "Hồ sơ đã có kết quả trước hạn." in reply
    assert "Xong: 2 phiếu đã duyệt, 1 phiếu chưa duyệt." in reply
    assert [site.line(first).number, site.line(last).number] == [1, 2]


def test_a_reason_changed_after_it_was_shown_is_not_approved(site: World, acting: Acting) -> None:
    notice = prepared(site)
    data = form(site, notice)
    site.decide(notice, MORNING, replace(DECISION, reason_text=OTHER))
    reply = acting(person(site.commune)).post(PAGE, data=data).text
    assert "vừa sửa" in reply
    assert site.line(notice).state == State.AWAITING


def test_a_form_that_does_not_say_what_was_shown_is_refused_whole(site: World, acting: Acting) -> None:
    one, two = prepared(site), prepared(site)
    data = form(site, one, two)
    del data[f"ban_{two}"]
    client = acting(person(site.commune))
    assert client.post(PAGE, data=data).status_code == 422
    assert client.post(PAGE, data={}).status_code == 422
    assert site.line(one).state == State.AWAITING


def test_sending_the_same_form_again_approves_nothing_twice(site: World, acting: Acting) -> None:
    notice = prepared(site)
    data, client = form(site, notice), acting(person(site.commune))
    assert "1 phiếu đã duyệt, 0 phiếu chưa duyệt" in client.post(PAGE, data=data).text
    assert "0 phiếu đã duyệt, 1 phiếu chưa duyệt" in client.post(PAGE, data=data).text
    assert site.line(notice).number == 1


def test_another_units_notice_and_one_that_is_not_there_are_refused_by_name(site: World, acting: Acting) -> None:
    notice = prepared(site)
    data = form(site, notice) | {"duyet": [notice, 99999], "ban_99999": 1}
    reply = acting(person(site.province)).post(PAGE, data=data).text
    assert "Phiếu này của đơn vị khác" in reply
    assert "Không có phiếu này" in reply
    assert site.line(notice).state == State.AWAITING
    assert site.line(notice).code not in reply


def test_the_desk_has_no_such_page(site: World, acting: Acting) -> None:
    desk = acting(person(site.commune, frozenset({SEE_APOLOGIES, MARK_LATE})))
    assert desk.get(PAGE).status_code == 403
    assert desk.post(PAGE, data=form(site, prepared(site))).status_code == 403


def test_one_passphrase_signs_all_that_was_ticked_and_is_shown_nowhere(site: World, acting: Acting) -> None:
    office = Office(site, "pkcs12")
    office.key(office.register())
    notices = [prepared(site), prepared(site)]
    client = acting(person(site.commune))
    assert client.get(PAGE).text.count('type="password"') == 1
    reply = client.post(PAGE, data=form(site, *notices) | {"bi_mat_pkcs12": PASSPHRASE}).text
    assert "Xong: 2 phiếu đã duyệt, 0 phiếu chưa duyệt." in reply
    assert PASSPHRASE not in reply
    assert all(site.line(each).signed_document_id for each in notices)


def test_a_wrong_passphrase_is_tried_once_and_approves_nothing(
    site: World, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def opened(content: bytes, passphrase: str, *, now: datetime) -> Signer:
        tries.append(passphrase)
        return open_pkcs12(content, passphrase, now=now)

    monkeypatch.setattr("feedback.apologies.documents.open_pkcs12", opened)
    office = Office(site, "pkcs12")
    office.key(office.register())
    notices = [prepared(site), prepared(site), prepared(site)]
    client = acting(person(site.commune))
    reply = client.post(PAGE, data=form(site, *notices) | {"bi_mat_pkcs12": "khong-phai-the"}).text
    assert tries == ["khong-phai-the"]
    assert reply.count("không thử nữa") == 2
    assert "khong-phai-the" not in reply
    assert [site.line(each).number for each in notices] == [None] * 3


def test_a_unit_that_signs_on_paper_is_asked_for_no_passphrase(site: World, acting: Acting) -> None:
    prepared(site)
    assert 'type="password"' not in acting(person(site.commune)).get(PAGE).text
