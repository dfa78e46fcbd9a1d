"""Two persons for a line of the public list, at the doors."""

from collections.abc import Callable

from flask.testing import FlaskClient

from feedback.apologies.rules import REMOVE_PUBLIC, SEE_APOLOGIES, SIGN_APOLOGIES
from feedback.audit.rules import READ_AUDIT
from feedback.foundation.actors import Actor
from tests.apologies.conftest import World, person

Acting = Callable[[Actor], FlaskClient]
WHY = "Thôn chỉ có một hộ làm thủ tục này nên dễ nhận ra"
INSPECTOR = frozenset({REMOVE_PUBLIC, READ_AUDIT})
HEAD = frozenset({SIGN_APOLOGIES, SEE_APOLOGIES, REMOVE_PUBLIC})


def test_the_head_asks_the_inspector_confirms_and_everybody_sees_the_count(site: World, acting: Acting) -> None:
    notice = site.publish(site.approved())
    one, two = site.accounts()
    head = acting(person(site.commune, HEAD, account_id=one))
    assert head.get(f"/xin-loi/{notice}/go-cong-khai").status_code == 405
    assert head.post(f"/xin-loi/{notice}/go-cong-khai", data={"ly_do": WHY}).status_code == 302
    assert "Đang chờ thanh tra" in head.get(f"/xin-loi/{notice}").text
    assert "không tự quyết định được" in head.get("/xin-loi/go-cong-khai").text
    decision = {"ban": 1, "quyet_dinh": "go"}
    assert head.post("/xin-loi/go-cong-khai/1", data=decision).status_code == 403
    assert "0 lần xin lỗi" not in head.get("/cong-khai/xin-loi").text
    inspector = acting(person(site.commune, INSPECTOR, "Lê Thị Thanh Tra", two))
    assert WHY in inspector.get("/xin-loi/go-cong-khai").text
    waits = inspector.get("/nhat-ky").text
    assert (WHY in waits, "Mở trang Gỡ công khai" in waits) == (True, True)
    assert inspector.post("/xin-loi/go-cong-khai/1", data=decision).status_code == 302
    page = inspector.get("/cong-khai/xin-loi").text
    assert "1 dòng đã gỡ theo đề nghị" in page
    assert "đã gỡ" in inspector.get("/xin-loi/go-cong-khai").text


def test_a_decision_needs_a_choice_and_the_right_at_the_unit(site: World, acting: Acting) -> None:
    notice = site.publish(site.approved())
    one, two = site.accounts()
    acting(person(site.commune, HEAD, account_id=one)).post(f"/xin-loi/{notice}/go-cong-khai", data={"ly_do": WHY})
    stranger = acting(person(site.province, INSPECTOR, account_id=two))
    assert stranger.post("/xin-loi/go-cong-khai/1", data={"ban": 1, "quyet_dinh": "go"}).status_code == 403
    assert WHY not in stranger.get("/xin-loi/go-cong-khai").text
    inspector = acting(person(site.commune, INSPECTOR, account_id=two))
    assert inspector.post("/xin-loi/go-cong-khai/1", data={"ban": 1}).status_code == 422
    kept = {"ban": 1, "quyet_dinh": "giu", "tra_loi": "Dòng này không chỉ ra ai."}
    assert inspector.post("/xin-loi/go-cong-khai/1", data=kept).status_code == 302
    assert "giữ lại" in inspector.get("/xin-loi/go-cong-khai").text
    assert inspector.post("/xin-loi/go-cong-khai/99", data=kept).status_code == 404


def test_whoever_only_reads_the_audit_trail_is_not_led_to_a_decision(site: World, acting: Acting) -> None:
    notice = site.publish(site.approved())
    one, two = site.accounts()
    acting(person(site.commune, HEAD, account_id=one)).post(f"/xin-loi/{notice}/go-cong-khai", data={"ly_do": WHY})
    waits = acting(person(site.commune, frozenset({READ_AUDIT}), account_id=two)).get("/nhat-ky").text
    assert (WHY in waits, "Mở trang Gỡ công khai" in waits) == (True, False)
