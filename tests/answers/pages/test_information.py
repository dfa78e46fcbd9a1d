"""What is kept, and what a receipt tells."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from feedback.answers.actions import hand_in
from feedback.answers.rules.keys import SheetKey, receipt_for, shown_receipt
from feedback.foundation.database import Database
from tests.answers.samples import a_counter, a_sheet

RECEIPT = receipt_for(b"s" * 32, SheetKey(b"n" * 12, datetime(2026, 11, 20).astimezone()))
OTHER = receipt_for(b"s" * 32, SheetKey(b"o" * 12, datetime(2026, 11, 20).astimezone()))


@pytest.fixture(autouse=True)
def counted(site_database: Database, now: datetime) -> None:
    place = site_database.run(lambda session: a_counter(session, now))
    sheet = a_sheet(place, now, receipt=RECEIPT)
    site_database.run(lambda session: hand_in(session, sheet=sheet, overall=1, now=now).receipt)


def test_a_counted_receipt_is_confirmed_however_it_is_typed(client: FlaskClient):
    typed = shown_receipt(RECEIPT).lower()
    found = client.get("/tra-cuu", query_string={"ma": typed})
    assert found.headers["Location"] == f"/tra-cuu/{shown_receipt(RECEIPT)}"
    page = client.get(found.headers["Location"])
    assert page.status_code == 200
    assert "được tính" in page.text
    assert "Xã Mẫu Một" not in page.text


def test_an_unknown_receipt_and_a_misspelt_one_say_which_of_both(client: FlaskClient):
    unknown, misspelt = client.get(f"/tra-cuu/{OTHER}"), client.get(f"/tra-cuu/{RECEIPT[:-2]}")
    assert (unknown.status_code, misspelt.status_code) == (404, 422)
    assert "Không có phiếu nào" in unknown.text
    assert "gõ chưa đúng" in misspelt.text
    assert client.get("/tra-cuu", query_string={"ma": "<b>"}).status_code == 422


@pytest.mark.parametrize(("address", "words"), [("/tra-cuu", "Mã biên nhận"), ("/du-lieu-cua-ong-ba", "Không giữ tên")])
def test_the_pages_stand_in_both_languages_and_link_to_each_other(client: FlaskClient, address: str, words: str):
    page, english = client.get(address), client.get(f"{address}?lang=en")
    assert words in page.text
    assert f'href="{address}?lang=en"' in page.text
    assert '<html lang="en">' in english.text
    assert f'href="{address}"' in english.text
    assert "Set-Cookie" not in page.headers


def test_the_data_page_names_what_a_tablet_keeps_and_when_raw_words_go(client: FlaskClient):
    page, english = client.get("/du-lieu-cua-ong-ba").text, client.get("/du-lieu-cua-ong-ba?lang=en").text
    assert "máy tính bảng" in page
    assert "chậm nhất là sau 30 ngày" in page
    assert "on a tablet" in english
