"""The same count as `due`, walked day by day in words: a citizen or an inspector can follow it on a wall calendar.

It shares no arithmetic with `due`; the tests hold the two against each other to the minute.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from feedback.working_calendar.rules.calendar import WorkCalendar
from feedback.working_calendar.rules.days import DAY, clock, day_number, day_of, minute_of
from feedback.working_calendar.rules.due import DEFAULT_POLICY, due_at
from feedback.working_calendar.rules.limits import Counting, DuePolicy, LimitKind, TimeLimit
from feedback.working_calendar.rules.wording import counted_name, day_name, passed_over, run_name, short_day, the_moment

LONG = 12
"""Working days told one by one; longer limits are told in runs."""
NOT_COUNTED = "ngày nhận không tính (theo Điều 147.2 BLDS 2015)"


def explain_due(
    limit: TimeLimit, received_at: datetime, calendar: WorkCalendar, policy: DuePolicy = DEFAULT_POLICY
) -> tuple[str, ...]:
    """How the due moment comes about, a Vietnamese line for each step; the last but the warnings names the moment.

    MissingCalendar as `due_at`.
    """
    if limit.kind is LimitKind.NONE:
        return ("Thủ tục này không có thời hạn giải quyết trong dữ liệu: chưa tính được hạn trả.",)
    received = minute_of(received_at)
    base, opening = _opening(received, limit, calendar, policy)
    steps, due = _walk(limit, base, calendar, policy)
    return (
        *opening,
        *steps,
        f"Hạn trả kết quả: {the_moment(due)}.",
        *_warnings(limit, received_at, due, calendar, policy),
    )


def _opening(received: int, limit: TimeLimit, calendar: WorkCalendar, policy: DuePolicy) -> tuple[int, list[str]]:
    """The minute from which to count, and why it is that one."""
    said = f"Nhận {the_moment(received)}"
    start = _first_working(received, calendar)
    today = day_of(start) == day_of(received)
    cutoff = clock(policy.same_day_cutoff)
    has_cutoff = policy.cutoff_for_all or limit.kind is LimitKind.SAME_DAY
    whole = _from_midnight(limit, policy)
    if has_cutoff and today and received % DAY > policy.same_day_cutoff:
        start = _first_working((start // DAY + 1) * DAY, calendar)
        counted = (
            f"coi như nhận ngày làm việc kế tiếp, {{}}; {NOT_COUNTED}" if whole else "tính từ ngày làm việc kế tiếp, {}"
        )
        return start, [f"{said}, sau {cutoff}: {counted.format(day_name(day_of(start), calendar))}."]
    if whole and policy.cutoff_for_all and not today:
        return start, [f"{said}, ngoài giờ làm việc: coi như nhận {day_name(day_of(start), calendar)}; {NOT_COUNTED}."]
    if whole:
        return received, [f"{said}; {NOT_COUNTED}."]
    if start == received:
        return start, [f"{said}, trong giờ làm việc: tính ngay từ lúc đó."]
    return start, [f"{said}, ngoài giờ làm việc: tính từ {clock(start)} {day_name(day_of(start), calendar)}."]


def _from_midnight(limit: TimeLimit, policy: DuePolicy) -> bool:
    """Whether whole days are counted, so that the hour of receipt does not matter."""
    whole = limit.kind is LimitKind.WORKING_DAYS and policy.counting is Counting.END_OF_LAST_DAY
    return whole or limit.kind is LimitKind.CALENDAR_DAYS


def _walk(limit: TimeLimit, base: int, calendar: WorkCalendar, policy: DuePolicy) -> tuple[list[str], int]:
    if limit.kind is LimitKind.WORKING_DAYS:
        return _walk_working_days(limit.amount, base, calendar, policy)
    if limit.kind is LimitKind.CALENDAR_DAYS:
        return _walk_calendar_days(limit.amount, base, calendar)
    if limit.kind is LimitKind.WORKING_HOURS:
        return _walk_hours(limit.amount, base, calendar)
    return ["Giải quyết trong ngày làm việc: hạn là cuối giờ làm việc ngày đó."], _end_of(day_of(base), calendar)


def _walk_working_days(amount: int, base: int, calendar: WorkCalendar, policy: DuePolicy) -> tuple[list[str], int]:
    counted: list[date] = []
    passed: list[date] = []
    for day in _days_after(day_of(base)):
        (counted if calendar.is_working_day(day) else passed).append(day)
        if len(counted) == amount:
            break
    lines = [f"Thời hạn {amount} ngày làm việc.", *_tell_days(counted, passed, calendar)]
    if policy.counting is Counting.END_OF_LAST_DAY:
        return [*lines, "Hạn là cuối giờ làm việc của ngày cuối cùng."], _end_of(counted[-1], calendar)
    same = day_number(counted[-1]) * DAY + base % DAY
    due = _first_working(same, calendar)
    if due != same:
        lines.append(f"{clock(same)} {short_day(counted[-1])} cơ quan không làm việc: chuyển sang {the_moment(due)}.")
    return lines, due


def _walk_calendar_days(amount: int, base: int, calendar: WorkCalendar) -> tuple[list[str], int]:
    last = day_of(base) + timedelta(days=amount)
    lines = [f"Thời hạn {amount} ngày (kể cả ngày nghỉ): ngày cuối cùng là {day_name(last, calendar)}."]
    due = last
    while not calendar.is_working_day(due):
        due += timedelta(days=1)
    if due != last:
        lines.append(
            f"Ngày cuối cùng là ngày nghỉ: kéo sang cuối ngày làm việc kế tiếp, {day_name(due, calendar)} "
            "(theo Điều 148.5 BLDS 2015)."
        )
    return lines, _end_of(due, calendar)


def _walk_hours(amount: int, base: int, calendar: WorkCalendar) -> tuple[list[str], int]:
    lines, left, day = [f"Thời hạn {amount} giờ làm việc."], amount * 60, day_of(base)
    while True:
        for first, last in calendar.sessions_on(day) if calendar.is_working_day(day) else ():
            start = max(base, day_number(day) * DAY + first)
            took = min(left, day_number(day) * DAY + last - start)
            if took > 0:
                lines.append(f"{clock(start)}–{clock(start + took)} {short_day(day)}: {_worded(took)}.")
                left -= took
            if left == 0:
                return lines, start + took
        day += timedelta(days=1)


def _worded(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(([f"{hours} giờ"] if hours else []) + ([f"{rest} phút"] if rest else []))


def _tell_days(counted: list[date], passed: list[date], calendar: WorkCalendar) -> Iterator[str]:
    """Counted and passed-over days in the order of the calendar, neighbours of a kind together."""
    number = {day: index for index, day in enumerate(counted, 1)}
    if len(counted) <= LONG:
        runs = groupby(sorted(counted + passed), key=lambda day: (day in number, number.get(day)))
    else:
        runs = groupby(sorted(counted + passed), key=lambda day: (day in number, None))
    for (is_counted, _), run in runs:
        days = list(run)
        if not is_counted:
            yield f"Bỏ qua {passed_over(days, calendar)}."
        else:
            yield f"{counted_name(number[days[0]], number[days[-1]])}: {run_name(days, calendar)}."


def _warnings(
    limit: TimeLimit, received_at: datetime, due: int, calendar: WorkCalendar, policy: DuePolicy
) -> Iterator[str]:
    received = minute_of(received_at)
    for year in calendar.uncertain_years(received, due):
        yield f"Tạm tính: lịch nghỉ năm {year} chưa có thông báo chính thức, hạn có thể thay đổi."
    days = calendar.uncertain_days(received, due)
    if days:
        otherwise = due_at(limit, received_at, calendar.as_if_worked, policy)
        named = "; ".join(day_name(day, calendar) for day in days)
        moved = minute_of(otherwise.at) if otherwise else due
        effect = "hạn không đổi" if moved == due else f"hạn sẽ là {the_moment(moved)}"
        yield f"Tạm tính: {named}, chưa có văn bản chính thức; {_otherwise(days, calendar)} thì {effect}."


def _otherwise(days: Sequence[date], calendar: WorkCalendar) -> str:
    """What is the case where nobody confirms these days; a Saturday that is only expected to be worked stays off."""
    worked = {calendar.is_working_day(day) for day in days}
    if worked == {False}:
        return "nếu hôm đó vẫn làm việc" if len(days) == 1 else "nếu những hôm đó vẫn làm việc"
    if worked == {True}:
        return "nếu hôm đó vẫn theo lịch thường" if len(days) == 1 else "nếu những hôm đó vẫn theo lịch thường"
    return "nếu lịch vẫn như thường"


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        yield day


def _first_working(minute: int, calendar: WorkCalendar) -> int:
    """The first working moment at or after, found by looking at one day after another."""
    day = day_of(minute)
    while True:
        if calendar.is_working_day(day):
            for first, last in calendar.sessions_on(day):
                start = day_number(day) * DAY + first
                if minute <= day_number(day) * DAY + last:
                    return max(minute, start)
        day += timedelta(days=1)


def _end_of(day: date, calendar: WorkCalendar) -> int:
    return day_number(day) * DAY + calendar.sessions_on(day)[-1][1]
