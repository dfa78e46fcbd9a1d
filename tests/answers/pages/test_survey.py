"""The citizen's path over plain HTTP: no script, no cookie, one tap counts, once is once."""

from __future__ import annotations

import gzip
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.answers.tables import Comment, Sheet
from feedback.collection_points.actions import reissue
from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from tests.answers.samples import TOKEN, Place, a_counter

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PAGE = f"/q/{TOKEN}"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def place(site_database: Database) -> Place:
    return site_database.run(lambda session: a_counter(session, NOW - timedelta(days=1)))


def key_in(page: str) -> str:
    found = re.search(r'name="phieu" value="([\w-]{40})"', page)
    assert found
    return found[1]


def open_page(client: FlaskClient, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return key_in(response.text)


def tap(client: FlaskClient, key: str, face: int, query: str = "") -> str:
    response = client.post(PAGE + query, data={"phieu": key, "overall": str(face)})
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def rows(database: Database) -> list[Sheet]:
    with database.read() as session:
        return list(session.scalars(select(Sheet)))


def send(client: FlaskClient, key: str, step: str, **answers: str) -> str:
    response = client.post(f"{PAGE}/{step}", data={"phieu": key, **answers})
    assert response.status_code == 303
    return response.headers["Location"]


def test_the_first_view_is_small_has_no_script_sets_no_cookie_and_stores_nothing(
    app: Flask, client: FlaskClient, place: Place, site_database: Database
):
    response = client.get(PAGE)
    page, css = response.data, Path(str(app.static_folder), "survey.css").read_bytes()
    assert "Set-Cookie" not in response.headers
    assert "<script" not in response.text
    assert " style=" not in response.text
    assert len(re.findall(r'(?:src|href)="/static', response.text)) == 1
    assert len(gzip.compress(page)) + len(gzip.compress(css)) < 5_000
    assert len(page) + len(css) < 14_600
    assert rows(site_database) == []


def test_one_tap_counts_and_the_next_page_shows_the_receipt(client: FlaskClient, place: Place, site_database: Database):
    location = tap(client, open_page(client), 4)
    (row,) = rows(site_database)
    page = client.get(location).text
    assert (row.overall, row.unit_id, row.counter_id, row.lang) == (4, place.unit_id, place.counter_id, "vi")
    assert "Đã ghi nhận" in page
    assert "-".join(re.findall(".{1,4}", row.receipt)) in page
    assert "Bỏ qua" in page
    assert "Xong" in page


def test_each_opening_is_another_sheet_and_a_resend_or_a_copied_tab_is_the_same(
    client: FlaskClient, place: Place, site_database: Database
):
    first, second = open_page(client), open_page(client)
    assert first != second
    for key in (first, first, second, first):
        tap(client, key, 5)
    assert key_in(client.get(f"{PAGE}?phieu={first}").text) == first
    assert len(rows(site_database)) == 2


def test_a_reload_is_the_same_sheet_and_opening_the_code_anew_is_another(client: FlaskClient, place: Place):
    opened = client.get(PAGE)
    tag = opened.headers["ETag"]
    assert tag.strip('"') == key_in(opened.text)
    reload = client.get(PAGE, headers={"If-None-Match": tag, "Cache-Control": "max-age=0"})
    anew = client.get(PAGE, headers={"If-None-Match": tag})
    forged = client.get(PAGE, headers={"If-None-Match": '"' + "A" * 40 + '"', "Cache-Control": "max-age=0"})
    assert (reload.status_code, reload.headers["ETag"], reload.data) == (304, tag, b"")
    assert (anew.status_code, forged.status_code) == (200, 200)
    assert key_in(anew.text) not in (key_in(opened.text), key_in(forged.text))


def test_the_whole_path_stores_each_page_on_its_own_and_asks_one_block(
    client: FlaskClient, place: Place, site_database: Database
):
    key = open_page(client)
    steps = [tap(client, key, 5)]
    page = client.get(steps[-1]).text
    assert all(words in page for words in ("Xin chào", "Luôn giúp đỡ", "Không rõ"))
    steps.append(send(client, key, "4-xin-4-luon", xin_chao="yes", luon_giup_do="unsure"))
    page = client.get(steps[-1]).text
    asked = set(re.findall(r'name="(f\d\d)"', page))
    assert len(asked) == 4
    assert "Theo mẫu phiếu 2026, nguồn thứ cấp" in page
    assert len(set(re.findall(r'name="(f\d\d)"', client.get(steps[-1] + "&day-du=1").text))) == 16
    steps.append(send(client, key, "noi-dung", **{sorted(asked)[0]: "3"}))
    assert "trễ hẹn" in client.get(steps[-1]).text
    steps.append(send(client, key, "dung-hen", late="not_due"))
    steps.append(send(client, key, "gop-y", comment="Cảm ơn anh chị"))
    assert [step.split("?")[0].rpartition("/")[2] for step in steps] == [
        *("4-xin-4-luon", "noi-dung", "dung-hen", "gop-y", "cam-on")
    ]
    assert "Cảm ơn ông/bà" in client.get(steps[-1]).text
    (row,) = rows(site_database)
    assert row.items == {"xin_chao": "yes", "luon_giup_do": "unsure", sorted(asked)[0]: 3, "late": "not_due"}


def test_the_thanks_and_the_receipt_are_the_same_bytes_for_one_star_and_five(
    client: FlaskClient, place: Place, site_database: Database
):
    pages = []
    for face in (1, 5):
        key = open_page(client)
        tap(client, key, face)
        receipt = next(row.receipt for row in rows(site_database) if row.overall == face)
        shown = "-".join(re.findall(".{1,4}", receipt))
        thanks = client.get(f"{PAGE}/cam-on?phieu={key}")
        proof = client.get(f"/tra-cuu/{shown}")
        follow = client.get(f"{PAGE}/gop-y?phieu={key}")
        assert {thanks.status_code, proof.status_code, follow.status_code} == {200}
        pages.append([each.text.replace(shown, "…").replace(key, "…") for each in (thanks, proof, follow)])
    assert pages[0] == pages[1]


def test_a_correction_says_so_and_after_ten_minutes_the_page_says_that_the_first_stands(
    client: FlaskClient, place: Place, site_database: Database
):
    with time_machine.travel(NOW, tick=False) as clock:
        key = open_page(client)
        clock.shift(5)
        tap(client, key, 1)
        clock.shift(60)
        assert "Đã sửa mức đánh giá" in client.get(tap(client, key, 5)).text
        clock.shift(601)
        page = client.get(tap(client, key, 2)).text
    (row,) = rows(site_database)
    assert (row.overall, row.earlier) == (5, [1])
    assert "mức đánh giá đầu tiên được giữ nguyên" in page
    assert "quét lại mã" in page


@pytest.mark.parametrize(("seconds", "flags"), [(1, ["too_fast"]), (5, []), (3 * 3600, ["too_old"])])
def test_too_fast_or_too_old_is_stored_and_flagged(
    client: FlaskClient, place: Place, site_database: Database, seconds: int, flags: list[str]
):
    with time_machine.travel(NOW, tick=False) as clock:
        key = open_page(client)
        clock.shift(seconds)
        tap(client, key, 3)
    assert [row.flags for row in rows(site_database)] == [flags]


def test_an_unknown_code_says_so_and_what_to_do(client: FlaskClient, place: Place):
    response = client.get("/q/zzzzzzzz")
    assert response.status_code == 404
    assert "quét lại mã QR" in response.text


def test_a_revoked_code_is_gone_but_a_page_opened_before_still_counts(
    client: FlaskClient, place: Place, site_database: Database
):
    with time_machine.travel(NOW, tick=False) as clock:
        key = open_page(client)
        clock.shift(30)
        now = datetime.now(UTC)
        site_database.run(lambda session: reissue(session, actor=SYSTEM, now=now, token=TOKEN))
        clock.shift(2)
        response = client.get(PAGE)
        assert response.status_code == 410
        assert "thay bằng mã khác" in response.text
        tap(client, key, 2)
        clock.shift(3 * 3600)
        late = client.post(PAGE, data={"phieu": key, "overall": "2"})
        assert late.status_code == 410
    assert [row.flags for row in rows(site_database)] == [["revoked_code"]]


def test_a_code_typed_from_paper_works(client: FlaskClient, place: Place):
    for typed in ("K7M2-XQ9D", "k7m2-xq9d", "k7m2xq9d/"):
        assert client.get(f"/q/{typed}").status_code == 200


def test_a_value_the_questionnaire_does_not_offer_is_refused(
    client: FlaskClient, place: Place, site_database: Database
):
    key = open_page(client)
    assert client.post(PAGE, data={"phieu": key, "overall": "6"}).status_code == 422
    tap(client, key, 5)
    assert client.post(f"{PAGE}/noi-dung", data={"phieu": key, "f24": "9"}).status_code == 422
    assert [row.items for row in rows(site_database)] == [{}]


@pytest.mark.parametrize("step", ["4-xin-4-luon", "noi-dung", "dung-hen", "gop-y", "cam-on"])
def test_the_following_pages_lead_back_to_the_faces_until_one_was_tapped(client: FlaskClient, place: Place, step: str):
    key = open_page(client)
    response = client.get(f"{PAGE}/{step}?phieu={key}")
    assert (response.status_code, response.headers["Location"]) == (303, f"{PAGE}?phieu={key}")


def test_a_comment_of_ten_thousand_characters_comes_back_whole_with_a_clear_message(
    client: FlaskClient, place: Place, site_database: Database
):
    key = open_page(client)
    tap(client, key, 2)
    long = unicodedata.normalize("NFD", "Tôi đợi lâu quá 🙁 <b>&amp;") * 400
    response = client.post(f"{PAGE}/gop-y", data={"phieu": key, "comment": long})
    assert response.status_code == 422
    assert "nhiều hơn 2000 chữ" in response.text
    given_back = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.text, re.DOTALL)
    assert given_back
    assert unicodedata.normalize("NFC", unescape(given_back[1])) == unicodedata.normalize("NFC", long)
    with site_database.read() as session:
        assert session.scalars(select(Comment)).all() == []


def unescape(text: str) -> str:
    for written, meant in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&amp;", "&")):
        text = text.replace(written, meant)
    return text


def test_emoji_and_decomposed_vietnamese_are_kept_in_nfc(client: FlaskClient, place: Place, site_database: Database):
    key = open_page(client)
    tap(client, key, 2)
    send(client, key, "gop-y", comment=unicodedata.normalize("NFD", "Cảm ơn chị Hường 🙂"))
    with site_database.read() as session:
        assert session.scalars(select(Comment.masked)).all() == ["Cảm ơn chị Hường 🙂"]


def test_a_body_far_too_large_is_refused_with_words(client: FlaskClient, place: Place):
    key = open_page(client)
    tap(client, key, 2)
    response = client.post(f"{PAGE}/gop-y", data={"phieu": key, "comment": "x" * 300_000})
    assert response.status_code == 413
    assert "quá dài" in response.text


def test_english_is_kept_in_the_address_all_the_way(client: FlaskClient, place: Place, site_database: Database):
    response = client.get(f"{PAGE}?lang=en")
    assert '<html lang="en">' in response.text
    assert "Very satisfied" in response.text
    key = key_in(response.text)
    location = tap(client, key, 5, "?lang=en")
    assert location.endswith("&lang=en")
    page = client.get(location).text
    assert 'action="/q/k7m2xq9d/4-xin-4-luon?lang=en"' in page
    assert f"/q/k7m2xq9d/noi-dung?phieu={key}&lang=en" in page.replace("&amp;", "&")
    assert f'href="/q/k7m2xq9d/4-xin-4-luon?phieu={key}"' in page
    assert [row.lang for row in rows(site_database)] == ["en"]


def test_nothing_of_the_device_is_kept(client: FlaskClient, place: Place, site_database: Database):
    headers = {"User-Agent": "Dấu-vết-máy/1.0".encode().decode("latin-1"), "X-Forwarded-For": "203.0.113.77"}
    key = key_in(client.get(PAGE, headers=headers).text)
    client.post(PAGE, data={"phieu": key, "overall": "3"}, headers=headers)
    send(client, key, "gop-y", comment="Một lời")
    with site_database.read() as session:
        text = " ".join(str(vars(row)) for table in (Sheet, Comment) for row in session.scalars(select(table)))
    assert "203.0.113.77" not in text
    assert "Dấu" not in text
    assert key not in text


def test_sixty_devices_behind_one_address_are_all_heard(client: FlaskClient, place: Place, site_database: Database):
    for _ in range(60):
        tap(client, open_page(client), 5)
    assert len(rows(site_database)) == 60


def test_without_a_published_questionnaire_the_page_says_so(client: FlaskClient, site_database: Database):
    def bare(session):
        from_place = a_counter(session, NOW)
        session.connection().exec_driver_sql("DELETE FROM questionnaire_version")
        return from_place

    site_database.run(bare)
    response = client.get(PAGE)
    assert response.status_code == 503
    assert "Phiếu hỏi chưa được mở" in response.text
