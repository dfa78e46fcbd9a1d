"""Rows: work waiting to be done once, documents as sent, hand-over tasks, the slots of the timetable."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class Document(Base):
    """Bytes as they were made and sent: never changed."""

    __tablename__ = "document"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes]
    is_sealed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class WorkItem(Base):
    """One piece of work per (kind, subject), for ever."""

    __tablename__ = "work_item"
    __table_args__ = (UniqueConstraint("kind", "subject"), Index("ix_work_item_due", "state", "not_before"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    payload: Mapped[dict[str, Any]]
    sealed: Mapped[bytes | None]
    document_ids: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(default="due")
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    message_id: Mapped[str | None]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
    receipt: Mapped[str] = mapped_column(default="")
    receipt_at: Mapped[datetime | None]
    ask_receipt_at: Mapped[datetime | None]


class WorkEvent(Base):
    """What became of an item, one line a try and a receipt: never changed, never twice."""

    __tablename__ = "work_event"
    __table_args__ = (UniqueConstraint("work_id", "what", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[UUID] = mapped_column(ForeignKey("work_item.id"))
    at: Mapped[datetime]
    what: Mapped[str]
    said: Mapped[str] = mapped_column(default="")


class Way(Base):
    """Whether anything may leave this installation. One row; its number is compared with one kept outside.

    `sequence` only grows. A file beside the database holds the last one; a database that is behind it was put back.
    """

    __tablename__ = "way_out"

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    counted_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_why: Mapped[str] = mapped_column(default="")
    reconciled: Mapped[int] = mapped_column(default=0)
    unknown: Mapped[int] = mapped_column(default=0)


class Task(Base):
    """Something a person has to do and tick off."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("kind", "subject"), Index("ix_task_open", "unit_id", "done_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    for_role: Mapped[str] = mapped_column(default="officer")
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(default="")


class JobSlot(Base):
    """One turn of one job. The primary key is what makes it happen once."""

    __tablename__ = "job_slot"

    job: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    owner: Mapped[str]
    lease_until: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=1)
    last_error: Mapped[str] = mapped_column(default="")
