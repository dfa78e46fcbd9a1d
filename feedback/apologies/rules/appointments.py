"""The one new date a file may get."""

from datetime import datetime, timedelta

from feedback.foundation.errors import Invalid
from feedback.foundation.words import moment as moment_words
from feedback.working_calendar.rules import WorkCalendar, day_of, minute_of, working_span

LONGEST = timedelta(days=366)


def check_new_due(
    new_due: datetime, *, due: datetime, now: datetime, calendar: WorkCalendar, finished: datetime | None = None
) -> datetime:
    """The new moment, if it is a working moment after both the old due moment and now (all aware). Invalid otherwise.

    Where the result is there already (`finished`, late), its own day is the honest date: nothing is promised any more.
    MissingCalendar (an Invalid) names a year not loaded.
    """
    if finished is not None and day_of(minute_of(new_due)) == day_of(minute_of(finished)):
        return max(new_due, finished)
    if new_due <= due:
        raise Invalid(f"Ngày hẹn mới phải sau giờ hẹn cũ ({moment_words(due)}).")
    if new_due <= now:
        raise Invalid("Ngày hẹn mới đã qua. Hãy chọn một thời điểm trong giờ làm việc sắp tới.")
    if new_due - now > LONGEST:
        raise Invalid("Ngày hẹn mới xa hơn một năm. Hãy kiểm tra lại năm đã ghi.")
    if not calendar.is_working(minute_of(new_due)):
        raise Invalid(
            f"{moment_words(new_due)} không phải giờ làm việc của đơn vị (ngày nghỉ hoặc ngoài giờ). "
            "Hãy chọn một thời điểm trong giờ làm việc."
        )
    return new_due


def working_days_late(due: datetime, until: datetime, calendar: WorkCalendar) -> int:
    """Working days between the due moment and a later one, a begun day counted whole; 0 when it is not later."""
    span = working_span(due, until, calendar)
    return span.days + (1 if span.minutes else 0)
