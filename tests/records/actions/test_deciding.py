from __future__ import annotations

from datetime import timedelta

import pytest

from feedback.records.actions.deciding import Clocks, applicant_values, computed_due
from feedback.records.rules import Applicant, Stamp, Warn
from feedback.working_calendar.rules import DuePolicy, WorkCalendar
from tests.records.rules.samples import BIRTH, CALENDAR, LAND, MARRIAGE, at, facts


@pytest.mark.parametrize(
    ("procedure", "received", "due", "computed", "warning"),
    [
        (MARRIAGE, "16/11/2026 09:00", "19/11/2026 09:00", "2026-11-19T09:00", None),
        (MARRIAGE, "16/11/2026 09:00", "18/11/2026 09:00", "2026-11-19T09:00", Warn.DUE_EARLIER),
        (MARRIAGE, "16/11/2026 09:00", "25/11/2026 09:00", "2026-11-19T09:00", Warn.DUE_LATER),
        (MARRIAGE, "16/11/2026 09:00", "19/11/2026", "2026-11-19T09:00", None),
        (MARRIAGE, "16/11/2026", "19/11/2026 15:00", "2026-11-19T07:00", None),
        (MARRIAGE, "16/11/2026", "20/11/2026 07:00", "2026-11-19T07:00", None),
        (MARRIAGE, "16/11/2026", "23/11/2026", "2026-11-19T07:00", Warn.DUE_LATER),
        (MARRIAGE, "20/11/2026 15:15", "26/11/2026 15:15", "2026-11-26T15:15", None),
        (BIRTH, "16/11/2026 15:00", "16/11/2026 17:00", "2026-11-16T17:00", None),
        (BIRTH, "16/11/2026 15:01", "17/11/2026 17:00", "2026-11-17T17:00", None),
        (BIRTH, "16/11/2026 15:01", "16/11/2026 17:00", "2026-11-17T17:00", Warn.DUE_EARLIER),
        (LAND, "16/11/2026 09:00", "30/11/2026 09:00", None, None),
        (MARRIAGE, "16/11/2026 09:00", None, "2026-11-19T09:00", None),
    ],
)
def test_the_stated_due_is_compared_with_the_minimum_limit(procedure, received, due, computed, warning):
    row = facts(procedure=procedure, received=at(received), due=due and at(due))
    found, told = computed_due(row, CALENDAR, DuePolicy())
    assert (found and Stamp(found.at, True).local_iso, told) == (computed, warning)


def test_without_its_year_nothing_is_computed_and_nobody_guesses():
    assert computed_due(facts(), WorkCalendar([2025]), DuePolicy()) == (None, Warn.CALENDAR_MISSING)
    assert computed_due(facts(procedure=LAND), WorkCalendar([2025]), DuePolicy()) == (None, None)


def test_a_provisional_day_is_remembered():
    found, _ = computed_due(facts(received=at("20/11/2026 15:15")), CALENDAR, DuePolicy())
    assert found is not None
    assert found.provisional
    assert found.at - found.counted_from > timedelta(days=5)


def test_only_what_is_there_is_kept_of_the_applicant():
    assert applicant_values(facts(applicant=Applicant(name="Ông Mẫu", phone=""))) == {"name": "Ông Mẫu"}


def test_a_units_calendar_is_asked_for_once(session, make):
    clocks, unit = Clocks(), make.unit()
    assert clocks.of(session, unit.id) is clocks.of(session, unit.id)
