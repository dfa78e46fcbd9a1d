"""Which turns a job has between two moments."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.outbox.rules import Rhythm

MONDAY = Rhythm(time(7, 0), weekday=0)
MORNING = Rhythm(time(6, 30))
START = datetime(2026, 11, 9, 0, 0, tzinfo=UTC)  # Monday 9/11/2026, 07:00 in Việt Nam


def test_two_weeks_down_are_two_missed_mondays() -> None:
    names = [slot.name for slot in MONDAY.slots(START, START + timedelta(days=14))]
    assert names == ["2026-W46", "2026-W47"]


def test_the_monday_turn_is_named_after_the_week_that_ended() -> None:
    (slot,) = MONDAY.slots(START - timedelta(minutes=1), START)
    assert (slot.name, slot.at) == ("2026-W45", START)


def test_the_first_week_of_a_year_is_named_as_iso_names_it() -> None:
    (slot,) = MONDAY.slots(datetime(2027, 1, 4, tzinfo=UTC) - timedelta(minutes=1), datetime(2027, 1, 4, tzinfo=UTC))
    assert slot.name == "2026-W53"


def test_days_are_days_of_viet_nam() -> None:
    (slot,) = MORNING.slots(datetime(2026, 11, 19, 23, 0, tzinfo=UTC), datetime(2026, 11, 19, 23, 45, tzinfo=UTC))
    assert slot.name == "2026-11-20"


@pytest.mark.parametrize(("minutes", "count"), [(0, 0), (-1, 1)])
def test_a_turn_is_due_in_its_own_minute_and_not_before(minutes: int, count: int) -> None:
    assert len(MONDAY.slots(START + timedelta(minutes=minutes), START)) == count


@given(st.integers(0, 60 * 24 * 60), st.integers(0, 60 * 24 * 60), st.integers(0, 60 * 24 * 60))
def test_looking_twice_finds_the_same_turns_as_looking_once(a: int, b: int, c: int) -> None:
    one, two, three = (START + timedelta(minutes=each) for each in sorted((a, b, c)))
    for rhythm in (MONDAY, MORNING):
        assert rhythm.slots(one, two) + rhythm.slots(two, three) == rhythm.slots(one, three)


@pytest.mark.parametrize(
    ("rhythm", "words"), [(MONDAY, "thứ Hai hằng tuần lúc 07:00"), (MORNING, "mỗi ngày lúc 06:30")]
)
def test_a_rhythm_says_itself_in_words(rhythm: Rhythm, words: str) -> None:
    assert rhythm.words() == words
