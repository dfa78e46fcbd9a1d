from __future__ import annotations

from datetime import datetime

import pytest

from feedback.foundation.spreadsheets.dates import from_day_number, is_date_format


@pytest.mark.parametrize(
    "code", ["dd/mm/yyyy", "d/m/yy hh:mm", "[$-42A]dd mmmm yyyy", "h:mm", "mm:ss", "yyyy\\-mm\\-dd"]
)
def test_formats_that_show_dates(code):
    assert is_date_format(code)


@pytest.mark.parametrize("code", ["General", "0.00", "#,##0", '0" ngày"', "[Red]0", "@", '"m"0'])
def test_formats_that_do_not(code):
    assert not is_date_format(code)


def test_day_numbers_to_the_nearest_second():
    assert from_day_number(46205.0) == datetime.fromisoformat("2026-07-02T00:00:00")
    assert from_day_number(46230.474306) == datetime.fromisoformat("2026-07-27T11:23:00")
    assert from_day_number(46205.0 - 1462, epoch_1904=True) == datetime.fromisoformat("2026-07-02T00:00:00")


@pytest.mark.parametrize("number", [0.0, 12345.0, 20260702.0, -3.0])
def test_other_numbers_are_no_dates(number):
    assert from_day_number(number) is None
