from __future__ import annotations

import re
from datetime import date

import pytest

from feedback.records.rules import (
    DEFAULT_CODE_PATTERN,
    Applicant,
    Checked,
    Found,
    Layout,
    Reason,
    State,
    Warn,
    check_row,
    due_warning,
    reject_duplicates,
)
from feedback.records.rules.rows import identity
from tests.records.rules.samples import AS_OF, CATALOGUE, at, facts, number, row, text

TITLES = (
    *("Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Chủ hồ sơ", "Số điện thoại"),
    *("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", "Ngày trả kết quả", "Trạng thái"),
)
GOOD = (
    *("H50.41.03-260908-0001", "1.004873", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", "Trần Thị Giả"),
    *("0900 000 003", "08/09/2026 09:00:00", "11/09/2026 09:00:00", "10/09/2026 09:00", None, None),
)


def check(hidden=False, **changes) -> Checked:
    """The outcome of a good row with some of its cells changed, by role."""
    names = ("code", "procedure", "name", "applicant", "phone", "received", "due", "result", "returned", "status")
    values = [changes.get(name, value) for name, value in zip(names, GOOD, strict=True)]
    found = [
        each for each in Layout().read([row(1, *TITLES), row(2, *values, hidden=hidden)]) if isinstance(each, Found)
    ]
    return check_row(found[0], CATALOGUE, AS_OF, re.compile(DEFAULT_CODE_PATTERN))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"procedure": "1.004873 - Thủ tục cấp Giấy xác nhận", "name": "x"}, True),
        ({"procedure": "[1.004873]", "name": "x"}, True),
        ({"procedure": None, "name": "1.004873.000.00.00.H50 - Xác nhận hôn nhân"}, True),
        ({"procedure": None, "name": "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân."}, True),
        ({"procedure": "1.004873 / 1.001193", "name": "x"}, False),
        ({"procedure": "1.004873A", "name": "x"}, False),
        ({"procedure": None, "name": "Tiền phí 1.0048731 đồng"}, False),
    ],
)
def test_a_procedure_is_known_by_its_whole_code_beside_other_words_and_never_by_a_part(changes, found):
    checked = check(**changes)
    assert checked.accepted is found
    assert found or checked.reasons == ("unknown_procedure",)


def test_a_good_row_becomes_facts():
    checked = check()
    assert (checked.accepted, checked.warnings) == (True, ())
    assert checked.facts is not None
    assert checked.facts.finished == at("10/09/2026 09:00")
    assert checked.facts.state is State.DONE


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"code": None}, ["missing_record_code"]),
        ({"code": "12345"}, ["bad_record_code"]),
        ({"received": None}, ["missing_received_date"]),
        ({"received": "30/02/2026"}, ["invalid_date"]),
        ({"due": "31/11/2026"}, ["invalid_date"]),
        ({"received": "hôm qua"}, ["invalid_date"]),
        ({"due": "01/09/2026 09:00"}, ["due_before_received"]),
        ({"received": "17/09/2062", "due": "22/09/2062", "result": None}, ["received_after_as_of"]),
        ({"result": "07/09/2026"}, ["result_before_received"]),
        ({"result": "27/11/2026 09:00"}, ["result_after_as_of"]),
        ({"returned": "20/11/2026 17:01"}, ["result_after_as_of"]),
        ({"procedure": "9.999999", "name": "Không có"}, ["unknown_procedure"]),
        ({"procedure": "9.9", "name": "x", "due": "02/09/2026"}, ["due_before_received", "unknown_procedure"]),
        (
            {"code": "1", "received": "x", "name": None, "procedure": None},
            ["bad_record_code", "invalid_date", "unknown_procedure"],
        ),
    ],
)
def test_what_rejects_a_row(changes, reasons):
    checked = check(**changes)
    assert (checked.accepted, list(checked.reasons), checked.warnings) == (False, reasons, ())


@pytest.mark.parametrize(
    ("changes", "warnings"),
    [
        ({"due": None}, ["missing_due_date"]),
        ({"due": "#N/A"}, ["missing_due_date"]),
        ({"due": None, "result": None, "status": "Mới đăng ký"}, []),
        ({"procedure": "9.000001"}, ["procedure_found_by_name"]),
        ({"procedure": None}, ["procedure_found_by_name"]),
        ({"procedure": number(1.004873)}, ["procedure_code_numeric"]),
        ({"procedure": number(2.00072)}, ["procedure_code_numeric"]),
        ({"procedure": " 1.004873.000.00.00.H50 "}, []),
        ({"phone": "#REF!"}, ["bad_phone"]),
        ({"phone": "+84 900 000 003"}, []),
        ({"phone": number(900000003.0)}, []),
        ({"applicant": '=HYPERLINK("x","y")'}, ["formula_like_text"]),
        ({"applicant": text("Nguyễn Văn Mẫu", formula=True)}, ["formula_cell"]),
        ({"code": "H50.41.03-260901-0099"}, ["code_date_mismatch"]),
        ({"code": "H50.41.03-260809-0001"}, ["code_date_mismatch", "day_month_swapped"]),
        ({"code": "H50.41.03-250809-0001"}, ["code_date_mismatch"]),
        ({"hidden": True}, ["hidden_row"]),
        ({"status": "Lưu kho"}, ["unknown_status"]),
        ({"status": "Đã xử lý xong", "result": None}, ["missing_result_date"]),
        ({"hidden": True, "due": None}, ["hidden_row", "missing_due_date"]),
    ],
)
def test_what_warns_but_is_taken(changes, warnings):
    checked = check(**changes)
    assert (checked.accepted, list(checked.warnings)) == (True, warnings)


def test_the_moment_of_as_of_itself_is_in_time():
    assert check(result="20/11/2026 17:00").accepted
    assert check(received="20/11/2026", due="20/11/2026", result=None, code="H50.41.03-261120-0001").accepted


def test_decomposed_text_is_composed_and_still_found():
    checked = check(procedure=None, name="Thu\u0309 tu\u0323c đăng ky\u0301 khai sinh", applicant="Tru\u031bo\u031bng")
    assert checked.facts is not None
    assert (checked.facts.procedure.code, checked.facts.applicant.name) == ("1.001193", "Trương")


def test_the_result_else_the_return_finishes_a_file():
    checked = check(result=None, returned="10/09/2026 15:00")
    assert checked.facts is not None
    assert (checked.facts.finished, checked.facts.state) == (at("10/09/2026 15:00"), State.RETURNED)


def test_the_first_of_a_code_is_kept_and_later_ones_are_named():
    same, other = facts(applicant=Applicant("NGUYỄN VĂN MẪU", address="ở chỗ khác")), facts(due=at("20/11/2026"))
    rows = [Checked(number, None, "c", (), (), each) for number, each in enumerate((facts(), same, other), 1)]
    rejected = Checked(0, None, "c", ("bad_record_code",))
    found = reject_duplicates([rejected, *rows])
    assert [each.reasons for each in found] == [
        ("bad_record_code",),
        (),
        (Reason.DUPLICATE_IDENTICAL.value,),
        (Reason.DUPLICATE_CONFLICT.value,),
    ]


@pytest.mark.parametrize(
    "change", [{"finished": at("19/11/2026")}, {"state": State.AWAITING}, {"applicant": Applicant("Khác")}]
)
def test_what_makes_a_repeated_code_a_conflict(change):
    assert identity(facts()) != identity(facts(**change))


def test_a_stated_due_is_compared_by_the_minute_or_by_the_days_it_may_be():
    due = at("08/07/2026 11:10")
    assert due_warning(at("07/07/2026 11:10"), due.at, due.at) is Warn.DUE_EARLIER
    assert due_warning(at("08/07/2026 11:11"), due.at, due.at) is Warn.DUE_LATER
    assert due_warning(due, due.at, due.at) is None
    days = (date(2026, 7, 8), date(2026, 7, 9))
    assert [due_warning(at(f"{day}/07/2026"), *days) for day in (7, 8, 9, 10)] == [
        Warn.DUE_EARLIER,
        None,
        None,
        Warn.DUE_LATER,
    ]
