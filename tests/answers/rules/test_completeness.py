"""The arithmetic of the books: recorded is what arrived, waits or was lost; each missing number named once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.answers.rules.completeness import BookDay, Facts, Gap, Numbers, book_of, joined, say_numbers

DAY = date(2026, 11, 20)
FOREVER = (date(2020, 1, 1), date(2030, 1, 1))


def facts(**more: Any) -> Facts:
    values: dict[str, Any] = {
        "tablet_id": UUID(int=1),
        "unit_id": 1,
        "unit_name": "Xã Mẫu",
        "name": "K03",
        "state": "active",
        "waits": 0,
        "first_seq": 0,
        "last_seq": 0,
        "last_seen_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "ended": False,
        "told": {},
        "received": {},
        "apart": {},
        "silent": {},
        "gaps": [],
    }
    return Facts(**values | more)


def test_nothing_told_is_an_empty_book():
    assert book_of(facts(), *FOREVER).days == ()


def test_a_tablet_that_told_a_number_and_no_day_lost_it_on_its_last_day():
    book = book_of(facts(last_seq=3, gaps=[Gap(Numbers(1, 3), None, None)]), *FOREVER)
    assert [(each.day, each.lost) for each in book.days] == [(DAY, 3)]


def test_what_a_revoked_tablet_says_after_its_last_number_is_no_loss():
    """A thief's answer with the number 2,000,000,000, where the last one told in use was 12."""
    made_up = Gap(Numbers(11, 1_999_999_999), DAY, DAY)
    book = book_of(facts(state="revoked", last_seq=12, received={DAY: 11}, apart={DAY: 1}, gaps=[made_up]), *FOREVER)
    assert book.words == "ghi 13, nhận 11, mất 2 (số 11–12)"
    later = Gap(Numbers(13, 1_999_999_999), DAY, DAY)
    assert book_of(facts(last_seq=12, received={DAY: 13}, gaps=[later]), *FOREVER).lost == 0


def test_days_told_by_a_wrong_clock_make_no_loss():
    """Twenty answers counted by the tablet under the day its clock showed; all arrived under the true one."""
    book = book_of(facts(told={DAY - timedelta(days=2): 20}, received={DAY: 20}, last_seq=20), *FOREVER)
    assert book.words == "ghi 20, nhận 20, mất 0"


def test_numbers_are_said_in_ranges():
    assert say_numbers([Numbers(406, 412), Numbers(415, 415)]) == "số 406–412, 415"
    assert list(joined([Numbers(5, 5), Numbers(1, 2), Numbers(3, 4), Numbers(8, 9)])) == [Numbers(1, 5), Numbers(8, 9)]


@pytest.mark.parametrize(
    ("sums", "words"),
    [
        ((412, 412, 0, 0), "ghi 412, nhận 412, mất 0"),
        ((1412, 1405, 7, 0), "ghi 1.412, nhận 1.405, đang chờ 7"),
        ((412, 400, 5, 7), "ghi 412, nhận 400, đang chờ 5, mất 7 (số 401–407)"),
    ],
)
def test_a_day_in_words(sums: tuple[int, int, int, int], words: str):
    recorded, received, waiting, lost = sums
    missing = (Numbers(401, 407),) if lost else ()
    assert BookDay(DAY, recorded, received, 0, waiting, lost, missing, 0).words == words


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[int], set[int], int, bool]:
    """Answers per day, which numbers arrived, how many still wait, whether the tablet tells its days."""
    per_day = draw(st.lists(st.integers(0, 12), min_size=1, max_size=6))
    total = sum(per_day)
    arrived = draw(st.sets(st.integers(1, total))) if total else set()
    return per_day, arrived, draw(st.integers(0, 15)), draw(st.booleans())


@given(histories())
@settings(deadline=None)
def test_every_number_is_accounted_for_once_and_on_its_day(history: tuple[list[int], set[int], int, bool]):
    per_day, arrived, waits, tells = history
    days = [DAY + timedelta(days=number) for number in range(len(per_day))]
    day_of = dict(enumerate([day for day, count in zip(days, per_day, strict=True) for _ in range(count)], 1))
    total = len(day_of)
    received = Counter(day_of[seq] for seq in arrived)
    missing = [seq for seq in day_of if seq not in arrived]
    holes = joined(Numbers(seq, seq) for seq in missing)
    gaps = [Gap(hole, day_of.get(hole.first - 1), day_of.get(hole.last + 1)) for hole in holes]
    told = dict(zip(days, per_day, strict=True)) if tells else {}
    known = facts(waits=waits, last_seq=total, told=told, received=received, gaps=gaps)
    book = book_of(known, *FOREVER)
    waiting = min(waits, len(missing))
    assert (book.received, book.waiting, book.lost) == (len(arrived), waiting, len(missing) - waiting)
    assert book.recorded == total
    named = [seq for numbers in book.missing for seq in range(numbers.first, numbers.last + 1)]
    assert named == missing[: len(missing) - waiting]
    if tells:
        assert {each.day: each.recorded for each in book.days} == {day: n for day, n in told.items() if n}
