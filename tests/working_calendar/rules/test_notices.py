"""Notices as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.foundation.errors import Invalid
from feedback.working_calendar.rules.notices import (
    Paper,
    dropped,
    merged,
    read_days_off,
    read_swaps,
    swap,
    unswap,
    write_calendar,
    write_days_off,
    write_swaps,
)
from feedback.working_calendar.rules.reading import CalendarLine, check_line, read_calendar

PAPER = Paper("12729/VPCP")
EXPECTED = Paper("dự kiến", is_official=False)


def days(text: str, year: int = 2027) -> list[tuple[str, str]]:
    return [(f"{line.day:%d/%m/%Y}", line.name) for line in read_days_off(text, year, PAPER)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("30/4 Ngày Chiến thắng", [("30/04/2027", "Ngày Chiến thắng")]),
        ("30/4", [("30/04/2027", "Ngày nghỉ")]),
        ("30-4-2027: Ngày Chiến thắng", [("30/04/2027", "Ngày Chiến thắng")]),
        (" 2 / 9  Quốc khánh ", [("02/09/2027", "Quốc khánh")]),
        ("5/2 đến 6/2 Tết", [("05/02/2027", "Tết"), ("06/02/2027", "Tết")]),
        ("31/12 – 31/12 Nghỉ", [("31/12/2027", "Nghỉ")]),
        ("\n\n", []),
    ],
)
def test_days_off_are_read(typed, read):
    assert days(typed) == read


@pytest.mark.parametrize("typed", ["30/2 A", "x", "6/2 đến 5/2 A", "1/1 đến 1/3 A", "32/1 A"])
def test_what_is_no_day_is_named_with_its_line(typed):
    with pytest.raises(Invalid, match="dòng 2"):
        days(f"1/1 Tết\n{typed}")


@pytest.mark.parametrize(
    "typed", ["nghỉ 23/11 làm bù 28/11", "23/11 làm bù 28/11", "Nghỉ 23/11/2026, làm bù 28/11/2026.", "23/11 ↔ 28/11"]
)
def test_pairs_are_read_as_both_their_days(typed):
    assert read_swaps(typed, 2026, PAPER) == swap(date(2026, 11, 23), date(2026, 11, 28), PAPER)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nghỉ 22/11 làm bù 28/11", "nghỉ hằng tuần rồi"),
        ("nghỉ 23/11 làm bù 27/11", "ngày làm việc rồi"),
        ("23/11 và 28/11", "hãy ghi như"),
        ("nghỉ 31/11 làm bù 28/11", "không có ngày 31/11/2026"),
    ],
)
def test_pairs_that_do_not_fit_are_refused(typed, said):
    with pytest.raises(Invalid, match=said):
        read_swaps(typed, 2026, PAPER)


def test_what_is_written_for_the_form_is_read_back():
    lines = merged(read_days_off("1/1 Tết\n3/5 Nghỉ bù 1/5", 2027, PAPER), read_swaps("31/8 = 28/8", 2027, PAPER))
    assert [line.kind for line in lines] == [
        "holiday",
        "compensatory_day_off",
        "makeup_working_day",
        "swapped_day_off",
    ]
    again = merged(read_days_off(write_days_off(lines), 2027, PAPER), read_swaps(write_swaps(lines), 2027, PAPER))
    assert again == lines
    assert read_calendar(write_calendar(lines)) == lines


def test_a_day_named_twice_is_refused():
    with pytest.raises(Invalid, match="01/01/2027 được ghi hai lần"):
        merged(read_days_off("1/1 Tết", 2027, PAPER), read_days_off("1/1 Tết", 2027, PAPER))


def test_only_what_was_expected_is_dropped_by_an_official_notice():
    known = [
        *read_days_off("4/2 Tết\n6/2 Tết thứ Bảy", 2027, EXPECTED),
        CalendarLine(date(2027, 9, 2), "holiday", "Quốc khánh", False, status="law-derived"),
        CalendarLine(date(2028, 1, 3), "holiday", "Năm khác", False, status="provisional"),
    ]
    found = dropped(known, read_days_off("5/2 Tết", 2027, PAPER), PAPER)
    assert [(line.day, line.is_working) for line in found] == [(date(2027, 2, 4), True), (date(2027, 2, 6), False)]


def test_every_line_made_here_is_one_a_file_could_hold():
    lines = swap(date(2026, 11, 23), date(2026, 11, 28), EXPECTED)
    assert {line.status for line in lines} == {"provisional"}
    for line in [*lines, *unswap(date(2026, 11, 23), date(2026, 11, 28), PAPER)]:
        assert check_line(line) == line


def test_what_was_only_expected_is_offered_without_that_word():
    lines = [
        CalendarLine(date(2027, 2, 4), "compensatory_day_off", "Nghỉ bù Tết (dự kiến)", False),
        CalendarLine(date(2027, 2, 6), "holiday", "Tết (Mùng 1, dự kiến)", False),
    ]
    assert write_days_off(lines) == "04/02/2027 Nghỉ bù Tết\n06/02/2027 Tết (Mùng 1)"
