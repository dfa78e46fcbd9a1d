"""The page of prompts: hear, replace, give back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback.foundation.actors import SYSTEM, Actor
from feedback.foundation.database import Database
from feedback.questionnaires import actions
from feedback.questionnaires.pages import Tongue, know_languages
from feedback.questionnaires.queries import built_in_clips
from feedback.questionnaires.rules.sounds import LARGEST, sound_of
from tests.questionnaires.samples import AAC, COMMUNE, PROVINCE, mp3, sample

PAGE = "/phieu-hoi/doc-to"
PROMPTS = len(built_in_clips()["vi"])


@pytest.fixture
def office(acting: Callable[[Actor], FlaskClient]) -> FlaskClient:
    return acting(PROVINCE)


def send(client: FlaskClient, content: bytes, place: str = "vi/overall", name: str = "ghi-am.mp3") -> Any:
    return client.post(f"{PAGE}/{place}", data={"ban_ghi": (BytesIO(content), name)})


def row_of(page: str, key: str) -> str:
    found = re.search(rf'<tr id="cau-{re.escape(key)}">.*?</tr>', page, re.S)
    assert found, key
    return unescape(found[0])


def test_strangers_are_sent_to_the_sign_in(client: FlaskClient):
    assert client.get(PAGE).headers["Location"].startswith("/dang-nhap")


def test_every_prompt_stands_there_with_its_words_and_its_sound(office: FlaskClient):
    page = office.get(PAGE).text
    row = row_of(page, "overall")
    assert "Hôm nay ông bà có hài lòng" in row
    assert re.search(r'<audio controls preload="none" src="/doc/vi/overall\.mp3\?v=\w{8}"', row)
    assert "giọng có sẵn" in row
    assert f"{PROMPTS} trên {PROMPTS} câu nghe được; 0 câu dùng bản ghi của cơ quan." in page
    english = office.get(f"{PAGE}?tieng=en").text
    assert "How satisfied are you with the service here today?" in row_of(english, "overall")
    assert "/doc/en/overall.mp3" in row_of(english, "overall")


def test_an_unknown_language_shows_vietnamese(office: FlaskClient):
    assert "/doc/vi/overall.mp3" in office.get(f"{PAGE}?tieng=xx").text


def test_a_recording_is_heard_at_once_and_can_be_given_back(office: FlaskClient, client: FlaskClient):
    before = client.get("/doc/vi/overall.mp3").data
    answer = send(office, sample(AAC))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}?tieng=vi#cau-overall")
    heard = client.get("/doc/vi/overall.mp3")
    assert (heard.data, heard.mimetype) == (sample(AAC), "audio/mp4")
    row = row_of(office.get(PAGE).text, "overall")
    assert "bản ghi của cơ quan" in row
    assert PROVINCE.name in row
    assert (
        "Bản ghi này đang được dùng rồi."
        in office.post(f"{PAGE}/vi/overall", data={"ban_ghi": (BytesIO(sample(AAC)), "x")}, follow_redirects=True).text
    )
    assert office.post(f"{PAGE}/vi/overall/co-san").status_code == 303
    assert client.get("/doc/vi/overall.mp3").data == before
    assert office.post(f"{PAGE}/vi/overall/co-san").status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Chưa có tệp nào"),
        (b"RIFF....WAVEfmt ", "không phải bản ghi âm"),
        (mp3() * (LARGEST // 2_000 + 1), "mức cho phép là 25.000 byte"),
    ],
)
def test_a_wrong_file_is_refused_beside_its_prompt(office: FlaskClient, client: FlaskClient, content: bytes, said: str):
    before = client.get("/doc/vi/late.mp3").data
    answer = send(office, content, "vi/late")
    row = row_of(answer.text, "late")
    assert answer.status_code == 422
    assert said in row
    assert "<details open>" in row
    assert 'aria-describedby="loi-late"' in row
    assert said in unescape(answer.text.partition('role="alert"')[2].partition("</p>")[0])
    assert client.get("/doc/vi/late.mp3").data == before


def test_a_form_without_any_file_is_told_so(office: FlaskClient):
    assert "Chưa có tệp nào" in office.post(f"{PAGE}/vi/late").text


def test_what_is_not_asked_or_not_spoken_here_is_not_found(office: FlaskClient):
    assert send(office, mp3(), "vi/items.f99").status_code == 404
    assert send(office, mp3(), "bru/overall").status_code == 404
    assert office.post(f"{PAGE}/bru/overall/co-san").status_code == 404


def test_who_is_responsible_for_one_unit_may_listen_but_not_change(acting: Callable[[Actor], FlaskClient]):
    commune = acting(COMMUNE)
    page = commune.get(PAGE).text
    assert "<audio" in page
    assert 'type="file"' not in page
    assert send(commune, mp3()).status_code == 403


def test_a_recording_older_than_the_wording_asks_to_be_heard_again(
    office: FlaskClient, site_database: Database, now: datetime
):
    place = {"lang": "vi", "key": "late", "sound": sound_of(mp3())}
    early = now - timedelta(days=1)
    site_database.run(lambda session: actions.replace_prompt(session, actor=SYSTEM, now=early, **place))
    assert "xin nghe lại" not in row_of(office.get(PAGE).text, "late")
    site_database.run(lambda session: actions.publish_definitions(session, actor=SYSTEM, now=now))
    assert "xin nghe lại" in row_of(office.get(PAGE).text, "late")


def test_a_provinces_own_language_is_recorded_here(office: FlaskClient, client: FlaskClient, app: Flask):
    know_languages(app, {"vi": Tongue("Tiếng Việt"), "zzu": Tongue("Zuzu", {"late": "zz trễ?", "levels.1": "zz 1"})})
    page = office.get(f"{PAGE}?tieng=zzu").text
    assert f"0 trên {PROMPTS} câu nghe được" in page
    row = row_of(page, "late")
    assert "zz trễ?" in row
    assert "Đọc đủ ý: “Hồ sơ của ông bà có bị trễ hẹn không?" in row
    assert "chưa có tiếng" in row
    assert "Cần đọc ý này: “Cảm ơn ông bà." in row_of(page, "thanks")
    assert send(office, mp3(), "zzu/late").status_code == 303
    assert client.get("/doc/zzu/late.mp3").data == mp3()
    assert "Bỏ bản ghi" in row_of(office.get(f"{PAGE}?tieng=zzu").text, "late")
