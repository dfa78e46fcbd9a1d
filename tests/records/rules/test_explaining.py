"""The lines of an explanation: word for word once, and to the same minute as the count, over many calendars."""

from __future__ import annotations

import re
from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.records.rules import Stamp
from feedback.records.rules.effective import Restart, move_due
from feedback.records.rules.explaining import AFTER_DUE, FINAL, explain_moved, say_crossing, say_minutes
from feedback.records.rules.stamps import stamp
from feedback.records.rules.supplements import Origin, Supplement, believe
from feedback.working_calendar.rules import LimitKind, TimeLimit, WorkCalendar, due_at
from feedback.working_calendar.rules.days import LOCAL
from tests.records.rules.clocks import CALENDARS, START, dues, moments, supplements
from tests.records.rules.samples import CALENDAR, at

LIMIT = TimeLimit(LimitKind.WORKING_DAYS, 5)


def read_back(lines: tuple[str, ...]) -> Stamp:
    """The due that the final line names."""
    (final,) = (line for line in lines if line.startswith(FINAL))
    found = re.search(r"(?:(\d\d):(\d\d) )?\S+ ?\S+ (\d+)/(\d+)/(\d{4})\.$", final)
    assert found is not None, final
    hour, minute, day, month, year = found.groups()
    moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=LOCAL)
    return Stamp(moment, hour is not None)


def recount(calendar: WorkCalendar):
    def again(answered: datetime) -> datetime | None:
        due = due_at(LIMIT, answered, calendar)
        return due.at if due else None

    return again


@settings(max_examples=400, deadline=None)
@given(
    first=dues(),
    told=supplements(),
    latest=dues() | st.none(),
    calendar=st.sampled_from(CALENDARS),
    restart=st.sampled_from(Restart),
    limited=st.booleans(),
    received=moments(10),
)
def test_the_lines_lead_to_the_minute_that_is_counted(
    first: Stamp,
    told: list[Supplement],
    latest: Stamp | None,
    calendar: WorkCalendar,
    restart: Restart,
    limited: bool,
    received: datetime,
):
    """The final line names the due that holds; where waiting was added, the line that adds it names what it gives."""
    believed = believe(told)
    again = recount(calendar) if limited else (lambda _: None)
    moved = move_due(first, believed.supplements, calendar, latest=latest, recount=again, restart=restart)
    lines = explain_moved(moved, believed, Stamp(received, True), calendar)
    assert read_back(lines) == moved.due
    for added in (line for line in lines if line.startswith("Cộng ")):
        assert read_back((added.replace("Cộng", FINAL),)) == moved.paused
        assert f"Cộng {say_minutes(moved.minutes)} " in added


def test_a_file_that_waited_once_is_told_step_by_step():
    believed = believe([Supplement(at("17/11/2026 09:00").at, at("19/11/2026 10:00").at, Origin.DESK)])
    moved = move_due(at("20/11/2026 16:00"), believed.supplements, CALENDAR)
    assert explain_moved(moved, believed, at("16/11/2026 09:00"), CALENDAR) == (
        "Hẹn trả lần đầu: 16:00 thứ Sáu 20/11/2026.",
        (
            "Yêu cầu bổ sung lần 1, cán bộ ghi tay: từ 09:00 thứ Ba 17/11/2026, trong 3 ngày làm việc từ lúc "
            "tiếp nhận; xong 10:00 thứ Năm 19/11/2026."
        ),
        "Đồng hồ dừng 17 giờ làm việc.",
        (
            "Cộng 17 giờ làm việc vào 16:00 thứ Sáu 20/11/2026 (qua thứ Ba 24/11, ngày nghỉ – dự kiến): "
            "17:00 thứ Tư 25/11/2026."
        ),
        "Chọn: hẹn trả cộng thời gian làm việc đã chờ bổ sung (QĐ 766/QĐ-TTg mục 2.1).",
        "Hạn dùng để tính trễ: 17:00 thứ Tư 25/11/2026.",
        "Thời gian này qua thứ Ba 24/11, ngày nghỉ – dự kiến: chưa có văn bản chính thức.",
    )


def test_what_changes_nothing_and_what_is_late_by_rule_is_said_too():
    told = [
        Supplement(at("20/11/2026 08:00").at, at("20/11/2026 10:00").at, Origin.SOURCE),
        Supplement(at("20/11/2026 14:00").at, None, Origin.DESK),
    ]
    believed = believe(told)
    moved = move_due(at("19/11/2026"), believed.supplements, CALENDAR)
    lines = explain_moved(moved, believed, at("16/11/2026 09:00"), CALENDAR)
    assert lines.count(AFTER_DUE) == 2
    assert "Yêu cầu bổ sung lần thứ 2: tính trễ theo QĐ 766/QĐ-TTg mục 2.1." in lines
    assert any("quá 3 ngày làm việc" in line for line in lines)
    assert lines[-1] == "Hạn dùng để tính trễ: hết thứ Năm 19/11/2026."


def test_a_request_nobody_answered_yet_says_that_the_clock_stands():
    believed = believe([Supplement(at("17/11/2026 09:00").at, None, Origin.DESK)])
    moved = move_due(at("19/11/2026"), believed.supplements, CALENDAR)
    lines = explain_moved(moved, believed, at("16/11/2026 09:00"), CALENDAR)
    assert "Chưa xong: đồng hồ đang dừng." in lines


def test_a_day_is_told_as_a_day():
    assert stamp(START.date()) == Stamp(START, False)


def test_what_is_not_settled_is_named_by_what_it_is_expected_to_be():
    off, worked = date(2026, 11, 24), date(2026, 11, 27)
    assert say_crossing([], [], CALENDAR) == ""
    assert say_crossing([off], [], CALENDAR) == "qua ngày nghỉ dự kiến 24/11/2026"
    assert say_crossing([off, worked], [2027], CALENDAR) == (
        "qua ngày nghỉ dự kiến 24/11/2026; qua ngày làm bù dự kiến 27/11/2026; lịch nghỉ năm 2027 chưa có thông báo "
        "chính thức"
    )
