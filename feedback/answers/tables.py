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
    `field`, `stage` and `lateness` are all that a file's one-time code leaves behind; other sheets have none.
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
    field: Mapped[str | None]
    stage: Mapped[str | None]
    lateness: Mapped[str | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    overall: Mapped[int]
    items: Mapped[dict[str, Any]]
    earlier: Mapped[list[Any]]
    flags: Mapped[list[Any]]


class Comment(Base):
    """What somebody wrote, sealed; `masked` is what staff may read. `id` is drawn from sheet and text: no twins.

    `sealed` is emptied when its time is over. `marks` are [start, end, kind] in `masked`: probable names and addresses
    for a person to look at. `topics` and `serious` are keys of the rules; a comment with anything `serious` goes to the
    upper level and the inspector, never to the unit it is about.
    """

    __tablename__ = "comment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    sheet_id: Mapped[UUID] = mapped_column(index=True)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    received_day: Mapped[date]
    sealed: Mapped[bytes | None]
    masked: Mapped[str]
    marks: Mapped[list[Any]] = mapped_column(default=list)
    topics: Mapped[list[Any]] = mapped_column(default=list)
    serious: Mapped[list[Any]] = mapped_column(default=list)


class CallBack(Base):
    """A wish to be called back: a consent of its own, its contact sealed. Nothing here leads to a sheet."""

    __tablename__ = "call_back"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    asked_day: Mapped[date]
    consent: Mapped[str]
    sealed: Mapped[bytes | None]
    state: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    outcome: Mapped[str | None]


class OneTimeCode(Base):
    """A code that counts one answer: a sticker of a unit and day, or the one of an apology, which knows its file.

    Only the token's keyed hash is kept. `record_id` is emptied in the commit that uses the code.
    """

    __tablename__ = "one_time_code"
    # Laid down by hash: the order of rows must not tell which paper came when.
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    hash: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    day: Mapped[date]
    expires_on: Mapped[date]
    used: Mapped[bool]
    stage: Mapped[str | None]
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)


class TabletReceipt(Base):
    """That answer number `seq` of a tablet arrived, for the books of what was lost. Nothing here leads to its sheet.

    `mark` is drawn from the answer's own random number: the same number again is a resend, another one a clone.
    """

    __tablename__ = "tablet_receipt"
    __table_args__ = (Index("ix_tablet_receipt_day", "tablet_id", "observed_day"),)

    tablet_id: Mapped[UUID] = mapped_column(ForeignKey("tablet.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[bytes]
    observed_day: Mapped[date]
    state: Mapped[str]


class QuarantinedAnswer(Base):
    """An answer that arrived from a tablet after its revocation: kept sealed until an inspector decides."""

    __tablename__ = "quarantined_answer"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tablet_id: Mapped[UUID] = mapped_column(ForeignKey("tablet.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    seq: Mapped[int]
    reason: Mapped[str]
    received_at: Mapped[datetime]
    sealed: Mapped[bytes | None]
    state: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decision: Mapped[str | None]
