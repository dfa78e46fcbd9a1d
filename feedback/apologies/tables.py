"""Rows: apology notices from draft to publication, and what the desk confirmed each morning."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class Apology(Base):
    """A Phiếu xin lỗi và đề nghị gia hạn: one per file (turn 1), the number taken when the head approves.

    Turn 2 is the overrun of the new date: no paper, no number, only the word to the upper level.
    """

    __tablename__ = "apology"
    __table_args__ = (
        UniqueConstraint("record_id", "turn"),
        UniqueConstraint("unit_id", "year", "number"),
        Index("ix_apology_state", "state", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    turn: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str]
    state: Mapped[str]
    year: Mapped[int | None]
    number: Mapped[int | None]
    field: Mapped[str]
    due_at: Mapped[datetime]
    limit_at: Mapped[datetime]
    limit_rule: Mapped[str] = mapped_column(default="")
    reason_class: Mapped[str] = mapped_column(default="")
    reason_text: Mapped[str] = mapped_column(default="")
    new_due_at: Mapped[datetime | None]
    head_name: Mapped[str] = mapped_column(default="")
    head_title: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_why: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(default="")
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    sent_in_time: Mapped[bool | None]
    published_until: Mapped[date | None]
    escalated_at: Mapped[datetime | None]
    is_sample: Mapped[bool] = mapped_column(default=False)
    detail: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    delivered_at: Mapped[datetime | None]
    delivery_way: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    form_key: Mapped[str] = mapped_column(default="")
    remedy_text: Mapped[str] = mapped_column(default="")
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("apology.id"))
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("apology.id"))
    signature_way: Mapped[str] = mapped_column(default="paper")
    signed_document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    signed_at: Mapped[datetime | None]
    signature: Mapped[dict[str, Any] | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class NumberBook(Base):
    """The last number a unit used in a year. Counted up in the approving transaction: no gap, no twin."""

    __tablename__ = "apology_number_book"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Confirmation(Base):
    """The desk looked at this file that morning and said it will be done in time."""

    __tablename__ = "confirmation"
    __table_args__ = (UniqueConstraint("day", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[UUID] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    day: Mapped[date]
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    actor_name: Mapped[str]
    at: Mapped[datetime]


class Fault(Base):
    """What an apology that is not about lateness is for; one letter per file names all of them."""

    __tablename__ = "apology_fault"
    __table_args__ = (UniqueConstraint("apology_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    apology_id: Mapped[int] = mapped_column(ForeignKey("apology.id"), index=True)
    kind: Mapped[str]
    happened: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]


class PublicRemoval(Base):
    """Somebody asks to take a line off the public list before its time; a second person decides."""

    __tablename__ = "apology_public_removal"
    __table_args__ = (Index("ix_apology_public_removal_open", "decided_at", "apology_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    apology_id: Mapped[int] = mapped_column(ForeignKey("apology.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    why: Mapped[str]
    asked_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    decided_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    is_confirmed: Mapped[bool | None]
    until: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class OwnForm(Base):
    """A province's own wording of a notice, one row a version; a version some notice was printed from never changes."""

    __tablename__ = "apology_form"
    __table_args__ = (UniqueConstraint("key", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    edition: Mapped[int]
    use: Mapped[str]
    source: Mapped[str]
    dated: Mapped[date | None]
    text: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    first_used_at: Mapped[datetime | None]
