"""The one document a tablet works from: whose it is, what to ask in which language, when to be awake."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedback.collection_points.rules.signatures import ms_of
from feedback.questionnaires.rules import Questionnaire

BATCH = 50
"""Answers in one request."""
IDLE = {"warn": 30, "reset": 20}
"""Seconds without a touch until the question whether somebody is still there, and from there until the reset."""
TAG = 16

Languages = Mapping[str, str]
"""Code → name, in the order they are offered."""


@dataclass(frozen=True, slots=True)
class Place:
    """The tablet's place and what its administrator decided. `pin` is what checks the PIN without network."""

    unit_name: str
    unit_code: str
    name: str
    ask: str
    fixed_counter: int | None
    counters: Sequence[tuple[int, str]]
    officers: Sequence[tuple[int, str]]
    pin: Mapping[str, Any]


def asked(version_id: int, questionnaire: Questionnaire, languages: Iterable[str]) -> dict[str, Any]:
    """The questions as a tablet shows them, each language whole. `questionnaire` speaks all of these languages."""
    return {"version_id": version_id, "texts": {code: _texts(questionnaire, code) for code in languages}}


def _texts(asked: Questionnaire, code: str) -> dict[str, Any]:
    return {
        "overall": asked.overall[code],
        "levels": {level.value: level.text[code] for level in asked.levels},
        "courtesy": asked.courtesy[code],
        "courtesy_answers": [{"value": each.value, "text": each.text[code]} for each in asked.courtesy_answers],
        "items": [{"key": item.key, "text": item.text[code]} for item in asked.courtesy_items],
        "late": asked.late[code],
        "late_answers": [{"value": each.value, "text": each.text[code]} for each in asked.late_answers],
    }


def document(
    place: Place,
    *,
    languages: Languages,
    questionnaire: Mapping[str, Any],
    words: Mapping[str, Mapping[str, str]],
    audio: Mapping[str, Mapping[str, str]],
    sessions: Iterable[tuple[datetime, datetime]],
) -> dict[str, Any]:
    """The document with its tag; the same content always has the same tag."""
    content = {
        "unit": {"name": place.unit_name, "code": place.unit_code},
        "name": place.name,
        "ask": place.ask,
        "fixed_counter": place.fixed_counter,
        "counters": [{"id": number, "name": name} for number, name in place.counters],
        "officers": [{"id": number, "name": name} for number, name in place.officers],
        "languages": [{"code": code, "name": name} for code, name in languages.items()],
        "questionnaire": dict(questionnaire),
        "words": {code: dict(each) for code, each in words.items()},
        "audio": {code: dict(each) for code, each in audio.items()},
        "sessions": [[ms_of(opens), ms_of(closes)] for opens, closes in sessions],
        "pin": dict(place.pin),
        "idle": IDLE,
        "batch": BATCH,
    }
    return {"etag": tag_of(content), **content}


def tag_of(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:TAG]
