"""Rows: files (hồ sơ), their applicants apart, what changed in them, where they waited and stood."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class Record(Base):
    """A file. Times stated by the source are never overwritten: later ones go to `record_change`.

    Drawn from its supplements, and from nothing else: `moved_due_at` (the due after the clock stood still; null where
    it did not), `awaiting_since` (a told request not answered yet), `resumed_at` (an answer told, though the last
    import still saw the file waiting) and `requests` (how often papers were asked for).
    """

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_solving_open", "solving_unit_id", "finished_at"),
        Index("ix_record_receiving", "receiving_unit_id", "received_at"),
        Index("ix_record_state_due", "state", "stated_due_at"),
        Index("ix_record_received", "received_at", "pending_import_id"),
        Index(
            "ix_record_pending",
            "pending_import_id",
            sqlite_where=text("pending_import_id IS NOT NULL"),
            postgresql_where=text("pending_import_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"))
    field: Mapped[str]
    receiving_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    receiving_inferred: Mapped[bool] = mapped_column(default=False)
    solving_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    solving_inferred: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str]
    status_text: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    received_has_time: Mapped[bool]
    stated_due_at: Mapped[datetime | None]
    stated_due_has_time: Mapped[bool] = mapped_column(default=True)
    latest_due_at: Mapped[datetime | None]
    latest_due_has_time: Mapped[bool] = mapped_column(default=True)
    computed_due_at: Mapped[datetime | None]
    computed_provisional: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]
    finished_has_time: Mapped[bool] = mapped_column(default=True)
    returned_at: Mapped[datetime | None]
    returned_has_time: Mapped[bool] = mapped_column(default=True)
    paused_since: Mapped[datetime | None]
    last_import_id: Mapped[int | None] = mapped_column(ForeignKey("record_import.id"))
    moved_due_at: Mapped[datetime | None]
    moved_due_has_time: Mapped[bool] = mapped_column(default=True)
    awaiting_since: Mapped[datetime | None]
    resumed_at: Mapped[datetime | None]
    requests: Mapped[int] = mapped_column(default=0)
    is_sample: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    pending_import_id: Mapped[int | None] = mapped_column(ForeignKey("record_import.id"))
    """The large import that brings this file: nobody sees it before that import is visible."""

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class RecordApplicant(Base):
    """The applicant's personal data, apart and sealed: name, address, phone, e-mail, identity number."""

    __tablename__ = "record_applicant"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    sealed: Mapped[bytes]


class RecordChange(Base):
    """One fact of a file that a later source told differently: both are kept."""

    __tablename__ = "record_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("record_import.id"))
    at: Mapped[datetime]
    fact: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    flags: Mapped[list[Any]]


class RecordSupplement(Base):
    """A request to complete a file's papers and when they came: the clock stands still between the two.

    `origin`: source (told by the software), desk (entered by hand) or import (seen between two imports, so known only
    as far as these lie apart). `kind`: supplement, or payment, which stops the clock but is no request for papers.
    `first_told_at`: when we first heard of it; `told_at` is new with every answer or note.
    """

    __tablename__ = "record_supplement"
    __table_args__ = (UniqueConstraint("record_id", "asked_at", "origin"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="supplement")
    origin: Mapped[str]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("record_import.id"))
    told_at: Mapped[datetime]
    first_told_at: Mapped[datetime | None]
    actor_name: Mapped[str] = mapped_column(default="")
    actor_login: Mapped[str] = mapped_column(default="")


class RecordStep(Base):
    """One agency's share of a file's way (phiếu kiểm soát): taken over, its own due, handed on."""

    __tablename__ = "record_step"
    __table_args__ = (UniqueConstraint("record_id", "unit_id", "received_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    received_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    origin: Mapped[str]
    told_at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(default="")
    actor_login: Mapped[str] = mapped_column(default="")
