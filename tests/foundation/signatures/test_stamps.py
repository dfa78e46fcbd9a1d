"""The stamp and the pictures a unit may put into it."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from pypdf import PdfReader

from feedback.foundation.errors import Invalid
from feedback.foundation.signatures.stamps import Place, Stamp, check_png, check_seal_size, iso_time, stamp_pdf
from tests.foundation.signatures.people import NOW
from tests.foundation.signatures.pictures import chunk, png

STAMP = Stamp("Công tằng Tôn nữ Nguyễn Phúc Bảo Thụy Quỳnh Như", "Ủy ban nhân dân xã Mẫu Một", NOW)


def test_the_time_is_iso_8601_in_vietnamese_time():
    assert iso_time(NOW) == "2026-11-20T10:05:00+07:00"


@pytest.mark.parametrize("size", [(238.0, 76.0), (181.0, 45.0), (90.0, 30.0)])
@pytest.mark.parametrize("pictures", [False, True])
def test_a_stamp_is_as_large_as_its_place_and_says_all(size: tuple[float, float], pictures: bool):
    more = {"signature": png(400, 150), "seal": png(300, 300)} if pictures else {}
    stamp = Stamp(STAMP.signer, STAMP.unit, NOW, **more)
    pages = PdfReader(BytesIO(stamp_pdf(stamp, Place(1, 0, 0, *size)))).pages
    assert len(pages) == 1
    assert [float(each) for each in pages[0].mediabox[2:]] == pytest.approx(size, abs=0.1)
    said = " ".join(pages[0].extract_text().split())
    for words in stamp.lines:
        assert words in said


def test_a_whole_transparent_png_passes():
    assert check_png(png(400, 150)) == png(400, 150)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không phải ảnh PNG"),
        (b"GIF89a" + b"x" * 90, "không phải ảnh PNG"),
        (png(400, 150)[:-3], "hỏng hoặc có dữ liệu thừa"),
        (png(400, 150) + b"<?php", "hỏng hoặc có dữ liệu thừa"),
        (png(400, 150).replace(b"IDAT", b"IDAX"), "hỏng"),
        (png(400, 150, kind=2), "nền trong suốt"),
        (png(40, 150), "Mỗi cạnh"),
        (png(2500, 70), "Mỗi cạnh"),
        (png(400, 150) + b"x" * 400_000, "lớn hơn 300 kB"),
    ],
)
def test_every_other_picture_is_refused_with_what_to_do(content: bytes, words: str):
    with pytest.raises(Invalid, match=words):
        check_png(content)


def test_a_moving_picture_is_refused():
    moving = png(400, 150)
    at = moving.index(b"IDAT") - 4
    with pytest.raises(Invalid, match="dữ liệu thừa"):
        check_png(moving[:at] + chunk(b"acTL", struct.pack(">II", 2, 0)) + moving[at:])
    assert zlib.crc32(b"IEND") == 0xAE426082


@pytest.mark.parametrize("size", [0.0, 19.9, 50.1, float("nan")])
def test_a_seal_has_the_size_of_a_seal(size: float):
    assert check_seal_size(36.0) == 36.0
    with pytest.raises(Invalid, match="từ 20 đến 50"):
        check_seal_size(size)
