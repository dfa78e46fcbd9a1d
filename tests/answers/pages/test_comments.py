"""Only the head reads, only masked words, only of the own unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.answers.actions import add_comment, hand_in
from feedback.answers.rules import READ_COMMENTS, READ_SERIOUS
from feedback.answers.tables import Comment
from feedback.foundation.actors import Actor, Grant, Permission
from feedback.foundation.database import Database
from feedback.foundation.sealing import Sealer
from tests.answers.samples import Place, a_counter, a_sheet

Acting = Callable[[Actor], FlaskClient]


def head_of(*units: int, permission: Permission = READ_COMMENTS) -> Actor:
    grant = Grant(frozenset({permission}), frozenset(units))
    return Actor(name="Nguyễn Văn Mẫu", account_id=1, grants=(grant,))


def two_comments(database: Database, sealer: Sealer, now: datetime) -> list[Place]:
    def work(session):
        places = [a_counter(session, now), a_counter(session, now, token="zzzzzzz2", name="Xã Mẫu Hai")]
        for number, place in enumerate(places):
            sheet = a_sheet(place, now, number)
            hand_in(session, sheet=sheet, overall=1, now=now)
            words = f"Lời nhắn {number} <i>0900000001</i>"
            add_comment(session, sealer=sealer, unit_id=place.unit_id, sheet_id=sheet.id, comment=words, now=now)
        return places

    return database.run(work)


def test_a_head_reads_the_masked_comments_of_the_own_unit(
    acting: Acting, site_database: Database, sealer: Sealer, now: datetime
):
    mine, _ = two_comments(site_database, sealer, now)
    page = acting(head_of(mine.unit_id)).get("/gop-y")
    assert page.status_code == 200
    assert "Lời nhắn 0 &lt;i&gt;[số điện thoại]&lt;/i&gt;" in page.text
    assert "Lời nhắn 1" not in page.text
    assert "20/11/2026" in page.text


def test_nobody_else_may_enter(acting: Acting, site_database: Database, sealer: Sealer, now: datetime):
    mine, _ = two_comments(site_database, sealer, now)
    other = head_of(mine.unit_id, permission=Permission("records.view"))
    assert acting(other).get("/gop-y").status_code == 403


def one_comment(database: Database, sealer: Sealer, now: datetime, words: str) -> Place:
    def work(session):
        place = a_counter(session, now)
        sheet = a_sheet(place, now, 1)
        hand_in(session, sheet=sheet, overall=1, now=now)
        add_comment(session, sealer=sealer, unit_id=place.unit_id, sheet_id=sheet.id, comment=words, now=now)
        return place

    return database.run(work)


def the_comment(database: Database) -> Comment:
    with database.read() as session:
        return session.scalars(select(Comment)).one()


def test_marked_words_are_shown_as_such_and_one_tap_hides_them(
    acting: Acting, site_database: Database, sealer: Sealer, now: datetime
):
    place = one_comment(site_database, sealer, now, "Chị Hường làm chậm")
    client = acting(head_of(place.unit_id))
    page = client.get("/gop-y").text
    assert '<mark class="marked">Hường<span class="sr-only"> (có thể là tên người)</span></mark>' in page
    row = the_comment(site_database)
    spot = {"tu": "4", "den": "9"}
    assert client.post(f"/gop-y/{row.id}/che", data={"tu": "x"}).status_code == 422
    assert client.post(f"/gop-y/{row.id}/che", data=spot).status_code == 302
    assert the_comment(site_database).masked == "Chị [đã che] làm chậm"
    assert client.post(f"/gop-y/{row.id}/che", data=spot).status_code == 409
    assert "Hường" not in client.get("/gop-y").text


def test_a_mark_that_is_no_name_can_be_taken_away(
    acting: Acting, site_database: Database, sealer: Sealer, now: datetime
):
    place = one_comment(site_database, sealer, now, "Chị Hường làm chậm")
    client = acting(head_of(place.unit_id))
    row = the_comment(site_database)
    assert client.post(f"/gop-y/{row.id}/khong-phai-ten", data={"tu": "4", "den": "9"}).status_code == 302
    assert the_comment(site_database).marks == []


def test_a_serious_comment_is_nowhere_for_the_head_and_there_for_who_stands_above(
    acting: Acting, site_database: Database, sealer: Sealer, now: datetime
):
    place = one_comment(site_database, sealer, now, "Chị Hường đòi phong bì")
    row = the_comment(site_database)
    client = acting(head_of(place.unit_id))
    for address in ("/gop-y", "/gop-y?chu-de=tieu_cuc", "/gop-y?xem=danh-dau"):
        page = client.get(address).text
        assert "phong bì" not in page
        assert "1 lời nhắn" not in page
    assert client.get("/gop-y/nghiem-trong").status_code == 403
    for deed in ("che", "chuyen-len"):
        assert client.post(f"/gop-y/{row.id}/{deed}", data={"tu": "4", "den": "9"}).status_code == 404
    above = acting(head_of(place.unit_id, permission=READ_SERIOUS))
    assert "đòi phong bì" in above.get("/gop-y/nghiem-trong").text
    assert above.post(f"/gop-y/{row.id}/che", data={"tu": "4", "den": "9"}).status_code == 302
    assert "Hường" not in above.get("/gop-y/nghiem-trong").text
    assert above.post(f"/gop-y/{row.id}/chuyen-ve").status_code == 302
    assert the_comment(site_database).serious == []


def test_a_head_can_hand_a_comment_over_to_the_upper_level(
    acting: Acting, site_database: Database, sealer: Sealer, now: datetime
):
    place = one_comment(site_database, sealer, now, "chậm quá")
    client = acting(head_of(place.unit_id))
    row = the_comment(site_database)
    assert client.post(f"/gop-y/{row.id}/chuyen-len").status_code == 302
    assert "chậm quá" not in client.get("/gop-y").text
    above = acting(head_of(place.unit_id, permission=READ_SERIOUS))
    assert "chậm quá" in above.get("/gop-y/nghiem-trong").text


def test_nobody_reads_raw_words_through_any_page(
    acting: Acting, site_database: Database, sealer: Sealer, now: datetime
):
    place = one_comment(site_database, sealer, now, "gọi tôi 0912345678 nhé")
    for permission in (READ_COMMENTS, READ_SERIOUS):
        client = acting(head_of(place.unit_id, permission=permission))
        for address in ("/gop-y", "/gop-y/nghiem-trong"):
            assert "0912345678" not in client.get(address).text
