"""What a note may hold."""

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from feedback.audit.rules import MAX_LABEL, READ_AUDIT, label, plain_detail


class Colour(StrEnum):
    RED = "red"


def test_a_detail_becomes_plain_json():
    detail = {
        "when": datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
        "day": date(2026, 11, 20),
        "colour": Colour.RED,
        "counts": {"new": 1},
        "ids": (1, 2),
        "nothing": None,
        "yes": True,
    }
    assert plain_detail(detail) == {
        "when": "2026-11-20T10:00:00+00:00",
        "day": "2026-11-20",
        "colour": "red",
        "counts": {"new": 1},
        "ids": [1, 2],
        "nothing": None,
        "yes": True,
    }


def test_a_note_holds_no_bytes():
    with pytest.raises(TypeError, match="bytes"):
        plain_detail({"sealed": b"x"})


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[31mb", "a\u202eb", "a\r\nb"])
def test_a_label_is_one_line_without_tricks(text):
    assert not set("\x00\x1b\u202e\r\n") & set(label(text))


def test_a_long_label_is_cut_with_a_sign():
    assert len(label("x" * 999)) == MAX_LABEL
    assert label("x" * 999).endswith("…")
    assert READ_AUDIT == "audit.read"
