"""Which files are the week's, moment by moment around its edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feedback.records.rules.lateness import Times
from feedback.records.rules.stamps import Stamp
from feedback.records.rules.states import State
from feedback.reports.rules.files import (
    FileRow,
    Standing,
    Window,
    count_repeated,
    is_transaction,
    on_time,
    standing,
    tally,
)
from feedback.scoring.rules.rates import OnTime

START = datetime(2026, 11, 8, 17, 0, tzinfo=UTC)
WEEK = Window(START, START + timedelta(days=7))
HOUR = timedelta(hours=1)


def file(
    received: timedelta,
    due: timedelta | None,
    finished: timedelta | None = None,
    state: State = State.RECEIVED,
    computed: timedelta | None = None,
    since: timedelta | None = None,
    requests: int = 0,
) -> FileRow:
    """Moments from the start of the week."""
    if finished is not None and state is State.RECEIVED:
        state = State.DONE
    at = [None if each is None else Stamp(START + each, True) for each in (due, finished, computed)]
    stood = None if since is None else START + since
    return FileRow(1, 2, START + received, Times(state, at[0], at[1]), at[2], stood, requests)


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (file(-DAY, 2 * DAY, DAY), Standing.DONE_IN_TIME),
        (file(-DAY, DAY, DAY), Standing.DONE_IN_TIME),
        (file(-DAY, DAY, DAY + HOUR), Standing.DONE_LATE),
        (file(-DAY, DAY), Standing.OPEN_OVERDUE),
        (file(-DAY, 7 * DAY), Standing.OPEN_IN_TIME),
        (file(-DAY, 9 * DAY, 8 * DAY), Standing.OPEN_IN_TIME),
        (file(-9 * DAY, -2 * DAY, -DAY), None),
        (file(-9 * DAY, -2 * DAY, timedelta(0)), Standing.DONE_LATE),
        (file(7 * DAY, 9 * DAY), None),
        (file(-DAY, None), Standing.NO_DUE),
        (file(-DAY, None, DAY), Standing.NO_DUE),
        (file(-DAY, None, computed=2 * DAY), Standing.COMPUTED_LATE),
        (file(-DAY, None, DAY, computed=2 * DAY), Standing.COMPUTED_IN_TIME),
        (file(-DAY, DAY, state=State.AWAITING), Standing.ASIDE),
        (file(-DAY, DAY, state=State.STOPPED), Standing.ASIDE),
        (file(-DAY, DAY, state=State.WITHDRAWN), None),
        (file(DAY, 2 * DAY, state=State.WITHDRAWN), Standing.ASIDE),
        (file(-DAY, 2 * DAY, DAY, state=State.WITHDRAWN), Standing.DONE_IN_TIME),
        (file(-DAY, DAY, 2 * DAY, state=State.REFUSED), Standing.DONE_LATE),
        (file(-DAY, DAY, 8 * DAY, state=State.REFUSED), Standing.OPEN_OVERDUE),
        (file(-9 * DAY, 2 * DAY, -DAY, state=State.REFUSED), None),
        (file(-DAY, None, DAY, state=State.WITHDRAWN), Standing.ASIDE),
        (file(-DAY, 2 * DAY, state=State.WITHDRAWN, since=DAY), Standing.DONE_IN_TIME),
        (file(-DAY, DAY, state=State.STOPPED, since=2 * DAY), Standing.ASIDE),
        (file(-DAY, 2 * DAY, state=State.STOPPED, since=8 * DAY), Standing.OPEN_OVERDUE),
        (file(-DAY, 2 * DAY, state=State.STOPPED, since=-HOUR), None),
        (file(-DAY, 2 * DAY, state=State.AWAITING, since=DAY, requests=1), Standing.OPEN_IN_TIME),
        (file(-DAY, DAY, state=State.AWAITING, since=2 * DAY, requests=1), Standing.OPEN_OVERDUE),
        (file(-DAY, 9 * DAY, state=State.AWAITING, since=8 * DAY), Standing.OPEN_IN_TIME),
        (file(-DAY, 2 * DAY, state=State.AWAITING, since=8 * DAY), Standing.OPEN_OVERDUE),
        (file(-DAY, None, state=State.AWAITING, since=DAY), Standing.ASIDE),
        (file(-DAY, 9 * DAY, state=State.AWAITING, since=DAY, requests=2), Standing.OPEN_OVERDUE),
        (file(-DAY, 9 * DAY, requests=2), Standing.OPEN_OVERDUE),
        (file(-DAY, 2 * DAY, DAY, requests=2), Standing.DONE_LATE),
        (file(-DAY, 2 * DAY, DAY, state=State.WITHDRAWN, requests=3), Standing.DONE_LATE),
        (file(-DAY, None, DAY, requests=2), Standing.NO_DUE),
        (file(DAY, 2 * DAY, state=State.NOT_YET_RECEIVED), None),
    ],
)
def test_a_file_is_counted_once_where_it_belongs(told: FileRow, found: Standing | None) -> None:
    assert standing(told, WEEK) is found


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        (file(DAY, None), True),
        (file(-DAY, None, DAY), True),
        (file(DAY, None, 2 * DAY), True),
        (file(-DAY, None), False),
        (file(-DAY, None, 7 * DAY), False),
        (file(DAY, None, state=State.NOT_YET_RECEIVED), False),
    ],
)
def test_a_transaction_is_a_file_received_or_finished_in_the_week(told: FileRow, counted: bool) -> None:
    assert is_transaction(told, WEEK) is counted


def test_sunday_twenty_four_hundred_is_next_weeks() -> None:
    assert START in WEEK
    assert WEEK.end not in WEEK
    assert WEEK.last in WEEK
    assert None not in WEEK


def test_the_rate_is_made_of_four_counts() -> None:
    files = [file(-DAY, 2 * DAY, DAY), file(-DAY, DAY), file(-DAY, None), file(-DAY, DAY, 2 * DAY)]
    assert on_time(tally(files, WEEK)) == OnTime(1, 0, 1, 1)


def test_files_asked_for_papers_twice_are_told_among_the_late_ones() -> None:
    files = [file(-DAY, 9 * DAY, requests=2), file(-DAY, DAY, requests=1), file(-9 * DAY, -DAY, -DAY, requests=2)]
    assert count_repeated(files, WEEK) == 1
