"""The calendar file."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.foundation.errors import Invalid
from feedback.working_calendar.actions import REFERENCE
from feedback.working_calendar.rules.reading import check_whole_years, decode, is_provisional_year, read_calendar
from tests.working_calendar.calendars import SPECIAL

HEADING = "date,name,kind,is_working_day,pair_date,sessions,status,source\n"
NEW_YEAR = "2028-01-01,Tết Dương lịch,holiday,0,,,law-derived,BLLĐ Đ.112\n"


def test_the_calendar_that_comes_with_the_program_is_readable_and_names_its_sources():
    lines = read_calendar(REFERENCE.read_text("utf-8"))
    assert len(lines) == 77
    assert all(line.source for line in lines)
    assert {line.day for line in lines if line.status == "provisional" and line.day.year == 2026} == {
        date(2026, 11, 24)
    }


def test_each_swap_has_both_its_days():
    pairs = {(day.day, day.pair) for day in SPECIAL if day.pair}
    assert pairs == {(there, here) for here, there in pairs}


def test_only_a_year_whose_arrangement_is_open_is_provisional():
    by_year = {year: [day for day in SPECIAL if day.day.year == year] for year in range(2023, 2028)}
    assert [year for year, days in by_year.items() if is_provisional_year(days)] == [2027]


def test_a_half_day_keeps_its_hours():
    (_, line) = read_calendar(f"{HEADING}{NEW_YEAR}2028-03-03,Hội nghị,half_day,1,,7h00-11h30,official,QĐ 1\n")
    assert line.sessions == "07:00-11:30"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("03/01/2028,Lễ,holiday,0,,,official,x", "dòng 3: “03/01/2028” không phải là ngày"),
        ("2028-01-03,Lễ,festival,0,,,official,x", "loại ngày “festival”"),
        ("2028-01-03,Lễ,holiday,có,,,official,x", "phải là 0 .nghỉ. hoặc 1"),
        ("2028-01-03,Lễ,holiday,0,,,maybe,x", "tình trạng “maybe”"),
        ("2028-01-03,,holiday,0,,,official,x", "thiếu tên ngày"),
        ("2028-01-03,Lễ,half_day,1,,,official,x", "phải ghi giờ làm việc"),
        ("2028-01-03,Lễ,holiday,0,,07:00-11:30,official,x", "ngày nghỉ không thể có giờ"),
        ("2028-01-01,Lễ,holiday,0,,,official,x", "ngày 01/01/2028 có 2 dòng"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken(row, said):
    with pytest.raises(Invalid, match=said):
        read_calendar(f"{HEADING}{NEW_YEAR}{row}\n")


def test_a_file_without_its_columns_is_refused():
    with pytest.raises(Invalid, match="thiếu cột date"):
        read_calendar("ngày;tên\n1;2\n")


def test_a_stray_line_does_not_make_an_empty_year_look_known():
    lines = read_calendar(f"{HEADING}2028-09-02,Quốc khánh,holiday,0,,,law-derived,BLLĐ\n")
    with pytest.raises(Invalid, match="lịch năm 2028 chưa đủ"):
        check_whole_years(lines, [2026, 2027])
    check_whole_years(lines, [2028])


def test_a_workbook_is_told_apart_from_a_list():
    with pytest.raises(Invalid, match="bảng tính Excel"):
        decode(b"PK\x03\x04rest", "File thủ tục")
