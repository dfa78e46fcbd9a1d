"""MPEG audio layer III, read frame by frame: whether a file is one, and how long it sounds (ISO 11172-3, 13818-3)."""

from __future__ import annotations

from dataclasses import dataclass

MPEG1, MPEG2, MPEG25 = 3, 2, 0
LAYER_III = 1
MONO = 3
RATES = {MPEG1: (44100, 48000, 32000), MPEG2: (22050, 24000, 16000), MPEG25: (11025, 12000, 8000)}
KBPS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KBPS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
ID3_HEADER, ID3_TAIL = 10, 128


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame's header, read."""

    version: int
    kbps: int
    rate: int
    mono: bool
    length: int

    @property
    def samples(self) -> int:
        return 1152 if self.version == MPEG1 else 576


@dataclass(frozen=True, slots=True)
class Stream:
    """A run of frames. `rest` is how many bytes of the file belong to no frame and to no tag."""

    frames: int
    seconds: float
    rate: int
    mono: bool
    rest: int


def read_stream(content: bytes) -> Stream | None:
    """The stream of an MP3 file; None when it does not begin with one (after a tag, if there is one)."""
    at, end = _after_tag(content), len(content) - (ID3_TAIL if content[-ID3_TAIL:-125] == b"TAG" else 0)
    first = read_frame(content[at : at + 4])
    if first is None:
        return None
    frames = samples = 0
    frame: Frame | None = first
    while frame is not None and _fits(frame, first) and at + frame.length <= end:
        frames, samples, at = frames + 1, samples + frame.samples, at + frame.length
        frame = read_frame(content[at : at + 4])
    return Stream(frames, samples / first.rate, first.rate, first.mono, end - at)


def read_frame(header: bytes) -> Frame | None:
    """A frame from its four bytes; None when they begin no frame of layer III with a stated bit rate."""
    if len(header) < 4:
        return None
    bits = int.from_bytes(header, "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    bit_rate, rate = bits >> 12 & 15, bits >> 10 & 3
    if bits >> 21 != 0x7FF or version not in RATES or layer != LAYER_III or bit_rate in (0, 15) or rate == 3:
        return None
    kbps = (KBPS_1 if version == MPEG1 else KBPS_2)[bit_rate - 1]
    hertz = RATES[version][rate]
    length = (144 if version == MPEG1 else 72) * kbps * 1000 // hertz + (bits >> 9 & 1)
    return Frame(version, kbps, hertz, bits >> 6 & 3 == MONO, length)


def _fits(frame: Frame, first: Frame) -> bool:
    """Within a stream only the bit rate changes: bytes that merely look like a header end it."""
    return (frame.version, frame.rate, frame.mono) == (first.version, first.rate, first.mono)


def _after_tag(content: bytes) -> int:
    """Where the sound begins: after the ID3v2 tag that recorders write (its size is told in sevens of bits)."""
    if content[:3] != b"ID3" or len(content) < ID3_HEADER:
        return 0
    size = 0
    for byte in content[6:ID3_HEADER]:
        size = size << 7 | byte & 0x7F
    return ID3_HEADER + size
