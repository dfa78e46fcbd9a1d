"""NĐ 61/2018 Điều 19.9, worked by hand over weekends, swaps and short limits."""

from __future__ import annotations

import pytest

from feedback.records.rules import LIMIT_WORDS, Stamp, apology_limit, due_moment
from tests.records.rules.samples import CALENDAR, at


@pytest.mark.parametrize(
    ("due", "received", "limit", "rule"),
    [
        ("19/11/2026 09:00", "16/11/2026 09:00", "2026-11-18T17:00", "day_before"),
        ("19/11/2026", "16/11/2026", "2026-11-18T17:00", "day_before"),
        ("16/11/2026 09:00", "10/11/2026 09:00", "2026-11-13T17:00", "working_day_before"),
        ("25/11/2026 09:00", "19/11/2026 09:00", "2026-11-23T17:00", "working_day_before"),
        ("24/08/2026 09:00", "18/08/2026 09:00", "2026-08-22T17:00", "working_day_before"),
        ("03/09/2026 09:00", "25/08/2026 09:00", "2026-08-28T17:00", "working_day_before"),
        ("20/11/2026 17:00", "20/11/2026 08:00", "2026-11-20T17:00", "due_itself"),
        ("20/11/2026 09:00", "19/11/2026 13:30", "2026-11-20T09:00", "due_itself"),
        ("20/11/2026 09:00", "19/11/2026 11:00", "2026-11-19T17:00", "day_before"),
        ("20/11/2026 09:00", "19/11/2026 11:01", "2026-11-20T09:00", "due_itself"),
        ("20/11/2026", "19/11/2026 15:00", "2026-11-20T17:00", "due_itself"),
    ],
)
def test_the_apology_leaves_one_calendar_day_before(due, received, limit, rule):
    found = apology_limit(at(due), at(received), CALENDAR)
    assert (Stamp(found.at, True).local_iso, found.rule) == (limit, rule)
    assert rule in LIMIT_WORDS


def test_a_day_only_due_runs_until_the_office_closes():
    assert due_moment(at("20/11/2026"), CALENDAR) == at("20/11/2026 17:00").at
    assert due_moment(at("21/11/2026"), CALENDAR) == at("22/11/2026 00:00").at
    assert due_moment(at("20/11/2026 09:00"), CALENDAR) == at("20/11/2026 09:00").at
