"""Explanations: what a citizen reads, word for word. That they end at the due moment is a property in test_calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from feedback.working_calendar.rules import (
    Counting,
    DuePolicy,
    LimitKind,
    SpecialDay,
    TimeLimit,
    WorkCalendar,
    explain_due,
)
from tests.working_calendar.calendars import EVERYBODY, HALF_DAY, SPECIAL, UNSETTLED, YEARS, at

TWO_DAYS = TimeLimit(LimitKind.WORKING_DAYS, 2)


def test_a_make_up_saturday_is_named_with_the_day_it_stands_in_for():
    assert explain_due(TWO_DAYS, at("2026-08-21T16:10"), EVERYBODY) == (
        "Nhận 16:10 thứ Sáu 21/8/2026, trong giờ làm việc: tính ngay từ lúc đó.",
        "Thời hạn 2 ngày làm việc.",
        "Ngày làm việc thứ nhất: thứ Bảy 22/8, làm bù cho thứ Hai 31/8.",
        "Bỏ qua Chủ nhật 23/8, nghỉ hằng tuần.",
        "Ngày làm việc thứ hai: thứ Hai 24/8.",
        "Hạn trả kết quả: 16:10 thứ Hai 24/8/2026.",
    )


def test_holidays_passed_over_are_named():
    lines = explain_due(TimeLimit(LimitKind.WORKING_DAYS, 1), at("2026-08-28T08:00"), EVERYBODY)
    assert (
        "Bỏ qua thứ Bảy 29/8, Chủ nhật 30/8, nghỉ hằng tuần; thứ Hai 31/8, Nghỉ hoán đổi Quốc khánh, làm bù thứ Bảy "
        "22/8; thứ Ba 1/9, Quốc khánh (ngày liền kề); thứ Tư 2/9, Quốc khánh." in lines
    )


def test_a_long_limit_is_told_in_runs_of_days():
    lines = explain_due(TimeLimit(LimitKind.WORKING_DAYS, 25), at("2026-11-09T15:12"), EVERYBODY)
    assert "Ngày làm việc thứ 1 đến thứ 4: thứ Ba 10/11 đến thứ Sáu 13/11." in lines
    assert "Hạn trả kết quả: 15:12 thứ Ba 15/12/2026." in lines


def test_a_run_that_holds_a_special_working_day_names_it():
    lines = explain_due(TimeLimit(LimitKind.WORKING_DAYS, 20), at("2026-08-19T09:00"), EVERYBODY)
    run = "Ngày làm việc thứ 1 đến thứ 3: thứ Năm 20/8 đến thứ Bảy 22/8"
    assert f"{run}, trong đó có thứ Bảy 22/8, làm bù cho thứ Hai 31/8." in lines


def test_a_provisional_day_says_what_would_be_without_it():
    assert explain_due(TimeLimit(LimitKind.WORKING_DAYS, 1), at("2026-11-23T09:00"), EVERYBODY)[-1] == (
        "Tạm tính: thứ Ba 24/11, Ngày Văn hóa Việt Nam – dự kiến, chưa có văn bản chính thức; nếu hôm đó vẫn làm việc "
        "thì hạn sẽ là 09:00 thứ Ba 24/11/2026."
    )
    assert explain_due(TimeLimit(LimitKind.CALENDAR_DAYS, 5), at("2026-11-21T09:00"), EVERYBODY)[-1].endswith(
        "nếu hôm đó vẫn làm việc thì hạn không đổi."
    )


def test_a_year_without_its_notice_is_named():
    lines = explain_due(TWO_DAYS, at("2026-12-31T09:00"), EVERYBODY)
    assert "Tạm tính: lịch nghỉ năm 2027 chưa có thông báo chính thức, hạn có thể thay đổi." in lines


@pytest.mark.parametrize(
    ("received", "policy", "said"),
    [
        (
            "2026-10-07T12:15",
            DuePolicy(),
            "Nhận 12:15 thứ Tư 7/10/2026, ngoài giờ làm việc: tính từ 13:30 thứ Tư 7/10.",
        ),
        (
            "2026-10-07T15:30",
            DuePolicy(cutoff_for_all=True),
            "Nhận 15:30 thứ Tư 7/10/2026, sau 15:00: tính từ ngày làm việc kế tiếp, thứ Năm 8/10.",
        ),
        (
            "2026-10-07T15:30",
            DuePolicy(Counting.END_OF_LAST_DAY, cutoff_for_all=True),
            (
                "Nhận 15:30 thứ Tư 7/10/2026, sau 15:00: coi như nhận ngày làm việc kế tiếp, thứ Năm 8/10; ngày nhận "
                "không tính (theo Điều 147.2 BLDS 2015)."
            ),
        ),
        (
            "2026-10-07T20:00",
            DuePolicy(Counting.END_OF_LAST_DAY, cutoff_for_all=True),
            (
                "Nhận 20:00 thứ Tư 7/10/2026, ngoài giờ làm việc: coi như nhận thứ Năm 8/10; ngày nhận không tính "
                "(theo Điều 147.2 BLDS 2015)."
            ),
        ),
        (
            "2026-10-07T15:30",
            DuePolicy(Counting.END_OF_LAST_DAY),
            "Nhận 15:30 thứ Tư 7/10/2026; ngày nhận không tính (theo Điều 147.2 BLDS 2015).",
        ),
    ],
)
def test_the_first_line_says_from_when_it_counts_and_why(received, policy, said):
    assert explain_due(TWO_DAYS, at(received), EVERYBODY, policy)[0] == said


def test_whole_days_end_with_the_office_hours():
    policy = replace(DuePolicy(), counting=Counting.END_OF_LAST_DAY)
    assert explain_due(TWO_DAYS, at("2026-10-07T15:30"), EVERYBODY, policy)[-2:] == (
        "Hạn là cuối giờ làm việc của ngày cuối cùng.",
        "Hạn trả kết quả: 17:00 thứ Sáu 9/10/2026.",
    )


def test_a_last_day_off_is_moved_on_by_the_civil_code():
    assert explain_due(TimeLimit(LimitKind.CALENDAR_DAYS, 10), at("2026-08-21T16:10"), EVERYBODY)[2:] == (
        "Ngày cuối cùng là ngày nghỉ: kéo sang cuối ngày làm việc kế tiếp, thứ Năm 3/9 (theo Điều 148.5 BLDS 2015).",
        "Hạn trả kết quả: 17:00 thứ Năm 3/9/2026.",
    )


def test_hours_are_told_session_by_session():
    lines = explain_due(TimeLimit(LimitKind.WORKING_HOURS, 2), at("2026-08-21T16:10"), EVERYBODY)
    assert lines[1:] == (
        "Thời hạn 2 giờ làm việc.",
        "16:10–17:00 thứ Sáu 21/8: 50 phút.",
        "07:00–08:10 thứ Bảy 22/8: 1 giờ 10 phút.",
        "Hạn trả kết quả: 08:10 thứ Bảy 22/8/2026.",
    )


def test_a_half_day_that_closes_too_early_moves_on_and_says_so():
    lines = explain_due(TWO_DAYS, at("2026-10-07T15:00"), HALF_DAY)
    assert "Ngày làm việc thứ hai: thứ Sáu 9/10, Hội nghị (làm việc 07:00–11:30)." in lines
    assert "15:00 thứ Sáu 9/10 cơ quan không làm việc: chuyển sang 07:00 thứ Hai 12/10/2026." in lines


def test_a_procedure_without_a_limit_says_that_nothing_can_be_counted():
    assert explain_due(TimeLimit(LimitKind.NONE), at("2026-08-21T16:10"), EVERYBODY) == (
        "Thủ tục này không có thời hạn giải quyết trong dữ liệu: chưa tính được hạn trả.",
    )


def _swap_expected() -> WorkCalendar:
    """Monday 23/11/2026 off for Saturday 28/11, announced and not signed yet."""
    off, worked = date(2026, 11, 23), date(2026, 11, 28)
    expected = (
        SpecialDay(off, False, "Nghỉ hoán đổi", "swapped_day_off", pair=worked, provisional=True),
        SpecialDay(worked, True, "Làm bù", "makeup_working_day", pair=off, provisional=True),
    )
    return WorkCalendar(YEARS, (*SPECIAL, *expected), provisional_years=UNSETTLED)


@pytest.mark.parametrize(
    ("received", "days", "said"),
    [
        (
            "2026-11-26T09:00",
            3,
            (
                "Tạm tính: thứ Bảy 28/11, làm bù cho thứ Hai 23/11 – dự kiến, chưa có văn bản chính thức; nếu hôm đó "
                "vẫn theo lịch thường thì hạn sẽ là 09:00 thứ Ba 1/12/2026."
            ),
        ),
        (
            "2026-11-20T09:00",
            1,
            (
                "Tạm tính: thứ Hai 23/11, Nghỉ hoán đổi, làm bù thứ Bảy 28/11 – dự kiến; thứ Ba 24/11, Ngày Văn hóa "
                "Việt Nam – dự kiến, chưa có văn bản chính thức; nếu những hôm đó vẫn làm việc thì hạn sẽ là 09:00 thứ "
                "Hai 23/11/2026."
            ),
        ),
    ],
)
def test_a_day_expected_to_be_worked_is_not_told_as_one_expected_to_be_off(received, days, said):
    lines = explain_due(TimeLimit(LimitKind.WORKING_DAYS, days), at(received), _swap_expected())
    assert lines[-1] == said
