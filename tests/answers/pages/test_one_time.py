"""The path of a one-time code over plain HTTP: counts once, forgets its file, and says kindly when it is used up."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.answers.rules.codes import CODE_MARK, shown_code
from feedback.answers.tables import OneTimeCode, Sheet
from feedback.foundation.database import Database
from feedback.foundation.sealing import Sealer
from tests.answers.codes import FIELD, Codes, issue

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def site_sealer(app: Flask) -> Sealer:
    sealer: Sealer = app.extensions["lang-nghe"].sealer
    return sealer


@pytest.fixture
def codes(site_database: Database, site_sealer: Sealer) -> Codes:
    return site_database.run(lambda session: issue(session, site_sealer, NOW))


def opened(client: FlaskClient, token: str, query: str = "") -> str:
    response = client.get(f"/h/{token}{query}")
    assert response.status_code == 200, response.text
    found = re.search(r'name="phieu" value="([\w-]{40})"', response.text)
    assert found
    return found[1]


def tap(client: FlaskClient, token: str, key: str, face: int, query: str = "") -> str:
    response = client.post(f"/h/{token}{query}", data={"phieu": key, "overall": str(face)})
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def sheets(database: Database) -> list[Sheet]:
    with database.read() as session:
        return list(session.scalars(select(Sheet)))


def used(database: Database) -> list[OneTimeCode]:
    with database.read() as session:
        return list(session.scalars(select(OneTimeCode).where(OneTimeCode.used)))


def test_opening_stores_nothing_and_a_tap_counts_one_answer_of_the_third_channel(
    client: FlaskClient, codes: Codes, site_database: Database
):
    with time_machine.travel(NOW, tick=False):
        key = opened(client, codes.stickers[0])
        assert (sheets(site_database), used(site_database)) == ([], [])
        location = tap(client, codes.stickers[0], key, 4)
        page = client.get(location)
    (row,), (code,) = sheets(site_database), used(site_database)
    assert location.startswith(f"/h/{codes.stickers[0]}/4-xin-4-luon?phieu={key}")
    assert "Đã ghi nhận" in page.text
    assert (row.channel, row.unit_id, row.counter_id, row.overall) == ("code", codes.unit_id, None, 4)
    assert (row.field, row.stage, row.lateness) == (None, "on_receipt", None)
    assert code.record_id is None


def test_the_code_of_an_apology_leaves_field_stage_and_lateness_and_forgets_the_file(
    client: FlaskClient, codes: Codes, site_database: Database
):
    with time_machine.travel(NOW, tick=False):
        tap(client, codes.apology, opened(client, codes.apology), 2)
    (row,), (code,) = sheets(site_database), used(site_database)
    assert (row.field, row.stage, row.lateness) == (FIELD, "after_apology", "late_apologised")
    assert code.record_id is None


@pytest.mark.parametrize("typed", [str, str.upper, shown_code, lambda token: shown_code(token).upper()])
def test_it_may_be_typed_in_any_case_with_dashes(client: FlaskClient, codes: Codes, typed):
    with time_machine.travel(NOW, tick=False):
        location = tap(client, typed(codes.stickers[1]), opened(client, typed(codes.stickers[1])), 5)
    assert location.startswith(f"/h/{codes.stickers[1]}/")


def test_every_page_of_the_path_works_and_stays_under_the_code(
    client: FlaskClient, codes: Codes, site_database: Database
):
    token = codes.apology
    with time_machine.travel(NOW, tick=False):
        key = opened(client, token, "?lang=en")
        address = tap(client, token, key, 5, "?lang=en")
        pages = []
        for _ in range(12):
            page = client.get(address)
            pages.append(page.text)
            assert page.status_code == 200
            assert CODE_MARK not in page.text
            assert "/q/" not in page.text
            step = address.split("?")[0].rsplit("/", 1)[1]
            if step == "cam-on":
                break
            sent = client.post(
                f"/h/{token}/{step}?lang=en", data={"phieu": key, "xin_chao": "yes", "comment": "Thanks"}
            )
            address = sent.headers["Location"]
            assert address.startswith(f"/h/{token}/")
            assert "lang=en" in address
    assert "Thank you" in pages[-1]
    (row,) = sheets(site_database)
    assert row.items["xin_chao"] == "yes"


def test_whoever_used_it_may_correct_within_ten_minutes_and_go_on_after(
    client: FlaskClient, codes: Codes, site_database: Database
):
    token = codes.stickers[0]
    with time_machine.travel(NOW, tick=False) as clock:
        key = opened(client, token)
        tap(client, token, key, 1)
        assert opened(client, token, f"?phieu={key}") == key
        clock.move_to(NOW + 9 * MINUTE)
        assert "bao=sua" in tap(client, token, key, 5)
        clock.move_to(NOW + 11 * MINUTE)
        assert "bao=giu" in tap(client, token, key, 2)
        assert client.get(f"/h/{token}/gop-y?phieu={key}").status_code == 200
    (row,) = sheets(site_database)
    assert (row.overall, row.earlier, row.stage) == (5, [1], "on_receipt")


def test_after_use_every_other_opening_and_every_page_opened_before_is_told_kindly(
    client: FlaskClient, codes: Codes, site_database: Database
):
    token = codes.apology
    with time_machine.travel(NOW, tick=False):
        mine, other = opened(client, token), opened(client, token)
        tap(client, token, mine, 4)
        answers = [
            client.get(f"/h/{token}"),
            client.get(f"/h/{token}?phieu={other}"),
            client.post(f"/h/{token}", data={"phieu": other, "overall": "1"}),
        ]
        english = client.get(f"/h/{token}?lang=en")
    for answer in answers:
        assert answer.status_code == 410
        assert "Mã này đã dùng" in answer.text
        assert "mã QR đặt tại quầy" in answer.text
    assert "This code has been used" in english.text
    assert [row.overall for row in sheets(site_database)] == [4]


def test_a_reload_of_the_first_page_is_the_same_sheet(client: FlaskClient, codes: Codes):
    token = codes.stickers[0]
    with time_machine.travel(NOW, tick=False):
        page = client.get(f"/h/{token}")
        again = {"If-None-Match": page.headers["ETag"], "Cache-Control": "max-age=0"}
        assert client.get(f"/h/{token}", headers=again).status_code == 304
        tap(client, token, page.headers["ETag"].strip('"'), 3)
        assert client.get(f"/h/{token}", headers=again).status_code == 304


def test_an_expired_code_sends_to_the_counter_but_a_page_opened_on_the_last_day_still_counts(
    client: FlaskClient, codes: Codes, site_database: Database
):
    last = datetime(2027, 1, 19, 16, 50, tzinfo=UTC)
    with time_machine.travel(last, tick=False) as clock:
        key, late = opened(client, codes.stickers[0]), opened(client, codes.stickers[1])
        clock.move_to(last + 30 * MINUTE)
        over = client.get(f"/h/{codes.stickers[2]}")
        tap(client, codes.stickers[0], key, 5)
        clock.move_to(last + 80 * MINUTE)
        refused = client.post(f"/h/{codes.stickers[1]}", data={"phieu": late, "overall": "5"})
    for answer in (over, refused):
        assert answer.status_code == 410
        assert "Mã này đã hết hạn" in answer.text
    assert len(sheets(site_database)) == 1


@pytest.mark.parametrize("token", ["zzzzzzzzzzzzz", "ngắn", "aeiouaeiouaei", "2" * 40, CODE_MARK])
def test_an_unknown_code_says_what_to_do(client: FlaskClient, codes: Codes, token: str):
    answer = client.get(f"/h/{token}")
    assert answer.status_code == 404
    assert "gõ lại đúng dòng chữ in cạnh mã" in answer.text


def test_a_key_of_another_code_or_counter_is_refused(client: FlaskClient, codes: Codes, site_database: Database):
    with time_machine.travel(NOW, tick=False):
        foreign = opened(client, codes.stickers[0])
        answer = client.post(f"/h/{codes.stickers[1]}", data={"phieu": foreign, "overall": "5"})
    assert answer.status_code == 422
    assert sheets(site_database) == []


def test_the_first_view_has_no_script_no_cookie_and_fits_one_window(app: Flask, client: FlaskClient, codes: Codes):
    css = Path(str(app.static_folder), "survey.css").read_bytes()
    for token in (codes.stickers[0], codes.apology):
        with time_machine.travel(NOW, tick=False):
            page = client.get(f"/h/{token}")
        assert "Set-Cookie" not in page.headers
        assert "<script" not in page.text
        assert len(gzip.compress(page.data)) + len(gzip.compress(css)) < 14_600


def test_the_page_says_what_the_code_keeps(client: FlaskClient, codes: Codes):
    with time_machine.travel(NOW, tick=False):
        sticker, apology = client.get(f"/h/{codes.stickers[0]}").text, client.get(f"/h/{codes.apology}").text
    assert "dùng một lần" in sticker
    assert "quên ngay mã thuộc hồ sơ nào" in apology
