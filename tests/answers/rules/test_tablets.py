"""Answers as tablets send them: read strictly, corrected by the clocks' difference, known again as the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.answers.rules.sheets import table_of
from feedback.answers.rules.tablets import (
    EPOCH,
    LAST_MS,
    REASON_WORDS,
    Reason,
    arrived,
    check_items,
    identity,
    key_of,
    mark_of,
    observed,
    quarantine_id,
)
from feedback.questionnaires.queries import DEFINITIONS, load_definition
from feedback.questionnaires.rules import read

SECRET = b"s" * 32
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
NOW_MS = int((NOW - EPOCH).total_seconds()) * 1000
HOUR = 3_600_000
GOOD: dict[str, Any] = {
    "id": "6f9619ff-8b86-4011-b42d-00c04fc964ff",
    "seq": 1,
    "at": NOW_MS,
    "version_id": 1,
    "lang": "vi",
    "overall": 5,
    "items": {"xin_chao": "yes", "f24": 4},
    "counter": None,
    "officer": 3,
}
TABLE = table_of(read(load_definition(DEFINITIONS / "counter.toml")))


def test_a_good_answer_is_read_as_it_is():
    found = arrived(GOOD)
    assert found.answer is not None
    assert (found.answer.overall, found.answer.items, found.answer.officer) == (5, {"xin_chao": "yes", "f24": 4}, 3)
    assert found.echo == {"id": GOOD["id"], "seq": 1}


WRONG: list[dict[str, Any]] = [
    {"overall": 0},
    {"overall": 6},
    {"overall": True},
    {"overall": 4.5},
    {"overall": "5"},
    {"seq": 0},
    {"seq": 2**31},
    {"at": -1},
    {"at": LAST_MS + 1},
    {"lang": "VI"},
    {"lang": "vi\n"},
    {"lang": "x" * 40},
    {"items": {"a": None}},
    {"items": {"a": 1.5}},
    {"items": {f"f{number}": 1 for number in range(61)}},
    {"counter": 0},
    {"id": 7},
    {"id": ""},
    {"comment": "lời nhắn"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_anything_else_is_not_an_answer_but_stays_known(wrong: dict[str, Any]):
    found = arrived(GOOD | wrong)
    assert found.answer is None
    assert found.key == arrived(GOOD | wrong).key
    assert found.key != arrived(GOOD).key


@pytest.mark.parametrize("raw", [None, 7, "x", [], {}, {"seq": "7"}, {"seq": True}, {"id": "x" * 65, "seq": 10**70}])
def test_what_nobody_could_call_an_answer_is_read_without_fail(raw: Any):
    found = arrived(raw)
    assert (found.answer, found.seq) == (None, 0)
    assert set(found.echo) == {"id", "seq"}
    assert all(value is None or len(str(value)) <= 64 for value in found.echo.values())


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
@settings(deadline=None)
def test_whatever_comes_has_a_number_and_a_key(raw: Any):
    found = arrived(raw)
    assert found.seq >= 0
    assert len(found.key.nonce) > 12


def test_marks_ids_and_receipts_lead_nowhere_and_stay_the_same():
    key = key_of(UUID(GOOD["id"]))
    row_id, receipt = identity(SECRET, key)
    mark, apart = mark_of(SECRET, key), quarantine_id(SECRET, key)
    assert len({mark, row_id.bytes, apart.bytes, key.nonce[-16:]}) == 4
    assert identity(SECRET, key) == (row_id, receipt)
    assert identity(b"x" * 32, key)[0] != row_id
    assert mark_of(SECRET, key_of(UUID(int=1))) != mark


@pytest.mark.parametrize(
    ("at", "offset", "moment", "flags"),
    [
        (NOW_MS - HOUR, 0, NOW - timedelta(hours=1), ()),
        (NOW_MS - HOUR - 600_000, 600_000, NOW - timedelta(hours=1), ()),
        (NOW_MS - HOUR - 600_001, 600_001, NOW - timedelta(hours=1), ("clock_corrected",)),
        (NOW_MS + 48 * HOUR, -48 * HOUR, NOW, ("clock_corrected",)),
        (NOW_MS + 5000, 0, NOW, ()),
        (NOW_MS + 48 * HOUR, 0, NOW, ("clock_corrected",)),
        (NOW_MS - 7 * 24 * HOUR, 0, NOW - timedelta(days=7), ()),
        (NOW_MS - 8 * 24 * HOUR, 0, NOW - timedelta(days=8), ("late_arrival",)),
        (LAST_MS, LAST_MS, NOW, ("clock_corrected",)),
    ],
)
def test_moments_are_ours_and_never_in_the_future(at: int, offset: int, moment: datetime, flags: tuple[str, ...]):
    found = observed(at, offset, NOW)
    assert found is not None
    assert (found.at, found.flags) == (moment, flags)


def test_a_moment_of_another_age_is_none():
    assert observed(0, 0, NOW) is None
    assert observed(NOW_MS - 367 * 24 * HOUR, 0, NOW) is None
    assert observed(NOW_MS, -LAST_MS, NOW) is None


def test_items_are_checked_to_the_letter():
    assert check_items(TABLE, {"xin_chao": "no", "f24": 4, "late": "unsure"}) == {
        "xin_chao": "no",
        "f24": 4,
        "late": "unsure",
    }
    for wrong in ({"xin_chao": "yes "}, {"f24": 6}, {"f99": 1}, {"late": ""}, {"": "yes"}):
        assert check_items(TABLE, wrong) is None


def test_every_reason_has_its_words():
    assert set(REASON_WORDS) == set(Reason)
