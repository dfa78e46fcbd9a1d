"""Steps of a file at several agencies (phiếu kiểm soát): what is told of them, how each ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from feedback.foundation.errors import Invalid
from feedback.records.rules.stamps import Stamp, before
from feedback.working_calendar.rules import Span, WorkCalendar, working_span


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One agency's share of a file: when it took the file over, until when it had, when it handed it on (aware)."""

    unit_id: int
    received_at: datetime
    due_at: datetime | None = None
    handed_over_at: datetime | None = None


def check_step(step: StepFacts, received: Stamp, now: datetime) -> StepFacts:
    """The step itself. Invalid where its times contradict each other or the file's."""
    if before(Stamp(step.received_at, True), received):
        raise Invalid("Lúc cơ quan nhận không thể trước lúc tiếp nhận hồ sơ. Xin xem lại ngày giờ.")
    if step.received_at > now or (step.handed_over_at is not None and step.handed_over_at > now):
        raise Invalid("Lúc nhận và lúc giao không thể ở tương lai. Xin ghi lúc đã xảy ra.")
    if step.handed_over_at is not None and step.handed_over_at < step.received_at:
        raise Invalid("Lúc giao không thể trước lúc nhận. Xin xem lại ngày giờ.")
    if step.due_at is not None and step.due_at < step.received_at:
        raise Invalid("Hạn của bước không thể trước lúc nhận. Xin xem lại ngày giờ.")
    return step


class Result(StrEnum):
    """How a step ended, as the form names it."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    OPEN_LATE = "open_late"
    NO_DUE = "no_due"


RESULT_WORDS = {
    Result.EARLY: "trước hạn",
    Result.ON_TIME: "đúng hạn",
    Result.LATE: "quá hạn",
    Result.OPEN: "đang giải quyết",
    Result.OPEN_LATE: "đang giải quyết, quá hạn",
    Result.NO_DUE: "không ghi hạn",
}


def result_of(step: StepFacts, now: datetime) -> Result:
    """Early is by the day, as files are told: handed over on the due day in time is on time."""
    if step.due_at is None:
        return Result.NO_DUE
    if step.handed_over_at is None:
        return Result.OPEN_LATE if step.due_at < now else Result.OPEN
    if step.handed_over_at > step.due_at:
        return Result.LATE
    same_day = Stamp(step.handed_over_at, True).day == Stamp(step.due_at, True).day
    return Result.ON_TIME if same_day else Result.EARLY


def step_late(step: StepFacts, now: datetime, calendar: WorkCalendar) -> Span:
    """The working time past the step's own due; nothing while that has not come."""
    if step.due_at is None:
        return Span(0, 0, 0)
    return working_span(step.due_at, step.handed_over_at or now, calendar)


def overran(steps: Iterable[StepFacts], due_at: datetime, finished_at: datetime | None, now: datetime) -> int | None:
    """The agency that held a late file when its due passed; None when it was not late or nobody is known to have it.

    Of several at once it is the one whose own due passed first, one without a due last.
    """
    end = finished_at or now
    if end <= due_at:
        return None
    holding = [
        step
        for step in steps
        if step.received_at <= due_at and (step.handed_over_at is None or step.handed_over_at > due_at)
    ]
    if not holding:
        return None
    latest = datetime.max.replace(tzinfo=UTC)
    return min(holding, key=lambda step: (step.due_at or latest, step.received_at, step.unit_id)).unit_id
