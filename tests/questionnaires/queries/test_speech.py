"""The clips that are kept with the program: there, right, small, and nothing beside them."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest

from feedback.questionnaires.queries import CLIPS, DEFINITIONS, load_definition, read_clips, say_prompts
from feedback.questionnaires.queries.speech import SPEECH, built_in_clips, find_speech, list_spoken, load_clip
from feedback.questionnaires.rules import read
from feedback.questionnaires.rules.mpeg import read_stream
from feedback.questionnaires.rules.prompts import text_mark
from feedback.questionnaires.rules.sounds import LARGEST

COUNTER = read(load_definition(DEFINITIONS / "counter.toml"))
TOGETHER = 2_500_000
QUIET_ENDS = 0.2
AGAIN = "a word was changed without its clip: run `feedback read-aloud` and commit feedback/static/audio"


@pytest.mark.parametrize("lang", COUNTER.languages)
def test_every_prompt_has_a_clip_that_says_just_that(lang: str):
    said = {key: text_mark(text) for key, text in say_prompts(COUNTER, lang).items()}
    assert {key: clip.text for key, clip in built_in_clips()[lang].items()} == said, AGAIN


def test_the_manifest_and_the_files_are_the_same():
    clips = [clip for found in built_in_clips().values() for clip in found.values()]
    assert {clip.name for clip in clips} == {path.relative_to(CLIPS).as_posix() for path in CLIPS.glob("*/*")}
    for clip in clips:
        content = load_clip(clip)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (clip.sha256, clip.bytes), clip.name


def test_every_clip_is_a_whole_mp3_within_the_budget_and_as_long_as_its_words():
    sizes = []
    for lang, clips in built_in_clips().items():
        said = say_prompts(COUNTER, lang)
        for key, clip in clips.items():
            stream = read_stream(load_clip(clip))
            assert stream is not None, clip.name
            assert stream.rest == 0, clip.name
            assert stream.mono, clip.name
            assert stream.seconds == pytest.approx(clip.seconds, abs=0.01), clip.name
            spoken = stream.seconds - QUIET_ENDS
            assert 0.04 * letters(said[key]) < spoken < 0.4 + 0.13 * letters(said[key]), clip.name
            sizes.append(clip.bytes)
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= TOGETHER


def letters(text: str) -> int:
    return sum(1 for each in text if unicodedata.category(each).startswith(("L", "N")))


def test_every_language_of_the_program_can_be_spoken_and_no_other():
    assert list_spoken() == sorted(path.stem for path in SPEECH.glob("*.toml")) == sorted(COUNTER.languages)
    assert find_speech("bru") is None
    assert find_speech("../speech/vi") is None


def test_without_a_manifest_there_are_no_clips(tmp_path: Path):
    assert read_clips(tmp_path) == {}
