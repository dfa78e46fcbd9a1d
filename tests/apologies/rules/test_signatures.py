"""When a signed paper is accepted: decided from what was seen in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedback.apologies.rules.signatures import WAY_WORDS, Seen, SignatureWay, check_accepted
from feedback.foundation.errors import Invalid

SINCE = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
MINE = Seen("a" * 64, "Trần Văn Mẫu", SINCE + timedelta(hours=1))
SEAL = Seen("b" * 64, "Xã Mẫu Một", SINCE + timedelta(hours=2))
OTHER = Seen("c" * 64, "Lê Thị Khác", SINCE + timedelta(hours=1))


def ask(*seen: Seen, **more: Any) -> Seen:
    told: dict[str, Any] = {
        "problems": (),
        "own": {MINE.fingerprint},
        "seals": {SEAL.fingerprint},
        "name": "Trần Văn Mẫu",
        "unit": "Xã Mẫu Một",
        "since": SINCE,
    }
    return check_accepted(seen, **told | more)


def test_the_right_person_signs_alone_or_beside_the_seal():
    assert ask(MINE) == MINE
    assert ask(MINE, SEAL) == MINE
    assert ask(SEAL, MINE) == MINE


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ((OTHER,), "chứng thư của Lê Thị Khác không phải"),
        ((MINE, OTHER), "chứng thư của Lê Thị Khác không phải"),
        ((SEAL,), "chưa có chữ ký của Trần Văn Mẫu"),
        ((), "chưa có chữ ký của Trần Văn Mẫu"),
    ],
)
def test_anybody_else_is_refused(seen: tuple[Seen, ...], words: str):
    with pytest.raises(Invalid, match=words):
        ask(*seen)


def test_every_problem_is_told_once():
    with pytest.raises(Invalid, match=r"nhận\. Sai một\. Sai hai\.$"):
        ask(MINE, problems=("Sai một.", "Sai hai.", "Sai một."))


def test_a_signature_from_before_the_approval_is_refused_with_room_for_a_clock():
    assert ask(Seen(MINE.fingerprint, "", SINCE - timedelta(minutes=4))).fingerprint == MINE.fingerprint
    with pytest.raises(Invalid, match="trước giờ duyệt phiếu"):
        ask(Seen(MINE.fingerprint, "", SINCE - timedelta(minutes=6)))


def test_every_way_has_its_words():
    assert set(WAY_WORDS) == set(SignatureWay)
