"""A work item's states and the patience with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from feedback.outbox.rules.rhythm import LOCAL


class WorkState(StrEnum):
    """due → leased → sending → sent; failed when nobody but a person can help; held when a person stopped it.

    `done` is a work item that needed no sending after all (its reason is in `last_error`).
    """

    DUE = "due"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"
    DONE = "done"


STATE_WORDS = {
    WorkState.DUE: "chờ gửi",
    WorkState.LEASED: "đang gửi",
    WorkState.SENDING: "đang gửi",
    WorkState.SENT: "đã gửi",
    WorkState.FAILED: "gửi không được",
    WorkState.HELD: "tạm giữ",
    WorkState.DONE: "không cần gửi",
}

LEASE = timedelta(minutes=10)
"""Longer than any conversation with a mail server may last; a process that died gives its work back after this."""

RETRY_MINUTES = (1, 2, 5, 10, 15, 30, 60, 60, 60)
"""Waits between tries: a greylisting server wants 5–15 minutes, a rebooting one an hour; 4 hours 3 minutes in all."""


class Outcome(StrEnum):
    """How one try ended."""

    SENT = "sent"
    RETRIED = "retried"
    FAILED = "failed"
    NEEDLESS = "needless"
    TAKEN_OVER = "taken over"


class Later(Exception):
    """Raised by a handler: not now (server away, 4xx). The item is tried again after a pause."""


class Never(Exception):
    """Raised by a handler: trying again cannot help (5xx, no such address). A person gets a task."""


class Gone(Exception):
    """Raised by a handler: there is nothing left to do (the file gave no address after all)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One leased work item as its handler sees it. `message_id` is the same on every try."""

    id: UUID
    kind: str
    subject: str
    unit_id: int | None
    payload: dict[str, Any]
    document_ids: tuple[UUID, ...]
    message_id: str
    attempt: int
    created_at: datetime
    sealed: bytes | None = field(default=None, repr=False)


Handler = Callable[[Delivery, datetime], None]
"""Does one kind of work at a given moment. Returns when it is done, or raises Later, Never or Gone."""


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after the `attempts`-th try failed (1 = the first); None when patience is at its end."""
    if attempts > len(RETRY_MINUTES):
        return None
    return now + timedelta(minutes=RETRY_MINUTES[attempts - 1])


SATURDAY = 5
STALE = timedelta(days=1)


def subject_when(subject: str, created_at: datetime, now: datetime) -> str:
    """The subject, marked "(gửi muộn)" when the letter has waited more than a day (the system was down)."""
    return f"{subject} (gửi muộn)" if now - created_at > STALE else subject


def a_day_later(now: datetime) -> datetime:
    """The clock of a task nobody computes a working day for: a day, and no end on a weekend (UTC+7)."""
    later = now + timedelta(days=1)
    weekday = later.astimezone(LOCAL).weekday()
    return later + timedelta(days=max(0, 7 - weekday)) if weekday >= SATURDAY else later


def slot_pause(attempts: int) -> timedelta:
    """How long a failed turn of a job waits: 1, 2, 4 … minutes, an hour at most. A turn is never given up."""
    return timedelta(minutes=min(60, 2 ** min(attempts - 1, 6)))


def title_of(payload: Mapping[str, Any], subject: str) -> str:
    """What a person calls the item: its title, else the letter's subject line, else the key it is known by."""
    return str(payload.get("title") or payload.get("subject") or subject)
