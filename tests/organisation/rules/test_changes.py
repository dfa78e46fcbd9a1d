"""What a load tells about its rows."""

from datetime import date

import pytest

from feedback.organisation.rules.changes import (
    OUTCOME_WORDS,
    Change,
    Difference,
    Outcome,
    describe,
    differences,
    is_rename,
    shown,
)


def test_only_facts_that_differ_are_told_in_the_order_asked():
    found = differences({"name": "Xã A", "note": "", "kind": "xã"}, {"kind": "xã", "name": "Xã B", "note": "mới"})
    assert [each.fact for each in found] == ["name", "note"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "—"), ("", "—"), (True, "có"), (False, "không"), (date(2025, 7, 1), "01/07/2025"), (7, "7")],
)
def test_a_value_is_shown_as_a_reader_writes_it(value, words):
    assert shown(value) == words


def test_a_change_of_name_is_a_rename():
    assert is_rename((Difference("name", "Xã A", "Xã B"),))
    assert not is_rename((Difference("note", "", "x"),))


def test_a_change_is_described_in_words_without_technical_facts():
    change = Change(
        "Cơ quan",
        3,
        "Sở Mẫu",
        Outcome.RENAMED,
        (
            Difference("name", "Sở A", "Sở B"),
            Difference("name_folded", "so a", "so b"),
            Difference("parent_id", "1", "2"),
        ),
    )
    assert describe(change) == "tên: Sở A → Sở B; cấp trên đổi"


def test_an_error_is_described_by_its_message():
    assert (
        describe(Change("Quầy", 2, "", Outcome.ERROR, message="Cột “Mã quầy”: còn trống."))
        == "Cột “Mã quầy”: còn trống."
    )


def test_every_outcome_has_a_word():
    assert set(OUTCOME_WORDS) == set(Outcome)
