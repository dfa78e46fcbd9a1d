"""The forms of the calendar page; how they refuse is shown in test_pages."""

from __future__ import annotations

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from feedback.working_calendar.forms import WORKED, DayForm
from feedback.working_calendar.rules.reading import KINDS, CalendarLine


@pytest.mark.parametrize(("kind", "worked"), [(kind, kind in WORKED) for kind in KINDS])
def test_the_kind_of_a_day_says_whether_it_is_worked(app, kind, worked):
    typed = {
        "day": "2026-10-09",
        "kind": kind,
        "name": " Hội nghị ",
        "sessions": " ",
        "status": "official",
        "source": "x",
    }
    with app.test_request_context():
        line = DayForm(MultiDict(typed)).line()
    assert line == CalendarLine(date(2026, 10, 9), kind, "Hội nghị", worked, source="x")
