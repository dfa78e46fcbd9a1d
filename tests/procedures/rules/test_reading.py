"""The catalogue file."""

from __future__ import annotations

from collections import Counter

import pytest

from feedback.foundation.errors import Invalid
from feedback.procedures.actions import REFERENCE
from feedback.procedures.rules import read_procedures
from feedback.working_calendar.rules import LimitKind, TimeLimit

HEADING = "code,name,field,working_days,working_days_max,calendar_days,calendar_days_max,hours,same_day,portal_number\n"


def test_the_catalogue_that_comes_with_the_program_is_readable_and_names_its_sources():
    lines = read_procedures(REFERENCE.read_text("utf-8"))
    assert len(lines) == 128
    assert all(line.texts["source"] for line in lines)
    assert Counter(line.limit.kind for line in lines) == {
        LimitKind.WORKING_DAYS: 66,
        LimitKind.SAME_DAY: 18,
        LimitKind.CALENDAR_DAYS: 22,
        LimitKind.WORKING_HOURS: 1,
        LimitKind.NONE: 21,
    }


@pytest.mark.parametrize(
    ("columns", "limit", "longest"),
    [
        ("3,8,,,,0,3", TimeLimit(LimitKind.WORKING_DAYS, 3), 8),
        (",,10,15,,0,", TimeLimit(LimitKind.CALENDAR_DAYS, 10), 15),
        (",,,,1,0,", TimeLimit(LimitKind.WORKING_HOURS, 1), None),
        ("1,5,,,,1,1", TimeLimit(LimitKind.SAME_DAY), 5),
        (",,,,,0,3", TimeLimit(LimitKind.NONE), None),
        (",,,,,,", TimeLimit(LimitKind.NONE), None),
    ],
)
def test_the_limit_is_the_column_whose_unit_is_known(columns, limit, longest):
    (line,) = read_procedures(f"{HEADING}1.000720,Thủ tục A,Hộ tịch,{columns}\n")
    assert (line.limit, line.limit_max) == (limit, longest)


def test_a_bare_number_of_the_portal_is_kept_but_is_no_limit():
    (line,) = read_procedures(f"{HEADING}1.000720,Thủ tục A,Hộ tịch,,,,,,0,3\n")
    assert line.texts["portal_number"] == "3"
    assert line.limit.kind is LimitKind.NONE


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,Thủ tục B,Hộ tịch,3,,,,,0,", "dòng 3: “x” không phải mã thủ tục"),
        ("1.000721,,Hộ tịch,3,,,,,0,", "dòng 3: thủ tục 1.000721 thiếu tên"),
        ("1.000721,Thủ tục B,Hộ tịch,ba,,,,,0,", "cột working_days là “ba”"),
        ("1.000721,Thủ tục B,Hộ tịch,0,,,,,0,", "phải từ 1 trở lên"),
        ("1.00072,Thủ tục B,Hộ tịch,3,,,,,0,", "mã 1.000720 có 2 dòng"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken(row, said):
    with pytest.raises(Invalid, match=said):
        read_procedures(f"{HEADING}1.000720,Thủ tục A,Hộ tịch,3,,,,,0,\n{row}\n")


def test_a_file_without_its_columns_is_refused():
    with pytest.raises(Invalid, match="thiếu cột code, name, field"):
        read_procedures("mã;tên\n")
