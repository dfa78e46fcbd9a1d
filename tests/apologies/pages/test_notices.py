"""The pages: one's own units only, nothing typed is lost, no approval without having read."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from feedback.apologies.rules import MARK_LATE, SEE_APOLOGIES
from feedback.foundation import clock
from feedback.foundation.actors import Actor
from feedback.records.rules import SEE_RECORDS
from tests.apologies.conftest import DUE, MORNING, REASON, World, person

Acting = Callable[[Actor], FlaskClient]
GOOD = {"nhom": "coordination", "ly_do": REASON, "ngay": "2026-11-30", "gio": "16:00"}


def test_the_morning_page_takes_the_desks_answer(site: World, acting: Acting) -> None:
    late, fine = site.file(), site.file()
    client = acting(person(site.commune))
    assert "2 hồ sơ chưa trả lời" in client.get("/xin-loi/sang-nay").text
    form = {"don_vi": site.commune, "ho_so": [late, fine], "khong_kip": [late]}
    assert client.post("/xin-loi/sang-nay", data=form).status_code == 302
    page = client.get("/xin-loi/sang-nay").text
    assert "Đã xác nhận kịp: 1 hồ sơ" in page
    assert site.notice(late).state == "drafted"


def test_nobody_answers_for_another_unit(site: World, acting: Acting) -> None:
    record = site.file()
    form = {"don_vi": site.commune, "ho_so": [record]}
    assert acting(person(site.province)).post("/xin-loi/sang-nay", data=form).status_code == 403


def test_a_confirmed_file_may_still_be_marked_and_any_file_on_any_day(site: World, acting: Acting) -> None:
    record = site.file()
    client = acting(person(site.commune))
    client.post("/xin-loi/sang-nay", data={"don_vi": site.commune, "ho_so": [record]})
    assert "Nay báo không kịp" in client.get("/xin-loi/sang-nay").text
    assert client.post(f"/xin-loi/ho-so/{record}/khong-kip").status_code == 302
    assert site.notice(record).kind == "expected"


def test_nobody_marks_the_file_of_another_unit(site: World, acting: Acting) -> None:
    record = site.file()
    assert acting(person(site.province)).post(f"/xin-loi/ho-so/{record}/khong-kip").status_code == 403


def test_the_head_writes_sees_and_approves(site: World, acting: Acting) -> None:
    notice = site.expect_late(site.file(applicant={"name": "Nguyễn Thị Mẫu"}))
    client = acting(person(site.commune))
    saved = client.post(f"/xin-loi/{notice}/ly-do", data=GOOD | {"ban": site.line(notice).version})
    assert saved.status_code == 302
    assert client.get(f"/xin-loi/{notice}/xem-truoc.png").data.startswith(b"\x89PNG")
    version = site.line(notice).version
    assert client.post(f"/xin-loi/{notice}/duyet", data={"ban": version}).status_code == 422
    assert client.post(f"/xin-loi/{notice}/duyet", data={"ban": version, "da_doc": "1"}).status_code == 302
    paper = client.get(f"/xin-loi/{notice}/phieu.pdf")
    assert paper.data.startswith(b"%PDF")
    assert "no-store" in paper.headers["Cache-Control"]
    assert "01/PXL" in client.get(f"/xin-loi/{notice}").text
    assert "01/PXL" in client.get("/xin-loi").text


def test_a_refused_reason_keeps_what_was_typed(site: World, acting: Acting) -> None:
    notice = site.expect_late(site.file())
    vague = GOOD | {"ly_do": "Vì lý do khách quan", "ban": site.line(notice).version}
    page = acting(person(site.commune)).post(f"/xin-loi/{notice}/ly-do", data=vague)
    assert page.status_code == 422
    assert "Lý do chưa rõ" in page.text
    assert ">Vì lý do khách quan</textarea>" in page.text
    assert 'value="2026-11-30"' in page.text


def test_an_older_page_does_not_overwrite_a_newer_one(site: World, acting: Acting) -> None:
    notice = site.expect_late(site.file())
    client = acting(person(site.commune))
    old = GOOD | {"ban": site.line(notice).version}
    assert client.post(f"/xin-loi/{notice}/ly-do", data=old).status_code == 302
    assert client.post(f"/xin-loi/{notice}/ly-do", data=old | {"nhom": "system"}).status_code == 409
    assert site.line(notice).reason_class == "coordination"


def test_who_was_slower_keeps_what_they_typed_and_sees_what_is_saved(site: World, acting: Acting) -> None:
    notice = site.expect_late(site.file())
    client = acting(person(site.commune))
    old = GOOD | {"ban": site.line(notice).version}
    client.post(f"/xin-loi/{notice}/ly-do", data=old)
    mine = "Cán bộ địa chính nghỉ ốm từ 09/11, chưa đo xong thửa đất."
    page = client.post(f"/xin-loi/{notice}/ly-do", data=old | {"ly_do": mine})
    assert page.status_code == 409
    assert "Người khác vừa sửa" in page.text
    assert f"Bản đang lưu ghi: “{GOOD['ly_do']}”, hẹn trả 16:00 ngày 30/11/2026" in page.text
    assert f">{mine}</textarea>" in page.text
    again = old | {"ly_do": mine, "ban": site.line(notice).version}
    assert f'name="ban" value="{again["ban"]}"' in page.text
    assert client.post(f"/xin-loi/{notice}/ly-do", data=again).status_code == 302
    assert site.line(notice).reason_text == mine
    approved = {"ban": site.line(notice).version, "da_doc": "1"}
    client.post(f"/xin-loi/{notice}/duyet", data=approved)
    gone = client.post(f"/xin-loi/{notice}/ly-do", data=again)
    assert (gone.status_code, "textarea" in gone.text) == (409, False)


def test_a_refusal_does_not_hand_out_a_version_nobody_has_seen(site: World, acting: Acting) -> None:
    notice = site.expect_late(site.file())
    client = acting(person(site.commune))
    old = GOOD | {"ban": site.line(notice).version}
    client.post(f"/xin-loi/{notice}/ly-do", data=old)
    page = client.post(f"/xin-loi/{notice}/ly-do", data=old | {"ngay": ""})
    assert page.status_code == 422
    form = page.text[page.text.index(f"/xin-loi/{notice}/ly-do") :]
    assert f'name="ban" value="{old["ban"]}"' in form[:400]


def test_only_the_head_approves(site: World, acting: Acting) -> None:
    notice = site.expect_late(site.file())
    site.decide(notice)
    officer = acting(person(site.commune, frozenset({SEE_APOLOGIES, MARK_LATE})))
    assert "Duyệt phiếu</button>" not in officer.get(f"/xin-loi/{notice}").text
    form = {"ban": site.line(notice).version, "da_doc": "1"}
    assert officer.post(f"/xin-loi/{notice}/duyet", data=form).status_code == 403


def test_another_units_notice_and_paper_stay_closed(site: World, acting: Acting) -> None:
    notice = site.approved()
    stranger = acting(person(site.province))
    for page in ("", "/phieu.pdf", "/xem-truoc.png"):
        assert stranger.get(f"/xin-loi/{notice}{page}").status_code == 403


def test_who_may_only_look_at_records_sees_the_page_but_not_the_paper(site: World, acting: Acting) -> None:
    notice = site.approved(applicant={"name": "Nguyễn Thị Mẫu"})
    leader = acting(person(site.commune, frozenset({SEE_RECORDS})))
    page = leader.get(f"/xin-loi/{notice}")
    assert page.status_code == 200
    assert "Nguyễn Thị Mẫu" not in page.text
    assert leader.get(f"/xin-loi/{notice}/phieu.pdf").status_code == 403
    assert 'href="/xin-loi"' not in page.text
    assert leader.get("/xin-loi").status_code == 403


def test_the_desk_that_received_the_file_may_open_the_paper(site: World, acting: Acting) -> None:
    notice = site.approved(receiving_unit_id=site.province)
    assert acting(person(site.province)).get(f"/xin-loi/{notice}/phieu.pdf").status_code == 200


def test_a_notice_not_yet_approved_has_no_paper(site: World, acting: Acting) -> None:
    notice = site.expect_late(site.file())
    client = acting(person(site.commune))
    assert client.get(f"/xin-loi/{notice}/phieu.pdf").status_code == 404
    assert client.get(f"/xin-loi/{notice}/xem-truoc.png").status_code == 409
    assert client.get("/xin-loi/99999").status_code == 404


def test_everybody_may_read_the_public_list_and_finds_no_citizen(site: World, client: FlaskClient) -> None:
    site.publish(site.approved(applicant={"name": "Nguyễn Thị Mẫu"}, procedure="Đăng ký biến động đất đai"))
    page = client.get("/cong-khai/xin-loi")
    assert page.status_code == 200
    assert "Xã Mẫu Một" in page.text
    for hidden in ("Nguyễn Thị Mẫu", "biến động", "H50."):
        assert hidden not in page.text


def test_strangers_are_sent_to_sign_in(client: FlaskClient) -> None:
    for page in ("/xin-loi", "/xin-loi/sang-nay", "/xin-loi/1"):
        assert client.get(page).status_code == 302


def test_the_heads_task_ends_with_the_approval_and_not_with_a_tick(site: World, acting: Acting) -> None:
    notice = site.expect_late(site.file())
    (task,) = site.tasks("apologies.sign")
    client = acting(person(site.commune))
    page = client.get("/viec").text
    assert "Duyệt phiếu xin lỗi" in page
    assert f"/viec/{task.id}/xong" not in page
    reply = client.post(f"/viec/{task.id}/xong")
    assert reply.status_code == 409
    assert "tự khép" in reply.text
    site.decide(notice)
    site.approve(notice)
    assert site.tasks("apologies.sign") == []
    (printing,) = site.tasks("apologies.print")
    assert client.post(f"/viec/{printing.id}/xong").status_code == 302


def test_the_late_page_offers_khong_kip_to_those_who_may_say_so(site: World, acting: Acting) -> None:
    record = site.file()
    overdue = site.file(stated_due_at=MORNING - timedelta(days=2))
    place = f"/xin-loi/ho-so/{record}/khong-kip"
    assert place not in acting(person(site.commune, frozenset({SEE_RECORDS}))).get("/ho-so/sap-tre").text
    client = acting(person(site.commune, frozenset({SEE_RECORDS, MARK_LATE, SEE_APOLOGIES})))
    page = client.get("/ho-so/sap-tre").text
    assert place in page
    assert f"/xin-loi/ho-so/{overdue}/khong-kip" not in page
    assert "Đã chuyển người đứng đầu" in client.post(place, follow_redirects=True).text
    assert "không lập thêm" in client.post(place, follow_redirects=True).text
    assert site.notice(record).kind == "expected"


def test_a_file_with_its_result_already_there_shows_the_day_of_the_result(site: World, acting: Acting) -> None:
    record = site.file(stated_due_at=MORNING - timedelta(days=2))
    site.follow(MORNING, record)
    site.change(record, state="done", finished_at=MORNING - timedelta(days=1))
    page = acting(person(site.commune)).get(f"/xin-loi/{site.notice(record).id}").text
    assert "phiếu chỉ còn là lời xin lỗi" in page
    assert 'value="2026-11-19"' in page


def test_the_page_of_a_notice_tells_its_life(site: World, acting: Acting) -> None:
    notice = site.publish(site.approved())
    page = acting(person(site.commune)).get(f"/xin-loi/{notice}").text
    for said in ("Diễn biến", "Duyệt, lấy số", "Giao việc in, ký và trao tại quầy", "Đăng ở trang công khai"):
        assert said in page


def test_the_page_of_an_approved_notice_tells_how_it_went_out_with_addresses_masked(
    site: World, acting: Acting
) -> None:
    notice = site.approved(applicant={"name": "Nguyễn Thị Mẫu", "email": "mau@example.vn", "phone": "0912345678"})
    page = acting(person(site.commune)).get(f"/xin-loi/{notice}").text
    assert "Gửi và trao" in page
    assert "ma***@example.vn" in page
    assert "mau@example.vn" not in page
    assert "giao việc in, ký và trao" in page
    looking = acting(person(site.commune, frozenset({SEE_RECORDS}))).get(f"/xin-loi/{notice}").text
    assert "ma***" not in looking


def test_a_draft_that_was_closed_stays_on_the_list_with_its_reason(site: World, acting: Acting) -> None:
    """Nothing that waited for a head goes away without a word."""
    now = clock.now()
    overdue = now - timedelta(hours=2)
    record = site.file(received_at=now - timedelta(days=3), stated_due_at=None, computed_due_at=overdue)
    site.follow(now, record)
    site.change(record, state="withdrawn")
    site.follow(now, record)
    page = acting(person(site.commune)).get("/xin-loi").text
    assert "Dự thảo đã khép trong 30 ngày: 1" in page
    assert "Người nộp đã rút hồ sơ." in page
    assert "Dự thảo đã khép" not in acting(person(site.province)).get("/xin-loi").text


def test_a_due_that_crosses_a_day_nobody_has_settled_says_so_until_it_is_approved(site: World, acting: Acting) -> None:
    notice_id = site.expect_late(site.file(stated_due_at=DUE + timedelta(days=2)))
    client = acting(person(site.commune))
    crossing = "qua ngày nghỉ dự kiến 24/11/2026"
    assert crossing in client.get("/xin-loi").text
    assert crossing in client.get(f"/xin-loi/{notice_id}").text
    site.decide(notice_id)
    assert crossing in client.get("/xin-loi/duyet-nhieu").text
    site.approve(notice_id)
    assert crossing not in client.get(f"/xin-loi/{notice_id}").text
