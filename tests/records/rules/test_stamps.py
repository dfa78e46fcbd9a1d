from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.spreadsheets.cells import Cell, Kind
from feedback.records.rules import BadDate, before, read_stamp, read_text, same
from tests.records.rules.samples import at, number, text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("01/07/2026 11:05:00", "2026-07-01T11:05"),
        ("01/07/2026 11:05", "2026-07-01T11:05"),
        ("06-07-2026", "2026-07-06"),
        ("02.07.2026", "2026-07-02"),
        ("8/7/26", "2026-07-08"),
        ("2026-07-02 17:00", "2026-07-02T17:00"),
        ("2026-07-02T17:00:00", "2026-07-02T17:00"),
        ("2026/07/02", "2026-07-02"),
        ("15 giờ 20, ngày 02/07/2026", "2026-07-02T15:20"),
        ("15 giờ 20 phút ngày 02/07/2026", "2026-07-02T15:20"),
        ("16 giờ, ngày 02/07/2026", "2026-07-02T16:00"),
        ("Ngày 08 tháng 07 năm 2026", "2026-07-08"),
        ("9 giờ 05, ngày 8 tháng 7 năm 2026", "2026-07-08T09:05"),
        ("09/07/2026 01:47 CH", "2026-07-09T13:47"),
        ("22/07/2026 11:23 SA", "2026-07-22T11:23"),
        ("22/07/2026 12:05 SA", "2026-07-22T00:05"),
        ("22/07/2026 12:05 CH", "2026-07-22T12:05"),
        ("09/07/2026 01:47:30 PM", "2026-07-09T13:47:30"),
        ("9h28 15/07/2026", "2026-07-15T09:28"),
        ("17h 15/07/2026", "2026-07-15T17:00"),
        ("08:30 ngày 15/07/2026", "2026-07-15T08:30"),
        ("Thứ Hai, 16/11/2026 08:30", "2026-11-16T08:30"),
        ("\u00a0 22/07/2026 14:34 ", "2026-07-22T14:34"),
        ("22/07/2026\u200b", "2026-07-22"),
        ("06/10/2026 00:00:00", "2026-10-06"),
        ("2026-10-06T00:00:00", "2026-10-06"),
        ("46205", "2026-07-02"),
        ("46230,474306", "2026-07-27T11:23"),
        ("sáng 05/11/2026", "2026-11-05"),
        ("Chiều ngày 5/11/2026", "2026-11-05"),
        ("05/11/2026 (buổi sáng)", "2026-11-05"),
        ("7h30 sáng 05/11/2026", "2026-11-05T07:30"),
        ("2 giờ chiều ngày 05/11/2026", "2026-11-05T14:00"),
        ("05/11/2026 14h30 chiều", "2026-11-05T14:30"),
        ("05/11/2026 08:30 +07", "2026-11-05T08:30"),
        ("05/11/2026 08:30 (GMT+7)", "2026-11-05T08:30"),
    ],
)
def test_a_day_or_moment_is_read_however_it_is_written(written, read):
    found = read_text(written)
    assert found is not None
    assert found.local_iso == read


def test_cells_of_every_kind_are_read():
    cell = Cell(Kind.MOMENT, "", moment=datetime.fromisoformat("2026-07-02T11:28"))
    midnight = Cell(Kind.MOMENT, "", moment=datetime.fromisoformat("2026-07-02"))
    found = [read_stamp(each) for each in (cell, midnight, number(46205), number(46230.474306), text("02/07/2026"))]
    assert [each and each.local_iso for each in found] == [
        "2026-07-02T11:28",
        "2026-07-02",
        "2026-07-02",
        "2026-07-27T11:23",
        "2026-07-02",
    ]


NOT_YET = (
    *("Chưa có", "chưa có kết quả", "Chưa trả", "Không", "N/A", "01/01/1900", "01/01/0001 00:00:00", "1900-01-01"),
    *("Chưa có KQ", "Chưa đến hạn", "Chưa hoàn thành", "chưa xử lý xong", "Đang xử lý", "đang chờ bổ sung", "(trống)"),
    *("0", "None", "NaT", "00/00/0000", "0000-00-00 00:00:00", "30/12/1899", "01/01/1970", "1970-01-01 07:00:00"),
)
"""What software and clerks write where there is no day."""


@pytest.mark.parametrize(
    "cell",
    [
        *(None, text(""), text(" \u00a0"), text("-"), text("#N/A"), Cell(Kind.ERROR, "#REF!"), number(0.0)),
        *map(
            text,
            (
                *NOT_YET,
                "1/1/0001 12:00:00 AM",
                "0001-01-01T00:00:00",
                "0001-01-01T00:00:00Z",
                "1900-01-01T00:00:00+07:00",
            ),
        ),
    ],
)
def test_nothing_is_nothing(cell):
    assert read_stamp(cell) is None


@pytest.mark.parametrize(
    "written",
    [
        *("31/11/2026", "30/02/2026", "09/15/2026 09:00", "hôm qua", "29/02/2027", "0/7/2026", "01/07/0026"),
        *(
            "25:00 01/07/2026",
            "01/07/2026 09:75",
            "01/07/2026 sáng hay chiều",
            "25h chiều 01/07/2026",
            "01/01/1970 09:30",
            "chưa rõ",
            "đang đi họp",
            "1/7",
            "tháng 7 năm 2026",
            "01/07/2026 02/07/2026",
        ),
        *("123", "99999999", "01/07/20266", "2026-13-01"),
    ],
)
def test_what_is_no_day_is_refused_not_guessed(written):
    with pytest.raises(BadDate):
        read_text(written)


STYLES = (
    "{d:02}/{m:02}/{y} {H:02}:{M:02}:{S:02}",
    "{d}/{m}/{y} {H}:{M:02}:{S:02}",
    "{y}-{m:02}-{d:02} {H:02}:{M:02}:{S:02}",
    "{d:02}.{m:02}.{y} {H:02}:{M:02}:{S:02}",
    "{H:02}:{M:02}:{S:02} {d:02}-{m:02}-{y}",
)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.times(time(0, 0, 1)), st.sampled_from(STYLES))
def test_every_moment_survives_every_style(day: date, clock: time, style: str):
    clock = clock.replace(microsecond=0)
    written = style.format(d=day.day, m=day.month, y=day.year, H=clock.hour, M=clock.minute, S=clock.second)
    found = read_text(written)
    assert found is not None
    assert found.has_time
    assert found.at.replace(tzinfo=None) == datetime.combine(day, clock)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_nothing_else(written: str):
    try:
        found = read_text(written)
    except BadDate:
        return
    assert found is None or found.day.year >= 1990


def test_where_an_hour_is_missing_only_days_are_compared():
    assert before(at("01/07/2026 08:00"), at("01/07/2026 09:00"))
    assert not before(at("01/07/2026"), at("01/07/2026 09:00"))
    assert not before(at("01/07/2026 08:00"), at("01/07/2026"))
    assert before(at("30/06/2026 23:00"), at("01/07/2026"))
    assert same(at("01/07/2026"), at("01/07/2026 09:00"))
    assert same(None, None)
    assert not same(None, at("01/07/2026"))
