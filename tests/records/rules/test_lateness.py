from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.records.rules import CATEGORY_WORDS, Category, Stamp, State, Times, categorise, tally
from feedback.records.rules.lateness import percent
from tests.records.rules.samples import AS_OF, at


def category(due, finished, state=State.RECEIVED, **more):
    return categorise(Times(state, due and at(due), finished and at(finished)), AS_OF, **more).value


@pytest.mark.parametrize(
    ("due", "finished", "exact", "by_date"),
    [
        ("03/07/2026 11:05", "01/07/2026 13:49", "done_early", "done_early"),
        ("03/07/2026 11:05", "03/07/2026 11:05", "done_on_time", "done_on_time"),
        ("03/07/2026 11:05", "03/07/2026 11:06", "done_late", "done_on_time"),
        ("03/07/2026 11:05", "04/07/2026 07:00", "done_late", "done_late"),
        ("03/07/2026", "03/07/2026 23:00", "done_on_time", "done_on_time"),
        ("03/07/2026 07:00", "03/07/2026", "done_on_time", "done_on_time"),
        ("20/11/2026 17:00", None, "open_in_time", "open_in_time"),
        ("20/11/2026 16:59", None, "open_overdue", "open_in_time"),
        ("20/11/2026", None, "open_in_time", "open_in_time"),
        ("19/11/2026", None, "open_overdue", "open_overdue"),
        (None, None, "no_due_open", "no_due_open"),
        (None, "03/07/2026", "no_due_returned", "no_due_returned"),
        ("19/11/2026", "21/11/2026", "open_overdue", "open_overdue"),
    ],
)
def test_a_file_is_judged_by_the_hour_and_by_the_day(due, finished, exact, by_date):
    assert category(due, finished) == exact
    assert category(due, finished, by_date=True) == by_date


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.AWAITING, "paused"),
        (State.STOPPED, "paused"),
        (State.WITHDRAWN, "withdrawn"),
        (State.REFUSED, "refused"),
        (State.NOT_YET_RECEIVED, "not_yet_received"),
    ],
)
def test_files_whose_clock_does_not_run_are_not_counted(state, expected):
    assert category("01/07/2026", None, state) == expected


def test_done_without_a_date_is_neither_early_nor_late():
    assert category("01/07/2026", None, State.DONE) == "no_result_date"


MOMENTS = st.integers(0, 460_000).map(lambda minutes: AS_OF - timedelta(minutes=minutes))


@given(MOMENTS, MOMENTS, st.booleans(), st.booleans())
def test_finishing_earlier_is_never_judged_worse(due, finished, due_has_time, has_time):
    order = [Category.DONE_EARLY, Category.DONE_ON_TIME, Category.DONE_LATE]
    times = [
        Times(State.DONE, Stamp(due, due_has_time), Stamp(finished - timedelta(hours=gap), has_time)) for gap in (0, 30)
    ]
    later, earlier = (order.index(categorise(each, AS_OF)) for each in times)
    assert earlier <= later


def test_counts_and_rates():
    counts = tally(
        [Category.DONE_EARLY, Category.DONE_ON_TIME, Category.DONE_LATE, Category.OPEN_OVERDUE, Category.PAUSED]
    )
    assert counts["done_on_time_rate_percent"] == 66.67
    assert (counts["counted"], counts["not_counted"], counts["late_total"]) == (4, 1, 2)
    assert tally([])["done_on_time_rate_percent"] is None
    assert percent(1, 800) == 0.13


def test_every_category_has_its_words():
    assert set(CATEGORY_WORDS) == set(Category)
