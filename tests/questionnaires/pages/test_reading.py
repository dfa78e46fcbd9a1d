"""The questionnaire in force, to read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from flask.testing import FlaskClient

from feedback.foundation.actors import SYSTEM, Actor
from feedback.foundation.database import Database
from feedback.questionnaires import actions, queries
from tests.questionnaires.samples import COMMUNE


@pytest.fixture
def reader(acting: Callable[[Actor], FlaskClient]) -> FlaskClient:
    return acting(COMMUNE)


def test_strangers_are_sent_to_the_sign_in(client: FlaskClient):
    assert client.get("/phieu-hoi").headers["Location"].startswith("/dang-nhap")


def test_every_question_is_shown_in_every_language_with_version_date_and_hash(
    reader: FlaskClient, site_database: Database, now: datetime
):
    published = site_database.run(lambda session: actions.publish_definitions(session, actor=SYSTEM, now=now))
    page = unescape(reader.get("/phieu-hoi").text)
    asked = site_database.run(queries.questionnaire_in_force)
    for text in (asked.overall, asked.comment, *(item.text for item in asked.factor_items.values())):
        for lang in ("vi", "en"):
            assert text[lang] in page
    assert "Đang dùng bản 1, công bố ngày 20/11/2026." in page
    assert published[0].sha256 in page
    assert 'href="/phieu-hoi/doc-to"' in page


def test_without_a_published_version_the_page_says_how_to_publish(reader: FlaskClient):
    page = reader.get("/phieu-hoi").text
    assert "feedback publish-questionnaire" in page
    assert "Hôm nay ông/bà có hài lòng" in page
