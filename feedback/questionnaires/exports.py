"""Clips of what is said for each prompt: spoken by espeak-ng, evened out, packed by lame, then listened to again.

Both programs come with Debian (`apt-get install espeak-ng lame`). Only who changes words needs them: clips are kept
with the program's files.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from feedback.foundation.errors import Invalid, Refused
from feedback.foundation.files import write_atomic
from feedback.questionnaires.queries import Clip, Clips, find_speech, read_clips, say_prompts
from feedback.questionnaires.queries.speech import MANIFEST
from feedback.questionnaires.rules import Questionnaire
from feedback.questionnaires.rules.loudness import TARGET, even_out, measure
from feedback.questionnaires.rules.mpeg import read_stream
from feedback.questionnaires.rules.prompts import Speech, text_mark
from feedback.questionnaires.rules.sounds import LARGEST, sound_of

PACKINGS = (
    *(("--cbr", "-b", "24", "--resample", "22.05"), ("--cbr", "-b", "16", "--resample", "16")),
    *(("--abr", str(kbps), "--resample", "16") for kbps in (12, 11, 10, 9)),
    ("--cbr", "-b", "8", "--resample", "16"),
)
"""The best sound first; a long sentence takes the first that fits."""

LOUDNESS_MAY_DIFFER, LENGTH_MAY_DIFFER = 2.5, 0.25
READABLE = 0o644
HEADING = "# Lập bởi lệnh `feedback read-aloud`, đừng sửa tay. text: mã băm của lời đọc; sha256: mã băm của tiếng.\n"


class NotRight(Refused):
    """A clip that came out silent, clipped, cut short or too large."""


def make_clips(asked: Questionnaire, langs: Iterable[str], folder: Path, *, anew: bool = False) -> Iterator[Clip]:
    """Speak every prompt whose words changed (or all, `anew`), drop clips nobody asks for, write the manifest.

    Yields each clip as it is made. Refused when a program is missing or a clip does not sound as it should.
    """
    before, clips = read_clips(folder), {lang: dict(lines) for lang, lines in read_clips(folder).items()}
    for lang in langs:
        speech, told = find_speech(lang), say_prompts(asked, lang)
        if speech is None or not told:
            raise Invalid(f"Chưa có lời đọc cho tiếng “{lang}”: cần tệp speech/{lang}.toml của phần phiếu hỏi.")
        clips[lang] = {}
        for key, text in told.items():
            known = before.get(lang, {}).get(key)
            if known and not anew and known.text == text_mark(text) and (folder / known.name).exists():
                clips[lang][key] = known
            else:
                clips[lang][key] = clip = _make(folder, lang, key, text, speech)
                yield clip
    _forget_others(folder, clips)
    write_atomic(folder / MANIFEST, manifest(clips).encode(), mode=READABLE)


def manifest(clips: Clips) -> str:
    """The list of all clips, as TOML."""
    lines = [HEADING]
    for lang, found in sorted(clips.items()):
        for key, clip in sorted(found.items()):
            lines += [
                f'[{lang}."{key}"]',
                f'sha256 = "{clip.sha256}"',
                f'text = "{clip.text}"',
                f"seconds = {clip.seconds}",
                f"bytes = {clip.bytes}\n",
            ]
    return "\n".join(lines)


def _make(folder: Path, lang: str, key: str, text: str, speech: Speech) -> Clip:
    content = speak(text, speech)
    stream = read_stream(content)
    if stream is None or stream.rest:
        raise NotRight(f"{lang}/{key}: lame không cho ra một tệp MP3 trọn vẹn.")
    clip = Clip(lang, key, sound_of(content).sha256, text_mark(text), round(stream.seconds, 2), len(content))
    write_atomic(folder / clip.name, content, mode=READABLE)
    return clip


def speak(text: str, speech: Speech) -> bytes:
    """One sentence as MP3, within the size of a prompt and listened to again."""
    with tempfile.TemporaryDirectory() as name:
        spoken, even, packed = (Path(name, each) for each in ("spoken.wav", "even.wav", "packed.mp3"))
        _run(["espeak-ng", "-v", speech.voice, "-s", str(speech.speed), "-w", str(spoken), "--stdin"], text)
        samples, rate = _read_wave(spoken)
        samples = even_out(samples, rate)
        _write_wave(even, samples, rate)
        for packing in PACKINGS:
            _run(["lame", "--quiet", "--noreplaygain", "-m", "m", "-q", "0", *packing, str(even), str(packed)])
            if packed.stat().st_size <= LARGEST:
                _listen(text, packed, Path(name, "heard.wav"), len(samples) / rate)
                return packed.read_bytes()
    raise NotRight(f"Lời này quá dài để vừa {LARGEST} byte, xin viết gọn lại: {text}")


def _listen(text: str, packed: Path, heard: Path, seconds: float) -> None:
    """Decode the clip and compare it with what was spoken: as long, as loud, no peak cut off."""
    _run(["lame", "--quiet", "--decode", str(packed), str(heard)])
    found = measure(*_read_wave(heard))
    wrong = (
        abs(found.mean - TARGET) > LOUDNESS_MAY_DIFFER
        or abs(found.seconds - seconds) > LENGTH_MAY_DIFFER
        or found.clipped > 0
    )
    if wrong:
        raise NotRight(f"Tiếng đọc ra không đạt ({found}): {text}")


def _forget_others(folder: Path, clips: Mapping[str, Mapping[str, Clip]]) -> None:
    kept = {folder / clip.name for found in clips.values() for clip in found.values()}
    for path in folder.glob("*/*.mp3"):
        if path not in kept:
            path.unlink()


def _run(command: list[str], text: str = "") -> None:
    if shutil.which(command[0]) is None:
        raise Refused(f"Máy này chưa có {command[0]}. Cài: apt-get install espeak-ng lame")
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise Refused(f"{command[0]} không làm được việc này: {said}")


def _read_wave(path: Path) -> tuple[array[int], int]:
    """Samples of one channel and their rate. espeak-ng does not fill in how many there are: read all."""
    with wave.open(str(path), "rb") as file:
        samples = array("h", file.readframes(file.getnframes()))
        rate = file.getframerate()
    if sys.byteorder == "big":
        samples.byteswap()
    return samples, rate


def _write_wave(path: Path, samples: array[int], rate: int) -> None:
    little = array("h", samples)
    if sys.byteorder == "big":
        little.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(little.tobytes())
