"""Why a file's due is what it is after its supplements, in lines a citizen can follow on a wall calendar.

Walked day by day: it shares no arithmetic with `effective`, and the tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from feedback.records.rules.effective import HOLDS_WORDS, Holds, Moved
from feedback.records.rules.stamps import Stamp, before, stamp
from feedback.records.rules.supplements import (
    KIND_WORDS,
    ORIGIN_WORDS,
    Believed,
    Kind,
    Origin,
    Supplement,
    asked_in_time,
)
from feedback.working_calendar.rules import Sessions, WorkCalendar, day_of, minute_of, moment_of
from feedback.working_calendar.rules.days import DAY, day_number
from feedback.working_calendar.rules.wording import day_name, short_day, the_moment

FINAL = "Hạn dùng để tính trễ: "
IN_TIME_WORDS = {True: "trong 3 ngày làm việc", False: "quá 3 ngày làm việc"}
SECOND_REQUEST = "Yêu cầu bổ sung lần thứ {number}: tính trễ theo QĐ 766/QĐ-TTg mục 2.1."
AFTER_DUE = "Lúc hỏi đã quá hạn: đồng hồ không dừng, hạn không kéo dài."
TOLD_AFTER_DUE = "Cán bộ ghi vào khi hồ sơ đã quá hạn ({at}): giữ làm lịch sử, hạn không kéo dài."
WITH_LATER = "không ghi lúc xong, lấy theo lần yêu cầu sau"
BY_IMPORT = "hai đầu chỉ chính xác đến thời điểm của lần nhập"


def explain_moved(moved: Moved, believed: Believed, received: Stamp, calendar: WorkCalendar) -> tuple[str, ...]:
    """From the first due to the one that holds, a line for each step; the last but the warnings begins with FINAL.

    MissingCalendar names a year not loaded.
    """
    return (
        f"Hẹn trả lần đầu: {say_due(moved.first)}.",
        *_waits(moved, believed, received, calendar),
        *_added(moved, calendar),
        *_chosen(moved),
        f"{FINAL}{say_due(moved.due)}.",
        *_unsettled(moved, received, calendar),
    )


def say_due(due: Stamp) -> str:
    """ "16:10 thứ Sáu 21/8/2026"; "hết thứ Sáu 21/8/2026" where only the day is known."""
    if due.has_time:
        return the_moment(minute_of(due.at))
    return f"hết {short_day(due.day)}/{due.day.year}"


def say_held(held: Stamp) -> str:
    """The line under a computation that no longer gives the due that holds: it was kept, or not reckoned anew."""
    return (
        f"Trên đây là cách tính theo lịch và thời hạn hiện nay. Hạn đang giữ là {say_due(held)}, tính trước khi lịch "
        "hoặc thời hạn của thủ tục thay đổi."
    )


def say_crossing(days: Iterable[date], years: Iterable[int], calendar: WorkCalendar) -> str:
    """What a due's way crosses that no notice has settled: "qua ngày nghỉ dự kiến 24/11/2026"; "" where nothing."""
    off: list[str] = []
    worked: list[str] = []
    for day in days:
        (worked if calendar.is_working_day(day) else off).append(f"{day:%d/%m/%Y}")
    told = [f"qua ngày nghỉ dự kiến {', '.join(off)}"] if off else []
    told += [f"qua ngày làm bù dự kiến {', '.join(worked)}"] if worked else []
    told += [f"lịch nghỉ năm {year} chưa có thông báo chính thức" for year in years]
    return "; ".join(told)


def say_minutes(minutes: int) -> str:
    """ "17 giờ 30 phút làm việc"."""
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours} giờ"] if hours else []) + ([f"{rest} phút"] if rest or not hours else [])
    return f"{' '.join(parts)} làm việc"


def _waits(moved: Moved, believed: Believed, received: Stamp, calendar: WorkCalendar) -> Iterator[str]:
    pauses = {id(pause.supplement): pause for pause in moved.pauses}
    asked = 0
    for each in believed.supplements:
        asked += each.kind is Kind.SUPPLEMENT
        yield _asked(each, asked, received, calendar)
        if id(each) in pauses:
            pause = pauses[id(each)]
            yield f"Đồng hồ dừng {say_minutes(pause.minutes)}." if pause.counted else _too_late(each, moved.due)
        elif each.answered_at is None:
            yield _too_late(each, moved.due) if each.came_after(moved.due) else "Chưa xong: đồng hồ đang dừng."
    if asked > 1:
        yield SECOND_REQUEST.format(number=asked)


def _asked(each: Supplement, number: int, received: Stamp, calendar: WorkCalendar) -> str:
    title = KIND_WORDS[each.kind] + (f" lần {number}" if each.kind is Kind.SUPPLEMENT else "")
    within = ""
    if each.kind is Kind.SUPPLEMENT and each.origin is not Origin.IMPORT:
        within = f", {IN_TIME_WORDS[asked_in_time(received, each.asked_at, calendar)]} từ lúc tiếp nhận"
    answered = f"; xong {the_moment(minute_of(each.answered_at))}" if each.answered_at else ""
    shared = f" ({WITH_LATER})" if each.answer_shared else ""
    inferred = f" ({BY_IMPORT})" if each.origin is Origin.IMPORT or each.answer_inferred else shared
    return (
        f"{title}, {ORIGIN_WORDS[each.origin]}: từ {the_moment(minute_of(each.asked_at))}{within}{answered}{inferred}."
    )


def _too_late(each: Supplement, due: Stamp) -> str:
    """Why the clock did not stand still: asked when the due had run out, or written down only then."""
    if each.told_at is None or before(due, Stamp(each.asked_at, True)):
        return AFTER_DUE
    return TOLD_AFTER_DUE.format(at=the_moment(minute_of(each.told_at)))


def _added(moved: Moved, calendar: WorkCalendar) -> Iterator[str]:
    """The time the clock stood still, put after the first due by walking over the sessions that follow it."""
    total = sum(_walked(minute_of(each.start), minute_of(each.end), calendar) for each in moved.pauses if each.counted)
    if total == 0:
        return
    start = _end_of(moved.first, calendar)
    found = _walk_on(start, total, calendar)
    passed = [day for day in _days(day_of(start), day_of(found)) if day in calendar.special]
    over = f" (qua {'; '.join(day_name(day, calendar) for day in passed)})" if passed else ""
    reached = Stamp(moment_of(found), True)
    end = reached if moved.first.has_time else stamp(reached.day)
    yield f"Cộng {say_minutes(total)} vào {the_moment(start)}{over}: {say_due(end)}."


def _chosen(moved: Moved) -> Iterator[str]:
    if moved.holds is Holds.FIRST:
        return
    if moved.anew is not None:
        yield f"Nếu thời hạn tính lại từ lúc bổ sung xong (NĐ 61/2018 Điều 19.4): {say_due(moved.anew)}."
    if moved.restated is not None:
        yield f"Nguồn hẹn lại: {say_due(moved.restated)}."
    yield f"Chọn: {HOLDS_WORDS[moved.holds]}."


def _unsettled(moved: Moved, received: Stamp, calendar: WorkCalendar) -> Iterator[str]:
    days = calendar.uncertain_days(minute_of(received.at), _end_of(moved.due, calendar))
    if days:
        named = "; ".join(day_name(day, calendar) for day in days)
        yield f"Thời gian này qua {named}: chưa có văn bản chính thức."


def _walked(first: int, last: int, calendar: WorkCalendar) -> int:
    """Working minutes between two minutes, one session after another."""
    return sum(
        max(0, min(last, number + end) - max(first, number + start))
        for day in _days(day_of(first), day_of(last))
        for number in [day_number(day) * DAY]
        for start, end in _sessions(day, calendar)
    )


def _walk_on(minute: int, amount: int, calendar: WorkCalendar) -> int:
    """The minute by which `amount` working minutes have passed; the minute itself for none."""
    day, left = day_of(minute), amount
    while left > 0:
        for start, end in _sessions(day, calendar):
            begin = max(minute, day_number(day) * DAY + start)
            took = min(left, day_number(day) * DAY + end - begin)
            if took > 0:
                left, minute = left - took, begin + took
        day += timedelta(days=1)
    return minute


def _end_of(due: Stamp, calendar: WorkCalendar) -> int:
    """The minute a due runs out; a day-only one with its office, on a day off at midnight."""
    if due.has_time:
        return minute_of(due.at)
    number = day_number(due.day) * DAY
    sessions = _sessions(due.day, calendar)
    return number + sessions[-1][1] if sessions else number + DAY


def _sessions(day: date, calendar: WorkCalendar) -> Sessions:
    return calendar.sessions_on(day) if calendar.is_working_day(day) else ()


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=each) for each in range((last - first).days + 1))
