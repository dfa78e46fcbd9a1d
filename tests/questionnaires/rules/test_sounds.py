"""What is taken for a recording, and what is said about the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.foundation.errors import Invalid
from feedback.questionnaires.rules.sounds import LARGEST, M4A, MP3, OGG, check_recording, recognise
from tests.questionnaires.samples import AAC, OPUS, VORBIS, mp3, mp3_frame, sample

LATER_BY = {MP3: mp3(1.33), OGG: sample(OPUS), M4A: sample(AAC)}


@pytest.mark.parametrize(("name", "kind"), [(OPUS, OGG), (VORBIS, OGG), (AAC, M4A)])
def test_real_recordings_are_known_by_their_content(name: str, kind: str):
    found = recognise(sample(name))
    assert found is not None
    assert found[0] == kind
    assert found[1] == pytest.approx(1.33, abs=0.02)


@pytest.mark.parametrize("kind", LATER_BY)
def test_a_good_recording_is_taken_as_it_is(kind: str):
    sound = check_recording(LATER_BY[kind])
    assert (sound.content, sound.media_type, len(sound.sha256)) == (LATER_BY[kind], kind, 64)


def test_the_largest_size_is_exactly_the_largest():
    exact = mp3_frame() * (LARGEST // 72)
    exact += bytes(LARGEST - len(exact))
    assert check_recording(exact).content == exact
    with pytest.raises(Invalid, match=r"25\.001 byte"):
        check_recording(exact + b"\0")


@pytest.mark.parametrize(
    ("frame", "seconds", "advice"),
    [
        (mp3_frame(4), 8.0, "mono), 24 kbps"),
        (mp3_frame(4), 10.0, "mono), 16 kbps"),
        (mp3_frame(2), 18.0, "mono), 8 kbps"),
        (mp3_frame(2), 40.0, "dưới 20 giây"),
    ],
)
def test_what_is_too_large_is_told_how_to_become_smaller(frame: bytes, seconds: float, advice: str):
    with pytest.raises(Invalid) as refused:
        check_recording(frame * round(seconds / 0.036))
    assert advice in refused.value.message


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "Chưa có tệp nào"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "không phải bản ghi âm"),
        (b"<html><script>alert(1)</script>", "không phải bản ghi âm"),
        (b"OggS" + bytes(200), "không phải bản ghi âm"),
        (sample(AAC).replace(b"soun", b"vide"), "không phải bản ghi âm"),
        (mp3_frame() * 3 + bytes(100), "không phải bản ghi âm"),
        (mp3() + bytes(5_000), "không phải bản ghi âm"),
        (mp3_frame(1) * 2_000, "từ 1 đến 60 giây"),
    ],
)
def test_everything_else_is_refused_with_what_to_do(content: bytes, advice: str):
    with pytest.raises(Invalid, match=advice):
        check_recording(content)


@given(st.binary(max_size=300), st.sampled_from([b"", b"OggS", b"\0\0\0\x10ftyp", mp3(), sample(OPUS), sample(AAC)]))
@settings(max_examples=100, deadline=None)
def test_no_file_is_a_defect(content: bytes, start: bytes):
    try:
        check_recording(start + content)
    except Invalid as refused:
        said = refused.message
    else:
        return
    assert "xin" in said.lower()
