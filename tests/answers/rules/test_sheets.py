"""What a sheet may hold, when it may change, what is flagged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feedback.answers.rules import sheets
from feedback.answers.rules.sheets import Flag, Outcome
from feedback.foundation.errors import Invalid
from feedback.questionnaires import queries, rules

AT = datetime(2026, 11, 20, 3, 17, 42, 5, tzinfo=UTC)
TABLE = sheets.table_of(rules.read(queries.load_definition(queries.DEFINITIONS / "counter.toml")))


@pytest.mark.parametrize("text", ["1", "2", "3", "4", "5"])
def test_a_face_is_one_to_five(text: str):
    assert sheets.read_face(text) == int(text)


@pytest.mark.parametrize("text", [None, "", "0", "6", "05", "5.0", "năm", "٣", "3\n"])
def test_anything_else_is_no_face(text: str | None):
    with pytest.raises(Invalid, match="năm mức"):
        sheets.read_face(text)


@pytest.mark.parametrize(
    ("waited", "flags"),
    [
        (timedelta(seconds=1.999), (Flag.TOO_FAST,)),
        (timedelta(seconds=-5), (Flag.TOO_FAST,)),
        (timedelta(seconds=2), ()),
        (timedelta(minutes=60), ()),
        (timedelta(minutes=60, seconds=1), (Flag.TOO_OLD,)),
    ],
)
def test_too_fast_and_too_old_are_flagged(waited: timedelta, flags: tuple[Flag, ...]):
    assert sheets.flags_for(AT, AT + waited) == flags


def test_a_sheet_of_unknown_opening_has_no_flag():
    assert sheets.flags_for(None, AT) == ()


@pytest.mark.parametrize(
    ("face", "after", "outcome"),
    [
        (4, timedelta(seconds=1), Outcome.SAME),
        (4, timedelta(days=3), Outcome.SAME),
        (1, timedelta(minutes=10), Outcome.CORRECTED),
        (1, timedelta(minutes=10, microseconds=1), Outcome.STANDS),
    ],
)
def test_another_face_corrects_within_ten_minutes_and_later_the_first_stands(
    face: int, after: timedelta, outcome: Outcome
):
    assert sheets.tap_again(4, face, AT, AT + after) is outcome


def test_the_check_takes_what_the_questionnaire_offers_and_leaves_other_fields_alone():
    sent = [("phieu", "abc"), ("xin_chao", "yes"), ("f24", "5"), ("late", "not_due"), ("f25", ""), ("x", "y")]
    assert sheets.check_sheet(TABLE, sent) == {"xin_chao": "yes", "f24": 5, "late": "not_due"}


@pytest.mark.parametrize("sent", [("xin_chao", "5"), ("f24", "6"), ("f24", "yes"), ("late", "có"), ("f39", "1 ")])
def test_the_check_refuses_what_is_not_offered(sent: tuple[str, str]):
    with pytest.raises(Invalid, match="không nằm trong phiếu"):
        sheets.check_sheet(TABLE, [sent])


def test_of_a_field_sent_twice_the_last_counts():
    assert sheets.check_sheet(TABLE, [("f24", "1"), ("f24", "4")]) == {"f24": 4}


def test_items_change_within_ten_minutes_and_later_are_only_added():
    before = {"xin_chao": "no", "f24": 2}
    sent = {"xin_chao": "yes", "f25": 5}
    soon = sheets.merge(before, sent, first_at=AT, now=AT + timedelta(minutes=9))
    late = sheets.merge(before, sent, first_at=AT, now=AT + timedelta(minutes=11))
    assert soon == {"xin_chao": "yes", "f24": 2, "f25": 5}
    assert late == {"xin_chao": "no", "f24": 2, "f25": 5}


def test_a_sheet_settles_when_nothing_can_be_corrected_and_its_times_lose_their_minutes():
    assert not sheets.can_settle(AT, AT + timedelta(minutes=10))
    assert sheets.can_settle(AT, AT + timedelta(minutes=10, seconds=1))
    assert sheets.to_the_hour(AT) == datetime(2026, 11, 20, 3, tzinfo=UTC)
