"""Tablets and stands in the words a leader reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from feedback.reports.documents.halls import duration, hall_tables
from feedback.reports.rules.numbers import WeekNumbers
from feedback.reports.rules.tablets import Halls, LateArrival, SwapLine, TabletDay, TabletLine
from tests.reports.samples import numbers

FRIDAY = date(2026, 11, 13)
WIPED = TabletDay(FRIDAY, 412, 405, 2, 0, 7, ((406, 412),), 135)
FINE = TabletDay(FRIDAY, 412, 412, 0, 0, 0, (), 119)
WAITS = TabletDay(FRIDAY, 20, 17, 0, 3, 0, (), 0)


def told(*days: TabletDay, units: int = 1, **more: object) -> WeekNumbers:
    line = TabletLine("x", 1, "Xã Mẫu 1", "K03", str(more.pop("ending", "")), days)
    return replace(numbers(1, units), halls=Halls((line,), **more))


def rows(week: WeekNumbers, key: str) -> list[list[str]]:
    return [[cell.text for cell in row] for table in hall_tables(week) if table.key == key for row in table.rows]


def test_a_wiped_tablet_is_named_with_its_numbers_and_day():
    assert rows(told(WIPED), "can-xem") == [
        ["Máy K03", "13/11/2026", "mất 7 phiếu: số 406–412"],
        ["Máy K03", "13/11/2026", "im lặng 2 giờ 15 phút trong giờ làm việc"],
        ["Máy K03", "13/11/2026", "2 phiếu giữ riêng"],
    ]


def test_what_was_lost_stands_first_whatever_the_day():
    late = replace(WIPED, day=FRIDAY + timedelta(days=1), apart=0, silent_minutes=0)
    assert [row[2][:8] for row in rows(told(WAITS, late), "can-xem")] == ["mất 7 ph", "3 phiếu "]


def test_the_book_says_recorded_received_and_lost():
    assert rows(told(FINE), "may-tinh-bang") == [
        ["Máy K03", "13/11/2026", "412", "412", "0", "0", "0", "1 giờ 59 phút"]
    ]
    assert rows(told(FINE), "can-xem") == []


def test_what_waits_is_not_called_lost():
    assert rows(told(WAITS), "can-xem") == [["Máy K03", "13/11/2026", "3 phiếu đang chờ trên máy"]]


def test_a_tablet_taken_out_of_use_says_what_nobody_can_know():
    said = rows(told(FINE, ending="lần liên lạc cuối 16:05 ngày 13/11/2026"), "can-xem")
    assert said == [["Máy K03", "13/11/2026", "đã ngừng dùng: lần liên lạc cuối 16:05 ngày 13/11/2026"]]


def test_in_a_report_of_several_units_each_row_names_its_unit():
    late = LateArrival("x", 1, "Xã Mẫu 1", "K03", date(2026, 11, 6), 4)
    week = told(WIPED, FINE, units=3, late=(late,))
    assert rows(week, "may-tinh-bang") == [["Xã Mẫu 1", "1", "824", "817", "0", "7", "2", "4 giờ 14 phút"]]
    assert rows(week, "can-xem")[0][0] == "Xã Mẫu 1: Máy K03"
    assert rows(week, "nhan-muon") == [["Xã Mẫu 1: Máy K03", "06/11/2026", "4"]]


def test_a_suspected_swap_names_both_counters():
    swap = SwapLine(1, "Xã Mẫu 1", "Quầy số 1", "Quầy số 2", (date(2026, 11, 12), FRIDAY), 9, True)
    ((where, days, said),) = rows(told(FINE, swaps=(swap,)), "can-xem")
    assert where == "Quầy số 1 và Quầy số 2"
    assert days == "12/11/2026, 13/11/2026"
    assert "Quầy số 1 nghỉ mà mã của quầy này nhận 9 phiếu" in said
    assert "ngược lại" in said


def test_a_unit_without_tablets_and_swaps_has_no_such_tables():
    assert hall_tables(replace(numbers(1), halls=Halls())) == []


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0"), (40, "40 phút"), (60, "1 giờ"), (135, "2 giờ 15 phút"), (600, "10 giờ")]
)
def test_durations_are_read_aloud(minutes: int, said: str):
    assert duration(minutes) == said
