"""Finding procedures by what an export says."""

from __future__ import annotations

import unicodedata

import pytest

from feedback.procedures.rules import Catalogue, MatchedBy, ProcedureFacts, say_limit
from feedback.working_calendar.rules import LimitKind, TimeLimit

THREE_DAYS = TimeLimit(LimitKind.WORKING_DAYS, 3)
BIRTH = ProcedureFacts(1, "1.000720", "Thủ tục đăng ký khai sinh", "Hộ tịch", THREE_DAYS)
DEATH = ProcedureFacts(2, "1.000656", "Thủ tục đăng ký khai tử", "Hộ tịch", THREE_DAYS)
TWIN = ProcedureFacts(3, "1.000657", "Thủ tục  đăng ký khai tử", "Hộ tịch", THREE_DAYS)
CATALOGUE = Catalogue([BIRTH, DEATH, TWIN])


@pytest.mark.parametrize(
    ("code", "name", "by"),
    [
        ("1.000720", "", MatchedBy.CODE),
        ("1.00072", "Thủ tục đăng ký khai sinh", MatchedBy.RESTORED_CODE),
        ("9.999999", "Thủ tục đăng ký khai sinh", MatchedBy.NAME),
        ("", unicodedata.normalize("NFD", "Thủ tục đăng  ký khai sinh\u00a0"), MatchedBy.NAME),
        ("", "THU TUC dang ky khai sinh", MatchedBy.FOLDED_NAME),
    ],
)
def test_a_procedure_is_found_by_code_then_by_name(code, name, by):
    match = CATALOGUE.find(code, name)
    assert match is not None
    assert (match.procedure, match.by) == (BIRTH, by)


@pytest.mark.parametrize(("code", "name"), [("", ""), ("9.999999", "Thủ tục lạ"), ("", "Thủ tục đăng ký khai tử")])
def test_what_is_unknown_or_shared_by_two_is_not_found(code, name):
    assert CATALOGUE.find(code, name) is None


@pytest.mark.parametrize(
    ("limit", "longest", "said"),
    [
        (THREE_DAYS, None, "3 ngày làm việc"),
        (THREE_DAYS, 3, "3 ngày làm việc"),
        (THREE_DAYS, 8, "3 đến 8 ngày làm việc"),
        (TimeLimit(LimitKind.CALENDAR_DAYS, 10), 15, "10 đến 15 ngày"),
        (TimeLimit(LimitKind.SAME_DAY), 1, "trong ngày làm việc"),
        (TimeLimit(LimitKind.SAME_DAY), 5, "trong ngày làm việc (cần xác minh: đến 5 ngày làm việc)"),
        (TimeLimit(LimitKind.NONE), None, "chưa có thời hạn"),
    ],
)
def test_a_limit_is_told_with_its_longer_form(limit, longest, said):
    assert say_limit(limit, longest) == said
