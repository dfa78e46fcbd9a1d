"""A tap that could not be counted costs one more tap and nothing else; every refusal speaks the page's language."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.answers import actions
from feedback.answers.pages.desk import desk
from feedback.answers.pages.texts import prepare_voices
from feedback.answers.tables import Comment, Sheet
from feedback.collection_points.actions import revoke
from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.foundation.errors import Busy
from tests.answers.samples import TOKEN, Place, a_counter
from tests.languages.samples import write_language

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PAGE = f"/q/{TOKEN}"


@pytest.fixture
def place(site_database: Database) -> Place:
    return site_database.run(lambda session: a_counter(session, NOW - timedelta(days=1)))


Row = TypeVar("Row", Sheet, Comment)


def rows(database: Database, table: type[Row]) -> list[Row]:
    with database.read() as session:
        return list(session.scalars(select(table)))


def fields_of(page: str) -> dict[str, str]:
    """What the page's form would send besides the face."""
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))
    written = re.search(r'<textarea[^>]*name="comment"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return hidden | ({"comment": written[1]} if written else {})


@pytest.mark.parametrize("key", [None, "", "x" * 40, "ế" * 40])
def test_a_tap_without_a_genuine_key_is_not_counted_and_the_faces_are_there_again(
    client: FlaskClient, place: Place, site_database: Database, key: str | None
):
    data = {"overall": "5"} | ({} if key is None else {"phieu": key})
    response = client.post(f"{PAGE}?lang=en", data=data)
    assert response.status_code == 422
    assert rows(site_database, Sheet) == []
    assert "Please tap a face below once more" in response.text
    assert len(re.findall(r'<button class="face', response.text)) == 5
    again = client.post(f"{PAGE}?lang=en", data=fields_of(response.text) | {"overall": "5"})
    assert again.status_code == 303
    assert [row.overall for row in rows(site_database, Sheet)] == [5]


def test_a_face_that_is_none_keeps_the_key_and_shows_the_faces(
    client: FlaskClient, place: Place, site_database: Database
):
    key = fields_of(client.get(PAGE).text)["phieu"]
    for face in ("6", "", "１", "5 "):
        response = client.post(PAGE, data={"phieu": key, "overall": face})
        assert response.status_code == 422
        assert fields_of(response.text)["phieu"] == key
    assert rows(site_database, Sheet) == []


def test_answers_sent_without_a_sheet_come_along_with_the_next_tap(
    client: FlaskClient, place: Place, site_database: Database
):
    sent = {"phieu": "broken", "xin_chao": "yes", "luon_giup_do": "<b>", "late": "no", "other": "x"}
    response = client.post(f"{PAGE}/dung-hen", data=sent)
    kept = fields_of(response.text)
    assert {name: value for name, value in kept.items() if name != "phieu"} == {
        "xin_chao": "yes",
        "late": "no",
        "trang": "dung-hen",
    }
    after = client.post(PAGE, data=kept | {"overall": "2"})
    assert "/gop-y?" in after.headers["Location"]
    (row,) = rows(site_database, Sheet)
    assert isinstance(row, Sheet)
    assert (row.overall, row.items) == (2, {"xin_chao": "yes", "late": "no"})


@pytest.mark.parametrize("genuine", [False, True])
def test_words_written_without_a_sheet_stay_in_sight_and_are_sent_with_the_tap(
    client: FlaskClient, place: Place, site_database: Database, genuine: bool
):
    key = fields_of(client.get(PAGE).text)["phieu"] if genuine else "broken"
    response = client.post(f"{PAGE}/gop-y", data={"phieu": key, "comment": "Đợi lâu quá"})
    assert response.status_code == 422
    kept = fields_of(response.text)
    assert kept["comment"] == "Đợi lâu quá"
    assert rows(site_database, Comment) == []
    after = client.post(PAGE, data=kept | {"overall": "1"})
    assert "/cam-on?" in after.headers["Location"]
    (comment,) = rows(site_database, Comment)
    assert isinstance(comment, Comment)
    assert comment.masked == "Đợi lâu quá"


def test_a_revoked_place_offers_no_tap_that_would_be_refused(
    client: FlaskClient, place: Place, site_database: Database
):
    site_database.run(lambda session: revoke(session, actor=SYSTEM, now=NOW, token=TOKEN).token)
    response = client.post(PAGE, data={"phieu": "x", "overall": "3"})
    assert response.status_code == 410
    assert "<button" not in response.text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/q/zzzzzzzz?lang=en", 404, "belongs to no counter"),
        (f"{PAGE}/khong-co?lang=en", 404, "There is no such page"),
        ("/tra-cuu/ABC?lang=en", 422, "This code is misspelt"),
        (f"{PAGE}%00?lang=en", 400, "could not read that request"),
        (f"{PAGE}/khong-co", 404, "Không có trang này"),
        ("/goi-lai/khong-co?lang=en", 404, "There is no such page"),
    ],
)
def test_errors_of_citizens_addresses_speak_the_language_of_the_address(
    client: FlaskClient, place: Place, address: str, status: int, words: str
):
    response = client.get(address)
    assert response.status_code == status
    assert words in response.text
    assert f'<html lang="{"en" if "lang=en" in address else "vi"}">' in response.text


def test_a_method_that_is_not_taken_is_said_in_english_too(client: FlaskClient, place: Place):
    response = client.delete(f"{PAGE}?lang=en")
    assert (response.status_code, '<html lang="en">' in response.text) == (405, True)


def test_a_long_comment_and_a_fourth_one_are_refused_in_english(client: FlaskClient, place: Place):
    key = fields_of(client.get(PAGE).text)["phieu"]
    client.post(PAGE, data={"phieu": key, "overall": "3"})
    long = client.post(f"{PAGE}/gop-y?lang=en", data={"phieu": key, "comment": "x" * 2001})
    assert (long.status_code, "2001 characters" in long.text) == (422, True)
    for number in range(3):
        client.post(f"{PAGE}/gop-y", data={"phieu": key, "comment": f"Lời {number}"})
    fourth = client.post(f"{PAGE}/gop-y?lang=en", data={"phieu": key, "comment": "Lời nữa"})
    assert (fourth.status_code, "already has three messages" in fourth.text) == (409, True)
    assert "Lời nữa</textarea>" in fourth.text


def test_a_busy_store_and_a_defect_are_said_in_the_pages_language(
    client: FlaskClient, place: Place, monkeypatch: pytest.MonkeyPatch
):
    key = fields_of(client.get(PAGE).text)["phieu"]

    def refuse(*_: object, **__: object) -> None:
        raise Busy("Máy chủ đang bận.")

    monkeypatch.setattr(actions, "hand_in", refuse)
    busy = client.post(f"{PAGE}?lang=en", data={"phieu": key, "overall": "3"})
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
    assert "wait a few seconds" in busy.text
    monkeypatch.setattr(actions, "hand_in", lambda *_, **__: 1 / 0)
    defect = client.post(f"{PAGE}?lang=en", data={"phieu": key, "overall": "3"})
    assert defect.status_code == 500
    assert re.search(r"tell an officer this code: [0-9a-f]{8}", defect.text)


def test_a_third_language_goes_through_every_page_redirect_and_error(
    app: Flask, client: FlaskClient, place: Place, tmp_path: Path
):
    write_language(tmp_path, "zzu")
    prepare_voices(app, tmp_path)
    with app.app_context():
        desk().forget_pages()
    ask = "?lang=zzu"
    page = client.get(PAGE + ask)
    key = fields_of(page.text)["phieu"]
    address = client.post(PAGE + ask, data={"phieu": key, "overall": "4"}).headers["Location"]
    seen = [page.text]
    for step in ("4-xin-4-luon", "noi-dung", "dung-hen", "gop-y"):
        assert (f"/{step}?" in address, address.endswith("&lang=zzu")) == (True, True)
        seen += [client.get(address).text, client.get(address + "&day-du=1").text]
        address = client.post(f"{PAGE}/{step}{ask}", data={"phieu": key}).headers["Location"]
    seen += [client.get(each).text for each in (address, f"/du-lieu-cua-ong-ba{ask}", f"/tra-cuu{ask}")]
    seen += [client.get(each).text for each in (f"/q/zzzzzzzz{ask}", f"/tra-cuu/ABC{ask}", f"{PAGE}/x{ask}")]
    seen.append(client.post(PAGE + ask, data={"overall": "4"}).text)
    for each in seen:
        assert '<html lang="zzu">' in each
        assert {"vi", "en"} == set(re.findall(r'hreflang="(\w+)"', each)) or "hreflang" not in each
        links = re.findall(r'<a (?:class="\w+" )?href="([^"]+)">', each)
        assert [link for link in links if "lang=zzu" not in link] == []
        assert all(text.startswith("zz ") for text in re.findall(r"<h1>(?:<label[^>]*>)?([^<]+)<", each))
    assert "zz Xin chào" in seen[1]
