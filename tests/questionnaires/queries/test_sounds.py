"""Which prompts can be heard now."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.questionnaires import actions, queries
from feedback.questionnaires.queries.sounds import FRESH, Heard, SoundBook
from feedback.questionnaires.rules import canonical
from feedback.questionnaires.rules.prompts import prompt_order
from feedback.questionnaires.rules.sounds import sound_of
from tests.questionnaires.samples import mp3

CONTENT = queries.load_definition(queries.DEFINITIONS / "counter.toml")


R = TypeVar("R")
Ask = Callable[[Callable[[], R]], R]


@pytest.fixture
def ask(app: Flask, site_database: Database) -> Ask[Any]:
    """One request of a visitor, a second after the last."""

    def request(question: Callable[[], R]) -> R:
        with app.app_context():
            queries.sound_book().forget()
            return question()

    return request


def record(database: Database, now: datetime, lang: str, key: str, mark: int = 0) -> bytes:
    content = mp3(mark=mark)
    database.run(
        lambda session: actions.replace_prompt(
            session, actor=SYSTEM, now=now, lang=lang, key=key, sound=sound_of(content)
        )
    )
    return content


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_program_speaks_every_prompt_of_its_own_questionnaire(
    ask: Ask[Any], site_database: Database, now: datetime, lang: str
):
    site_database.run(lambda session: actions.publish_definitions(session, actor=SYSTEM, now=now))
    asked = site_database.run(queries.questionnaire_in_force)
    assert ask(lambda: queries.prompt_keys(lang)) == set(prompt_order(asked))
    assert set(ask(lambda: queries.audio_urls(lang))) == set(prompt_order(asked))


def test_a_language_nobody_reads_has_no_sounds(ask: Ask[Any]):
    assert ask(lambda: queries.prompt_keys("bru")) == frozenset()
    assert ask(lambda: queries.audio_urls("bru")) == {}
    assert ask(lambda: queries.find_sound("bru", "overall")) is None
    assert ask(lambda: queries.find_sound("vi", "no_such_prompt")) is None


def test_before_the_first_publication_the_clips_can_be_heard_too(ask: Ask[Any]):
    assert "overall" in ask(lambda: queries.prompt_keys("vi"))


def test_a_recording_takes_the_place_of_the_clip_under_another_address(
    ask: Ask[Any], site_database: Database, now: datetime
):
    clip, before = ask(lambda: queries.find_sound("vi", "overall")), ask(lambda: queries.audio_urls("vi")["overall"])
    content = record(site_database, now, "vi", "overall")
    assert "overall" in ask(lambda: queries.prompt_keys("vi"))
    heard, after = ask(lambda: queries.find_sound("vi", "overall")), ask(lambda: queries.audio_urls("vi")["overall"])
    assert heard.content == content != clip.content
    assert before == f"/doc/vi/overall.mp3?v={clip.sha256[:8]}"
    assert after == f"/doc/vi/overall.mp3?v={heard.sha256[:8]}"


def test_a_language_that_only_people_read_has_what_was_recorded(ask: Ask[Any], site_database: Database, now: datetime):
    content = record(site_database, now, "bru", "late")
    assert ask(lambda: queries.prompt_keys("bru")) == {"late"}
    found = ask(lambda: queries.find_sound("bru", "late"))
    assert (found.content, found.media_type) == (content, "audio/mpeg")


def test_a_changed_wording_silences_the_old_clips_until_somebody_records_them(
    ask: Ask[Any], site_database: Database, now: datetime
):
    definition = json.loads(CONTENT) | {"version": 2}
    definition["late"] |= {"vi": "Hồ sơ có được trả đúng hẹn không?"}
    changed = canonical(definition)
    site_database.run(lambda session: actions.publish(session, actor=SYSTEM, now=now, content=CONTENT))
    whole = ask(lambda: queries.prompt_keys("vi"))
    site_database.run(lambda session: actions.publish(session, actor=SYSTEM, now=now, content=changed))
    assert whole - ask(lambda: queries.prompt_keys("vi")) == {"late"}
    assert "late" in ask(lambda: queries.prompt_keys("en"))
    assert ask(lambda: queries.find_sound("vi", "late")) is None
    record(site_database, now, "vi", "late")
    assert ask(lambda: queries.prompt_keys("vi")) == whole


def test_the_database_is_asked_once_a_second_and_a_recording_made_elsewhere_is_heard_then(
    app: Flask, site_database: Database, now: datetime
):
    book, start = SoundBook(), 100.0

    def look(later: float) -> Heard:
        with app.app_context():
            return book.look(start + later)

    assert "bru" not in look(0).keys
    record(site_database, now, "bru", "late")
    assert "bru" not in look(FRESH / 2).keys
    heard = look(FRESH)
    assert heard.keys["bru"] == {"late"}
    assert look(3 * FRESH) is heard, "nothing new is not built again"


def test_one_process_keeps_one_book_for_a_database(ask: Ask[Any]):
    assert ask(queries.sound_book) is ask(queries.sound_book)


def test_who_replaced_a_prompt_is_listed(session: Session, now: datetime):
    sound = sound_of(mp3())
    actions.replace_prompt(session, actor=SYSTEM, now=now, lang="en", key="late", sound=sound)
    found = queries.list_replaced(session, "en")
    assert [(key, each.by, each.at) for key, each in found.items()] == [("late", SYSTEM.name, now)]
    assert queries.list_replaced(session, "vi") == {}


def test_a_language_without_words_to_speak_says_nothing(session: Session):
    assert queries.say_prompts(queries.questionnaire_in_force(session), "bru") == {}
