"""Rows: one answer sheet is one row; comments apart and sealed. No address, no device, no file is kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base

UNSETTLED = text("opened_at IS NOT NULL")


class Sheet(Base):
    """One opened page that was answered.

    `id` is drawn from the sheet's hidden key, so a resend meets its own primary key. `items` holds item → value
    (courtesy items and `late` as words, factor items as 1…5); `earlier` the faces that corrections replaced, in
    order. `opened_at` is emptied and the other moments are cut to the hour once nothing can be corrected any more.
    """

    __tablename__ = "sheet"
    __table_args__ = (
        Index("ix_sheet_day", "unit_id", "observed_day"),
        # Only the last minutes' sheets stand in this index: what the settling job has still to do.
        Index("ix_sheet_unsettled", "last_at", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    channel: Mapped[str]
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    receipt: Mapped[str] = mapped_column(index=True)
    opened_at: Mapped[datetime | None]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    observed_day: Mapped[date]
    lang: Mapped[str] = mapped_column(default="vi")
    block: Mapped[int] = mapped_column(default=0)
    overall: Mapped[int]
    items: Mapped[dict[str, Any]]
    earlier: Mapped[list[Any]]
    flags: Mapped[list[Any]]


class Comment(Base):
    """What somebody wrote, sealed; `masked` is what staff may read. `id` is drawn from sheet and text: no twins."""

    __tablename__ = "comment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    sheet_id: Mapped[UUID] = mapped_column(index=True)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    received_day: Mapped[date]
    sealed: Mapped[bytes | None]
    masked: Mapped[str]
