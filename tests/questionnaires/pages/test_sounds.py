"""The public address of a prompt, as telephones ask for it."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.questionnaires import actions
from feedback.questionnaires.queries import built_in_clips
from feedback.questionnaires.queries.speech import load_clip
from feedback.questionnaires.rules.sounds import sound_of
from tests.questionnaires.samples import OPUS, sample

ADDRESS = "/doc/vi/overall.mp3"
CLIP = load_clip(built_in_clips()["vi"]["overall"])
MARK = built_in_clips()["vi"]["overall"].sha256[:8]


def test_a_prompt_is_given_whole_and_noted_nowhere(client: FlaskClient):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/mpeg", CLIP)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Length"] == str(len(CLIP))
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert client.head(ADDRESS).headers["Content-Length"] == str(len(CLIP))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-1", 0, 1), ("bytes=100-", 100, len(CLIP) - 1), ("bytes=-50", len(CLIP) - 50, len(CLIP) - 1)],
)
def test_a_telephone_may_ask_for_a_part(client: FlaskClient, asked: str, start: int, end: int):
    answer = client.get(ADDRESS, headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.data == CLIP[start : end + 1]
    assert answer.headers["Content-Range"] == f"bytes {start}-{end}/{len(CLIP)}"
    assert answer.headers["Content-Length"] == str(end + 1 - start)


def test_a_part_that_is_not_there_is_refused_in_plain_words(client: FlaskClient):
    answer = client.get(ADDRESS, headers={"Range": "bytes=99999999-"})
    assert (answer.status_code, answer.mimetype) == (416, "text/plain")
    assert answer.headers["Content-Range"] == f"bytes */{len(CLIP)}"


def test_what_a_telephone_has_kept_is_not_sent_again(client: FlaskClient):
    tag = client.get(ADDRESS).headers["ETag"]
    again = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_an_address_with_the_mark_is_kept_for_good_and_one_without_for_minutes(client: FlaskClient):
    assert client.get(f"{ADDRESS}?v={MARK}").headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for other in (ADDRESS, f"{ADDRESS}?v=00000000"):
        assert client.get(other).headers["Cache-Control"] == "public, max-age=300, must-revalidate"


@pytest.mark.parametrize(
    "address",
    ["/doc/vi/items.f99.mp3", "/doc/bru/overall.mp3", "/doc/vi/../vi/overall.mp3", "/doc/../manifest.mp3"],
)
def test_what_is_not_there_is_said_plainly(client: FlaskClient, address: str):
    answer = client.get(address)
    assert answer.status_code == 404
    assert b"ID3" not in answer.data


def test_a_missing_prompt_is_no_page_and_is_not_kept(client: FlaskClient):
    answer = client.get("/doc/vi/items.f99.mp3")
    assert (answer.mimetype, answer.text) == ("text/plain", "Không có bản đọc này.\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_offices_recording_is_given_as_what_it_is(client: FlaskClient, site_database: Database, now: datetime):
    sound, place = sound_of(sample(OPUS), "audio/ogg"), {"lang": "bru", "key": "overall"}
    site_database.run(lambda session: actions.replace_prompt(session, actor=SYSTEM, now=now, **place, sound=sound))
    answer = client.get("/doc/bru/overall.mp3")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/ogg", sample(OPUS))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
