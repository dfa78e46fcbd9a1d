"""What a sheet may hold, when it may still change, and what makes it doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from feedback.foundation.errors import Invalid
from feedback.questionnaires.rules import Questionnaire

CORRECTION = timedelta(minutes=10)
TOO_FAST = timedelta(seconds=2)
TOO_OLD = timedelta(minutes=60)

LATE = "late"
FACES = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}

Value = str | int


class Outcome(StrEnum):
    """What a tap did."""

    COUNTED = "counted"
    SAME = "same"
    CORRECTED = "corrected"
    STANDS = "stands"


class Flag(StrEnum):
    """Why somebody may look twice. The sheet counts all the same."""

    TOO_FAST = "too_fast"
    TOO_OLD = "too_old"
    REVOKED_CODE = "revoked_code"
    CLOCK_CORRECTED = "clock_corrected"
    LATE_ARRIVAL = "late_arrival"
    UNKNOWN_PLACE = "unknown_place"
    FROM_QUARANTINE = "from_quarantine"


class Channel(StrEnum):
    """How an answer came; channels are always shown apart."""

    QR = "qr"
    TABLET = "tablet"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """Everything that is known of a sheet before its first tap. `opened_at` is aware, or None when unknown."""

    id: UUID
    unit_id: int
    counter_id: int | None
    channel: str
    version_id: int
    receipt: str
    block: int
    lang: str
    opened_at: datetime | None
    flags: tuple[str, ...] = ()
    field: str | None = None
    stage: str | None = None
    lateness: str | None = None


def read_face(text: str | None) -> int:
    """1…5 from what the form sent. Invalid for anything else."""
    face = FACES.get(text or "")
    if face is None:
        raise Invalid("Xin chọn một trong năm mức đánh giá.")
    return face


def flags_for(opened_at: datetime | None, tapped_at: datetime) -> tuple[str, ...]:
    """Flags of a first tap: faster than a person reads, or on a page opened over an hour ago."""
    if opened_at is None:
        return ()
    waited = tapped_at - opened_at
    if waited < TOO_FAST:
        return (Flag.TOO_FAST,)
    return (Flag.TOO_OLD,) if waited > TOO_OLD else ()


def tap_again(before: int, face: int, first_at: datetime, now: datetime) -> Outcome:
    """The same key once more: a resend, a correction within ten minutes of the first tap, or too late to change."""
    if face == before:
        return Outcome.SAME
    return Outcome.CORRECTED if now - first_at <= CORRECTION else Outcome.STANDS


def table_of(questionnaire: Questionnaire) -> dict[str, dict[str, Value]]:
    """Item key → what the form may send → what is stored: the whole check, as a table built once per version."""
    courtesy: dict[str, Value] = {choice.value: choice.value for choice in questionnaire.courtesy_answers}
    levels: dict[str, Value] = {choice.value: int(choice.value) for choice in questionnaire.levels}
    table = {item.key: courtesy for item in questionnaire.courtesy_items}
    table |= dict.fromkeys(questionnaire.factor_items, levels)
    table[LATE] = {choice.value: choice.value for choice in questionnaire.late_answers}
    return table


def check_sheet(table: Mapping[str, Mapping[str, Value]], sent: Iterable[tuple[str, str]]) -> dict[str, Value]:
    """The answers among what was sent; fields that are no items are left alone, empty ones are not answers.

    Invalid for a value that the questionnaire does not offer. Of a field sent twice the last counts.
    """
    return dict(_answers(table, sent))


def _answers(table: Mapping[str, Mapping[str, Value]], sent: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Value]]:
    for key, text in sent:
        offered = table.get(key)
        if offered is None or not text:
            continue
        if text not in offered:
            raise Invalid("Có câu trả lời không nằm trong phiếu. Xin quay lại và chọn lần nữa.")
        yield key, offered[text]


def merge(
    before: Mapping[str, Value], answers: Mapping[str, Value], *, first_at: datetime, now: datetime
) -> dict[str, Value]:
    """Answers added to a sheet: new items always, other values only while it can be corrected."""
    if now - first_at <= CORRECTION:
        return {**before, **answers}
    return {**answers, **before}


def can_settle(last_at: datetime, now: datetime) -> bool:
    """Whether nothing about this sheet can be corrected any more."""
    return now - last_at > CORRECTION


def to_the_hour(moment: datetime) -> datetime:
    """The moment cut to its hour, so that nobody can be found by the minute they stood at the counter."""
    return moment.replace(minute=0, second=0, microsecond=0)
