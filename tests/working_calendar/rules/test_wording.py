"""Days and moments as an explanation names them."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.working_calendar.rules import minute_of
from feedback.working_calendar.rules.wording import counted_name, day_name, run_name, the_moment
from tests.working_calendar.calendars import EVERYBODY, HALF_DAY, at


def test_a_moment_is_told_with_its_weekday():
    assert the_moment(minute_of(at("2026-08-21T16:10"))) == "16:10 thứ Sáu 21/8/2026"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ((2026, 10, 7), "thứ Tư 7/10"),
        ((2026, 10, 10), "thứ Bảy 10/10, nghỉ hằng tuần"),
        ((2026, 9, 2), "thứ Tư 2/9, Quốc khánh"),
        ((2026, 8, 22), "thứ Bảy 22/8, làm bù cho thứ Hai 31/8"),
        ((2026, 8, 31), "thứ Hai 31/8, Nghỉ hoán đổi Quốc khánh, làm bù thứ Bảy 22/8"),
        ((2026, 11, 24), "thứ Ba 24/11, Ngày Văn hóa Việt Nam – dự kiến"),
    ],
)
def test_a_day_is_told_with_what_is_special_about_it(day, said):
    assert day_name(date(*day), EVERYBODY) == said


def test_a_half_day_is_told_with_its_hours():
    assert day_name(date(2026, 10, 9), HALF_DAY) == "thứ Sáu 9/10, Hội nghị (làm việc 07:00–11:30)"


def test_days_in_a_row_are_told_by_their_ends():
    assert run_name([date(2026, 10, 5), date(2026, 10, 6)], EVERYBODY) == "thứ Hai 5/10 đến thứ Ba 6/10"
    assert counted_name(3, 3) == "Ngày làm việc thứ ba"
    assert counted_name(11, 11) == "Ngày làm việc thứ 11"
