"""Reads: definitions on disk, published versions, the one in force; prompts and where each can be heard."""

from __future__ import annotations

from feedback.questionnaires.queries.sounds import (
    Replaced,
    audio_urls,
    find_recording,
    find_sound,
    list_replaced,
    prompt_keys,
    questionnaire_in_force,
    say_prompts,
    sound_book,
)
from feedback.questionnaires.queries.speech import (
    CLIPS,
    Clip,
    Clips,
    built_in_clips,
    find_speech,
    list_spoken,
    read_clips,
)
from feedback.questionnaires.queries.versions import (
    COUNTER,
    DEFINITIONS,
    find_current,
    find_version,
    get_version,
    list_definitions,
    list_versions,
    load_definition,
)

__all__ = [
    "CLIPS",
    "COUNTER",
    "DEFINITIONS",
    "Clip",
    "Clips",
    "Replaced",
    "audio_urls",
    "built_in_clips",
    "find_current",
    "find_recording",
    "find_sound",
    "find_speech",
    "find_version",
    "get_version",
    "list_definitions",
    "list_replaced",
    "list_spoken",
    "list_versions",
    "load_definition",
    "prompt_keys",
    "questionnaire_in_force",
    "read_clips",
    "say_prompts",
    "sound_book",
]
