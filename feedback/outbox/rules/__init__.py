"""What a work item may become, how long to wait before the next try, and which turns of a job are due."""

from feedback.outbox.rules.permissions import RELEASE_OUTBOX, SEE_OUTBOX, SEE_TASKS
from feedback.outbox.rules.rhythm import BEGUN, JOB_WORDS, Rhythm, Slot
from feedback.outbox.rules.tasks import by_place, ends_with_its_deed
from feedback.outbox.rules.work import (
    LEASE,
    RETRY_MINUTES,
    STATE_WORDS,
    Delivery,
    Gone,
    Handler,
    Later,
    Never,
    Outcome,
    WorkState,
    a_day_later,
    next_try,
    slot_pause,
    subject_when,
    title_of,
)

__all__ = [
    "BEGUN",
    "JOB_WORDS",
    "LEASE",
    "RELEASE_OUTBOX",
    "RETRY_MINUTES",
    "SEE_OUTBOX",
    "SEE_TASKS",
    "STATE_WORDS",
    "Delivery",
    "Gone",
    "Handler",
    "Later",
    "Never",
    "Outcome",
    "Rhythm",
    "Slot",
    "WorkState",
    "a_day_later",
    "by_place",
    "ends_with_its_deed",
    "next_try",
    "slot_pause",
    "subject_when",
    "title_of",
]
