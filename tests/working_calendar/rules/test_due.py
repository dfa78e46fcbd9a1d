"""Due moments: a table worked by hand on a wall calendar, and what one-stop exports stated."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from feedback.working_calendar.rules import (
    Counting,
    DuePolicy,
    LimitKind,
    MissingCalendar,
    TimeLimit,
    WorkCalendar,
    due_at,
    due_minutes,
    explain_due,
    minute_of,
    moment_of,
    parse_clock,
)
from feedback.working_calendar.rules.due import NO_DUE
from tests.working_calendar.calendars import EVERYBODY, OFFICES, SPECIAL, at, written

BY_HAND = list(csv.DictReader((Path(__file__).parents[1] / "data" / "due_by_hand.csv").read_text("utf-8").splitlines()))


def limit_of(text: str) -> TimeLimit:
    amount, _, kind = text.rpartition(" ")
    return TimeLimit(LimitKind(kind), int(amount or 0))


def policy_of(text: str) -> DuePolicy:
    policy = DuePolicy()
    for word in text.split():
        if word == "end":
            policy = replace(policy, counting=Counting.END_OF_LAST_DAY)
        elif word == "cutoff":
            policy = replace(policy, cutoff_for_all=True)
        else:
            policy = replace(policy, same_day_cutoff=parse_clock(word))
    return policy


def test_the_table_worked_by_hand_is_long_enough():
    assert len(BY_HAND) >= 60


@pytest.mark.parametrize("case", BY_HAND, ids=lambda case: f"{case['limit']} from {case['received']} {case['office']}")
def test_due_moments_are_those_worked_by_hand(case):
    due = due_at(limit_of(case["limit"]), at(case["received"]), OFFICES[case["office"]], policy_of(case["policy"]))
    assert due is not None
    unsettled = [day.isoformat() for day in due.provisional_days] + [str(year) for year in due.provisional_years]
    assert (written(due.at), unsettled) == (case["due"], case["unsettled"].split()), case["why"]
    assert due.provisional is bool(case["unsettled"])


@pytest.mark.parametrize("case", BY_HAND, ids=lambda case: f"{case['limit']} from {case['received']} {case['office']}")
def test_many_at_once_come_out_as_one_by_one(case):
    limits, policy = [limit_of(case["limit"])], policy_of(case["policy"])
    (due,) = due_minutes(limits, [minute_of(at(case["received"]))], OFFICES[case["office"]], policy)
    assert written(moment_of(due)) == case["due"]


def test_a_procedure_without_a_limit_has_no_due_moment():
    assert due_at(TimeLimit(LimitKind.NONE), at("2026-08-21T16:10"), EVERYBODY) is None
    assert due_minutes([TimeLimit(LimitKind.NONE)], [0], EVERYBODY) == [NO_DUE]


@pytest.mark.parametrize(
    ("limit", "received", "year"),
    [
        ("1 working_days", "2022-12-30T10:00", 2022),
        ("3 working_days", "2027-12-30T10:00", 2028),
        ("1 working_days", "2027-12-31T17:01", 2028),
        ("400 working_days", "2026-11-20T10:00", 2028),
        ("5 calendar_days", "2027-12-30T10:00", 2028),
        ("5 calendar_days", "2022-12-30T10:00", 2022),
        ("9 working_hours", "2027-12-31T10:00", 2028),
        ("same_day", "2027-12-31T15:30", 2028),
        ("same_day", "2029-01-10T10:00", 2029),
        ("2 calendar_days", "2029-01-10T10:00", 2029),
    ],
)
@pytest.mark.parametrize("policy", ["", "end", "cutoff", "cutoff end"])
def test_a_year_not_loaded_is_refused_by_name(limit, received, year, policy):
    with pytest.raises(MissingCalendar, match=f"lịch nghỉ năm {year}") as refusal:
        due_at(limit_of(limit), at(received), EVERYBODY, policy_of(policy))
    assert refusal.value.year == year
    with pytest.raises(MissingCalendar, match=f"lịch nghỉ năm {year}"):
        explain_due(limit_of(limit), at(received), EVERYBODY, policy_of(policy))


@pytest.mark.parametrize("limit", ["30 working_days", "60 calendar_days", "300 working_hours"])
def test_a_year_missing_in_the_middle_is_refused_too(limit):
    gapped = WorkCalendar([2023, 2024, 2026], SPECIAL)
    with pytest.raises(MissingCalendar, match="năm 2025"):
        due_at(limit_of(limit), at("2024-12-20T10:00"), gapped)
    due = due_at(limit_of(limit), at("2026-03-02T10:00"), gapped)
    whole = due_at(limit_of(limit), at("2026-03-02T10:00"), EVERYBODY)
    assert due is not None
    assert whole is not None
    assert due.at == whole.at


def test_nothing_loaded_refuses_with_the_year_asked_for():
    with pytest.raises(MissingCalendar, match="năm 2026"):
        due_at(TimeLimit(LimitKind.SAME_DAY), at("2026-03-02T10:00"), WorkCalendar([]))


def test_seconds_are_cut_off_as_on_a_printed_slip():
    due = due_at(TimeLimit(LimitKind.WORKING_DAYS, 1), at("2026-10-07T11:30").replace(second=59), EVERYBODY)
    assert due is not None
    assert written(due.at) == "2026-10-08T11:30"
