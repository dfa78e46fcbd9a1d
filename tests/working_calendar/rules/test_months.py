"""The year laid out."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.working_calendar.rules import SpecialDay, WorkCalendar
from feedback.working_calendar.rules.months import cell_of, figures_of, months_of
from tests.working_calendar.calendars import EVERYBODY, HALF_DAY


def test_every_day_of_the_year_stands_once_under_its_weekday():
    months = months_of(2026, EVERYBODY)
    cells = [
        (month, place, cell) for month in months for week in month.weeks for place, cell in enumerate(week) if cell
    ]
    assert [month.number for month in months] == list(range(1, 13))
    assert len({cell.day for _, _, cell in cells}) == len(cells) == 365
    assert all(cell.day.weekday() == place and cell.day.month == month.number for month, place, cell in cells)


@pytest.mark.parametrize(
    ("day", "look", "provisional"),
    [
        ((2026, 10, 7), "work", False),
        ((2026, 10, 10), "rest", False),
        ((2026, 9, 2), "off", False),
        ((2026, 8, 22), "makeup", False),
        ((2026, 11, 24), "off", True),
    ],
)
def test_a_day_looks_like_what_it_is(day, look, provisional):
    cell = cell_of(date(*day), EVERYBODY)
    assert (cell.look, cell.provisional, bool(cell.said)) == (look, provisional, look not in ("work", "rest"))


def test_a_half_day_stands_out_and_a_day_made_ordinary_again_does_not():
    assert cell_of(date(2026, 10, 9), HALF_DAY).look == "special"
    calendar = WorkCalendar([2026], [SpecialDay(date(2026, 11, 24), True, "Làm việc bình thường", "ordinary_day")])
    assert cell_of(date(2026, 11, 24), calendar).look == "work"


def test_the_year_in_four_numbers():
    figures = figures_of(2026, EVERYBODY)
    # 2026 has 261 Mondays to Fridays; 14 of them are off (24/11 provisionally), two Saturdays are worked.
    assert (figures.worked, figures.off, figures.makeup, figures.provisional) == (249, 14, 2, 1)
