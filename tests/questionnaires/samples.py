"""Sounds for tests: silent MP3 of any length, and people who may or may not change prompts."""

from __future__ import annotations

from pathlib import Path

from feedback.foundation.actors import Actor, Grant
from feedback.questionnaires.rules import PUBLISH_QUESTIONNAIRES

DATA = Path(__file__).parent / "data"
OPUS, VORBIS, AAC = "opus.ogg", "vorbis.ogg", "aac.m4a"
FRAME_SECONDS = 576 / 16_000

PROVINCE = Actor("Đặng Đức Ảo", 1, (Grant(frozenset({PUBLISH_QUESTIONNAIRES}), None),))
COMMUNE = Actor("Nguyễn Văn Mẫu", 2, (Grant(frozenset({PUBLISH_QUESTIONNAIRES}), frozenset({1})),))


def mp3_frame(kbps_index: int = 2, *, rate_index: int = 2, mark: int = 0) -> bytes:
    """One frame of MPEG-2 layer III, one channel, 16 kHz, 16 kbit/s unless told; `mark` makes sounds differ."""
    header = 0x7FF << 21 | 2 << 19 | 1 << 17 | 1 << 16 | kbps_index << 12 | rate_index << 10 | 3 << 6
    length = 72 * (8, 16, 24, 32)[kbps_index - 1] * 1000 // (22_050, 24_000, 16_000)[rate_index]
    return header.to_bytes(4, "big") + bytes([mark]) * (length - 4)


def mp3(seconds: float = 1.0, mark: int = 0) -> bytes:
    return mp3_frame(mark=mark) * round(seconds / FRAME_SECONDS)


def sample(name: str) -> bytes:
    """A real recording of “Xin chào ông bà”, 1.33 seconds."""
    return (DATA / name).read_bytes()
