"""Reads: which prompts can be heard now, under which address, and the sound itself.

Survey pages ask this for every visitor, so the answer is kept for a second. A clip counts only while it says what the
questionnaire in force says: after a change of wording without a new clip the prompt is silent rather than wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.foundation import clock
from feedback.foundation.database import Database
from feedback.foundation.engine import current, read_session
from feedback.questionnaires.queries.speech import built_in_clips, find_speech, list_spoken, load_clip
from feedback.questionnaires.queries.versions import COUNTER, DEFINITIONS, find_current, load_definition
from feedback.questionnaires.rules import Questionnaire, read
from feedback.questionnaires.rules.prompts import spoken_texts, text_mark
from feedback.questionnaires.rules.sounds import Sound, sound_of
from feedback.questionnaires.tables import QuestionnaireVersion, Recording

FRESH = 1.0
"""Seconds: how long a recording made in another process may go unheard."""

MARK = 8
"""Letters of a sound's SHA-256 in its address: another sound has another address."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What can be heard at one moment: language → key → SHA-256 of the sound."""

    sounds: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, frozenset[str]]
    urls: Mapping[str, Mapping[str, str]]


class SoundBook:
    """One per database and process; threads may share it (a race costs one more look)."""

    def __init__(self) -> None:
        self._clips: tuple[int | None, dict[str, dict[str, str]]] | None = None
        self._seen: object = None
        self._heard: Heard | None = None
        self._until = 0.0

    def look(self, now: float) -> Heard:
        """What can be heard; the database is asked at most once a second."""
        heard = self._heard
        if heard is None or now >= self._until:
            heard = self._heard = self._refresh(read_session())
            self._until = now + FRESH
        return heard

    def forget(self) -> None:
        """After this process changed a recording itself."""
        self._until = 0.0

    def _refresh(self, session: Session) -> Heard:
        latest = select(QuestionnaireVersion.id).filter_by(key=COUNTER).order_by(QuestionnaireVersion.version.desc())
        version_id = session.scalars(latest.limit(1)).one_or_none()
        if self._clips is None or self._clips[0] != version_id:
            self._clips = version_id, _right_clips(questionnaire_in_force(session))
        recorded = session.execute(select(Recording.lang, Recording.key, Recording.sha256)).all()
        seen = (version_id, sorted(tuple(row) for row in recorded))
        if self._heard is not None and seen == self._seen:
            return self._heard
        sounds = {lang: dict(clips) for lang, clips in self._clips[1].items()}
        for lang, key, sha256 in recorded:
            sounds.setdefault(lang, {})[key] = sha256
        self._seen = seen
        return _heard(sounds)


_books: WeakKeyDictionary[Database, SoundBook] = WeakKeyDictionary()


def sound_book() -> SoundBook:
    """The book of the running app's database."""
    return _books.setdefault(current(), SoundBook())


def prompt_keys(lang: str) -> frozenset[str]:
    """The prompts that can be heard in a language: clips that come with the program, and the office's recordings."""
    return sound_book().look(clock.monotonic()).keys.get(lang, frozenset())


def audio_urls(lang: str) -> Mapping[str, str]:
    """Key → address, with a mark of the sound, so that nobody hears a replaced recording from a cache."""
    return sound_book().look(clock.monotonic()).urls.get(lang, {})


def find_sound(lang: str, key: str) -> Sound | None:
    """The office's recording if there is one, otherwise the clip that comes with the program."""
    if key not in prompt_keys(lang):
        return None
    row = find_recording(read_session(), lang, key)
    if row is not None:
        return Sound(row.content, row.media_type, row.sha256)
    clip = built_in_clips().get(lang, {}).get(key)
    return sound_of(load_clip(clip)) if clip else None


def find_recording(session: Session, lang: str, key: str) -> Recording | None:
    return session.scalars(select(Recording).filter_by(lang=lang, key=key)).one_or_none()


@dataclass(frozen=True, slots=True)
class Replaced:
    """Who replaced a prompt, and when."""

    at: datetime
    by: str


def list_replaced(session: Session, lang: str) -> dict[str, Replaced]:
    """Key → who recorded it, in one language."""
    wanted = select(Recording.key, Recording.replaced_at, Recording.replaced_by).filter_by(lang=lang)
    return {key: Replaced(at, by) for key, at, by in session.execute(wanted)}


def questionnaire_in_force(session: Session) -> Questionnaire:
    """The counter's questionnaire as published; before the first publication the one that comes with the program."""
    version = find_current(session)
    return read(version.content if version else load_definition(DEFINITIONS / f"{COUNTER}.toml"))


def say_prompts(asked: Questionnaire, lang: str) -> dict[str, str]:
    """Key → what is said in one language; empty for a language the program has no words to speak in."""
    speech = find_speech(lang)
    return spoken_texts(asked, lang, speech) if speech and lang in asked.languages else {}


def _right_clips(asked: Questionnaire) -> dict[str, dict[str, str]]:
    """Language → key → SHA-256 of each clip that says exactly what this questionnaire says."""
    clips = built_in_clips()
    return {
        lang: {
            key: clips[lang][key].sha256
            for key, text in say_prompts(asked, lang).items()
            if key in clips.get(lang, {}) and clips[lang][key].text == text_mark(text)
        }
        for lang in list_spoken()
    }


def _heard(sounds: dict[str, dict[str, str]]) -> Heard:
    return Heard(
        sounds,
        {lang: frozenset(found) for lang, found in sounds.items()},
        {
            lang: {key: f"/doc/{lang}/{key}.mp3?v={sha256[:MARK]}" for key, sha256 in found.items()}
            for lang, found in sounds.items()
        },
    )
