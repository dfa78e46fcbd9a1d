"""The forms of the calendar; how they refuse is shown in tests/apologies/pages/test_calendar."""

from __future__ import annotations

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from feedback.working_calendar.forms import ONE_DAY_KINDS, WORKED, OneDayForm, SwapForm, WeekForm
from feedback.working_calendar.rules import DEFAULT_WEEK
from feedback.working_calendar.rules.reading import CalendarLine

PAPER = {"document_number": " 1/CV ", "document_day": "2026-10-01", "source": "Tỉnh", "status": "official"}
SAID = "1/CV ngày 01/10/2026 (Tỉnh)"


@pytest.mark.parametrize(("kind", "worked"), [(kind, kind in WORKED) for kind in ONE_DAY_KINDS])
def test_the_kind_of_a_day_says_whether_it_is_worked(app, kind, worked):
    hours = "07:00-11:30" if kind == "half_day" else ""
    typed = PAPER | {"day": "2026-10-09", "kind": kind, "name": " Hội nghị ", "sessions": hours}
    with app.test_request_context():
        proposal = OneDayForm(MultiDict(typed)).proposal(7)
    line = CalendarLine(date(2026, 10, 9), kind, "Hội nghị", worked, sessions=hours or None, source=SAID)
    assert proposal.change.days == ((line.day, line),)
    assert (proposal.change.unit_id, proposal.source, proposal.document_number) == (7, SAID, "1/CV")


def test_a_swap_taken_back_makes_both_days_ordinary(app):
    typed = PAPER | {"off": "2026-11-23", "worked": "2026-11-28", "way": "unswap"}
    with app.test_request_context():
        lines = dict(SwapForm(MultiDict(typed)).proposal().change.days)
    assert {day: line and (line.kind, line.is_working) for day, line in lines.items()} == {
        date(2026, 11, 23): ("ordinary_day", True),
        date(2026, 11, 28): ("ordinary_day", False),
    }


def test_only_weekdays_whose_hours_differ_are_changed(app):
    names = ("monday", "tuesday", "wednesday", "thursday", "friday")
    typed = PAPER | dict.fromkeys(names, "7h00–11h30, 13:30-17:00") | {"saturday": "07:30-11:30", "sunday": ""}
    with app.test_request_context():
        form = WeekForm(MultiDict(typed | {"valid_from": "2026-11-23"}))
        change = form.proposal("chung", DEFAULT_WEEK, None).change
    assert change.hours == ((5, date(2026, 11, 23), "07:30-11:30"),)
