"""Rows: what was decided when the calendar changed, and what it did to each running file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class CalendarDecision(Base):
    """One change of the calendar, and what was decided for the files that were running: reckoned anew, or kept.

    `change` and `before` are what was set and what stood there (`working_calendar.rules.proposals`); `choice` is
    recompute | keep; `state` is applying | done. `cursor` is the last file looked at, `told_at` is when every citizen
    who held a date on a day off had been written to.
    """

    __tablename__ = "calendar_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str]
    document_number: Mapped[str] = mapped_column(default="")
    document_day: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="")
    is_official: Mapped[bool] = mapped_column(default=True)
    change: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any]]
    choice: Mapped[str]
    reason: Mapped[str]
    actor_name: Mapped[str]
    actor_login: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="applying")
    cursor: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class CalendarMove(Base):
    """What a decision meant for one file: its computed due before and after, and the date its citizen was told anew.

    Where the choice was to keep, `after` is the due that would have been. `promised_*` is the date of an approved
    notice that fell on a day off, and where it went; `told_at` is when that went out, once per file and decision.
    """

    __tablename__ = "calendar_move"
    __table_args__ = (UniqueConstraint("decision_id", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("calendar_decision.id"))
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    choice: Mapped[str]
    before: Mapped[datetime | None]
    after: Mapped[datetime | None]
    promised_before: Mapped[datetime | None]
    promised_after: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
