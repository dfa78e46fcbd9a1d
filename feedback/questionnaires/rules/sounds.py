"""What is taken for a sound, known by its content and never by its name; how large and how long a prompt may be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from feedback.foundation.errors import Invalid
from feedback.foundation.words import number
from feedback.questionnaires.rules.mpeg import read_stream

LARGEST = 25_000
"""Bytes of one prompt: under a second at 250 kbit/s."""

SHORTEST, LONGEST = 0.2, 60.0
FEWEST_FRAMES = 8
STRAY = 4_096
"""Bytes that a recorder may leave behind the last frame (other kinds of tags)."""

MP3, OGG, M4A = "audio/mpeg", "audio/ogg", "audio/mp4"
EASY_KBPS = (32, 24, 16, 8)
HOW_TO_SHRINK = "Xin xuất lại thành MP3 một kênh (mono), {kbps} kbps"


@dataclass(frozen=True, slots=True)
class Sound:
    """A prompt that can be heard: ready to be sent."""

    content: bytes
    media_type: str
    sha256: str


def check_recording(content: bytes) -> Sound:
    """An office's recording, as it may be stored. Invalid says what is wrong with the file and how to mend it."""
    if not content:
        raise Invalid("Chưa có tệp nào, hoặc tệp trống. Xin chọn tệp ghi âm.")
    found = recognise(content)
    if found is None:
        raise Invalid(
            "Tệp này không phải bản ghi âm MP3, OGG hay M4A (xét theo nội dung, không theo tên tệp). "
            "Xin mở bản ghi bằng phần mềm ghi âm và xuất thành MP3."
        )
    media_type, seconds = found
    if not SHORTEST <= seconds <= LONGEST:
        raise Invalid(f"Bản ghi dài {number(round(seconds, 1))} giây. Xin ghi từ 1 đến 60 giây.")
    if len(content) > LARGEST:
        raise Invalid(_too_large(len(content), seconds))
    return sound_of(content, media_type)


def sound_of(content: bytes, media_type: str = MP3) -> Sound:
    return Sound(content, media_type, hashlib.sha256(content).hexdigest())


def recognise(content: bytes) -> tuple[str, float] | None:
    """The media type and the seconds of a sound; None for anything else."""
    for media_type, measure in ((OGG, _ogg_seconds), (M4A, _m4a_seconds), (MP3, _mp3_seconds)):
        seconds = measure(content)
        if seconds is not None:
            return media_type, seconds
    return None


def _too_large(size: int, seconds: float) -> str:
    said = f"Tệp nặng {number(size)} byte, mức cho phép là {number(LARGEST)} byte: người dân nghe bằng mạng chậm."
    fits = next((kbps for kbps in EASY_KBPS if seconds * kbps * 125 <= LARGEST * 0.97), None)
    if fits is None:
        return f"{said} Bản ghi dài {number(round(seconds))} giây: xin đọc gọn lại, dưới 20 giây."
    return f"{said} {HOW_TO_SHRINK.format(kbps=fits)}: bản ghi {number(round(seconds, 1))} giây này sẽ vừa."


def _mp3_seconds(content: bytes) -> float | None:
    stream = read_stream(content)
    if stream is None or stream.frames < FEWEST_FRAMES or stream.rest > STRAY:
        return None
    return stream.seconds


def _ogg_seconds(content: bytes) -> float | None:
    """Opus counts in 48 kHz whatever it holds; Vorbis names its rate in the first page."""
    if content[:4] != b"OggS":
        return None
    opus, vorbis = content.find(b"OpusHead", 0, 128), content.find(b"\x01vorbis", 0, 128)
    if opus < 0 and vorbis < 0:
        return None
    rate = 48_000 if opus >= 0 else int.from_bytes(content[vorbis + 12 : vorbis + 16], "little")
    last = content.rfind(b"OggS")
    heard = int.from_bytes(content[last + 6 : last + 14], "little", signed=True)
    return heard / rate if rate > 0 and heard > 0 else None


def _m4a_seconds(content: bytes) -> float | None:
    """The movie's own length, when it has a sound track and no picture."""
    boxes = dict(_boxes(content))
    movie = boxes.get(b"moov", b"")
    if b"ftyp" not in boxes or b"soun" not in movie or b"vide" in movie:
        return None
    header = dict(_boxes(movie)).get(b"mvhd", b"")
    wide = header[:1] == b"\x01"
    start, size = (20, 8) if wide else (12, 4)
    scale = int.from_bytes(header[start : start + 4], "big")
    length = int.from_bytes(header[start + 4 : start + 4 + size], "big")
    return length / scale if scale and length else None


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes of an MP4 file at one level: name and content."""
    at = 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        if size < 8:
            return
        yield content[at + 4 : at + 8], content[at + 8 : at + size]
        at += size
