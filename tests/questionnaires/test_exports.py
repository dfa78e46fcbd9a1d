"""Clips made from words. The two speaking programs are played by small stand-ins: nothing needs them but who speaks."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from feedback.foundation.errors import Invalid, Refused
from feedback.questionnaires import exports
from feedback.questionnaires.exports import make_clips, manifest, speak
from feedback.questionnaires.queries import DEFINITIONS, load_definition, read_clips
from feedback.questionnaires.rules import Questionnaire, canonical, read
from feedback.questionnaires.rules.mpeg import read_stream
from feedback.questionnaires.rules.prompts import Speech, prompt_order
from feedback.questionnaires.rules.sounds import LARGEST
from tests.questionnaires.samples import FRAME_SECONDS, mp3, mp3_frame

COUNTER = read(load_definition(DEFINITIONS / "counter.toml"))
SPEECH = Speech("vi", 165, {}, {})

ESPEAK = """
import sys
from array import array
text, out = sys.stdin.read(), sys.argv[sys.argv.index("-w") + 1]
if "CÂM" in text:
    sys.exit("no such voice")
loud = 0 if "LẶNG" in text else 9000
sound = array("h", [loud, -loud] * (200 * len(text))).tobytes()
heads = [b"RIFF", len(sound) + 36, b"WAVEfmt ", 16, 0x10001, 8000, 16000, 0x100002, b"data", len(sound)]
with open(out, "wb") as file:
    file.write(b"".join(each if isinstance(each, bytes) else each.to_bytes(4, "little") for each in heads) + sound)
"""
LAME = """
import os, sys
source, target = sys.argv[-2:]
if "--decode" in sys.argv:
    with open(os.path.join(os.path.dirname(target), "even.wav"), "rb") as file:
        content = file.read()
    content = content[: len(content) // 2] if CUT else content
else:
    seconds = (os.path.getsize(source) - 44) / 16000
    frames = {frames!r}
    kbps = sys.argv[sys.argv.index("-b") + 1] if "-b" in sys.argv else "16"
    content = frames[kbps] * round(seconds / 0.036)
with open(target, "wb") as file:
    file.write(content)
"""
FRAMES = {str(8 * index): mp3_frame(index) for index in (1, 2, 3)}


@pytest.fixture
def voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """espeak-ng and lame as far as we ask them anything."""
    folder = tmp_path / "programs"
    folder.mkdir()
    install(folder, "espeak-ng", ESPEAK)
    install(folder, "lame", "CUT = False" + LAME.format(frames=FRAMES))
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder: Path, name: str, code: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable} -SE\n{code}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence is a sound of its own length, without any program."""
    monkeypatch.setattr(exports, "speak", lambda text, speech: mp3(0.036 * (10 + len(text))))


def short(**changed: str) -> Questionnaire:
    """A questionnaire with fewer items, so that speaking it takes a moment."""
    definition = json.loads(load_definition(DEFINITIONS / "counter.toml"))
    definition["courtesy"]["items"] = definition["courtesy"]["items"][:1]
    definition["factors"] = [definition["factors"][0] | {"items": definition["factors"][0]["items"][:1]}]
    definition["blocks"] = [{"items": ["f24"]}]
    definition["comment"] |= changed
    return read(canonical(definition))


def test_a_sentence_becomes_an_mp3_as_long_as_it_was_spoken(voices: Path):
    content = speak("Xin chào ông bà", SPEECH)
    stream = read_stream(content)
    assert stream is not None
    assert stream.rest == 0
    assert stream.seconds == pytest.approx(15 * 400 / 8000, abs=2 * FRAME_SECONDS)


def test_a_long_sentence_is_packed_tighter_until_it_fits(voices: Path):
    rates = {words: len(speak("a" * words, SPEECH)) / (words * 0.05) for words in (100, 200, 400)}
    assert list(rates.values()) == sorted(rates.values(), reverse=True)
    assert max(rate * words * 0.05 for words, rate in rates.items()) <= LARGEST
    with pytest.raises(Refused, match="quá dài"):
        speak("a" * 700, SPEECH)


def test_silence_is_no_prompt(voices: Path):
    with pytest.raises(exports.NotRight, match="không đạt"):
        speak("LẶNG", SPEECH)


def test_a_clip_cut_short_is_heard(voices: Path):
    install(voices, "lame", "CUT = True" + LAME.format(frames=FRAMES))
    with pytest.raises(exports.NotRight, match="không đạt"):
        speak("Xin chào ông bà, xin mời ông bà ngồi", SPEECH)


def test_a_program_that_fails_is_quoted(voices: Path):
    with pytest.raises(Refused, match=r"espeak-ng.*no such voice"):
        speak("CÂM", SPEECH)


def test_without_the_programs_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="apt-get install espeak-ng lame"):
        speak("Xin chào", SPEECH)


def test_only_changed_words_are_spoken_again_and_what_nobody_asks_for_goes(quick: None, tmp_path: Path):
    folder = tmp_path / "audio"
    first = list(make_clips(short(), ["vi"], folder))
    assert [clip.key for clip in first] == list(prompt_order(short()))
    assert list(make_clips(short(), ["vi"], folder)) == []
    stray = folder / "vi" / "items.f99.mp3"
    stray.write_bytes(b"x")
    changed = list(make_clips(short(vi="Ông/bà nhắn gì?"), ["vi"], folder))
    assert [clip.key for clip in changed] == ["comment"]
    assert not stray.exists()
    kept = read_clips(folder)["vi"]
    assert {clip.key: clip for clip in first} | {clip.key: clip for clip in changed} == kept
    assert sorted(path.name for path in folder.glob("vi/*")) == sorted(f"{key}.mp3" for key in kept)


def test_a_lost_file_is_spoken_again_and_another_language_is_left_alone(quick: None, tmp_path: Path):
    list(make_clips(short(), ["en"], tmp_path))
    (tmp_path / "en" / "late.mp3").unlink()
    list(make_clips(short(), ["vi"], tmp_path))
    assert set(read_clips(tmp_path)) == {"vi", "en"}
    assert [clip.name for clip in make_clips(short(), ["en"], tmp_path)] == ["en/late.mp3"]


def test_a_language_without_words_to_speak_is_refused(tmp_path: Path):
    with pytest.raises(Invalid, match="bru"):
        list(make_clips(COUNTER, ["bru"], tmp_path))


def test_the_manifest_is_read_back_as_it_was_written(quick: None, tmp_path: Path):
    list(make_clips(short(), ["vi"], tmp_path))
    assert manifest(read_clips(tmp_path)) == (tmp_path / "manifest.toml").read_text(encoding="utf-8")
