"""MP3 read frame by frame."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.questionnaires.rules.mpeg import read_frame, read_stream
from tests.questionnaires.samples import mp3, mp3_frame


def test_frames_are_counted_and_timed():
    stream = read_stream(mp3_frame() * 100)
    assert stream is not None
    assert (stream.frames, stream.rate, stream.mono, stream.rest) == (100, 16_000, True, 0)
    assert stream.seconds == pytest.approx(3.6)


def test_the_bit_rate_may_change_within_a_stream_but_not_the_sampling():
    stream = read_stream(mp3_frame(1) * 5 + mp3_frame(4) * 5)
    assert stream is not None
    assert (stream.frames, stream.rest) == (10, 0)
    mixed = read_stream(mp3_frame() * 5 + mp3_frame(rate_index=1))
    assert mixed is not None
    assert (mixed.frames, mixed.rest) == (5, len(mp3_frame(rate_index=1)))


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("fffb9064", (1152, 128, 44_100, False, 417)),
        ("fffb9264", (1152, 128, 44_100, False, 418)),
        ("fff338c4", (576, 24, 16_000, True, 108)),
        ("ffe318c4", (576, 8, 8_000, True, 72)),
    ],
)
def test_headers_of_all_three_versions_are_known(header: str, told: tuple[int, int, int, bool, int]):
    frame = read_frame(bytes.fromhex(header))
    assert frame is not None
    assert (frame.samples, frame.kbps, frame.rate, frame.mono, frame.length) == told


@pytest.mark.parametrize(
    "header", ["fffb00c4", "fffbf064", "fffb9c64", "fffd9064", "ffeb9064", "00000000", "ffe", "52494646"]
)
def test_what_is_no_frame_is_not_taken_for_one(header: str):
    assert read_frame(bytes.fromhex(header.zfill(len(header) + len(header) % 2))) is None


def test_tags_before_and_after_are_no_sound():
    tag = b"ID3\x04\x00\x00\x00\x00\x02\x00" + b"x" * 256
    stream = read_stream(tag + mp3() + b"TAG" + bytes(125))
    assert stream is not None
    assert (stream.frames, stream.rest) == (28, 0)


def test_a_file_cut_short_has_a_rest():
    stream = read_stream(mp3()[:-10])
    assert stream is not None
    assert (stream.frames, stream.rest) == (27, 62)


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_no_bytes_break_the_reading(content: bytes):
    for start in (b"", b"ID3", mp3_frame()):
        stream = read_stream(start + content)
        assert stream is None or 0 <= stream.frames <= len(content) + 1
