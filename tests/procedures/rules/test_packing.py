"""Carrying a file through a form."""

from __future__ import annotations

import base64
import random
import zlib

import pytest

from feedback.foundation.errors import Invalid
from feedback.procedures.actions import REFERENCE
from feedback.procedures.rules.packing import LARGEST, LARGEST_PACKED, pack, unpack


def test_a_text_comes_back_as_it_was_and_travels_small():
    text = REFERENCE.read_text("utf-8")
    assert unpack(pack(text)) == text
    assert len(pack(text)) < len(text) / 2 < LARGEST_PACKED


def test_a_file_too_large_for_a_form_is_refused():
    noise = random.Random(1).randbytes(LARGEST_PACKED).hex()
    with pytest.raises(Invalid, match="chia nhỏ"):
        pack(noise)


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "không phải",
        "AAAA",
        pack("dài" * 1000)[:40],
        base64.urlsafe_b64encode(zlib.compress(b"\xff\xfe")).decode(),
        base64.urlsafe_b64encode(zlib.compress(b"x" * (LARGEST + 1))).decode(),
    ],
)
def test_what_is_damaged_or_blown_up_is_refused(packed):
    with pytest.raises(Invalid, match="bị hỏng"):
        unpack(packed)
