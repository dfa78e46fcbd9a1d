"""Rows: administrative procedures and their time limits."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class Procedure(Base):
    """A thủ tục hành chính. `limit_kind` is a `working_calendar.rules.TimeLimit` kind; `none` where unknown.

    `origin` is `reference` (came with the program) or `file` (an administrator's, which the reference leaves alone).
    """

    __tablename__ = "procedure"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_folded: Mapped[str] = mapped_column(index=True)
    field: Mapped[str]
    level: Mapped[str] = mapped_column(default="")
    limit_kind: Mapped[str]
    limit_amount: Mapped[int | None]
    limit_max: Mapped[int | None]
    portal_number: Mapped[str] = mapped_column(default="")
    time_text: Mapped[str] = mapped_column(default="")
    time_evidence: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")
    implementer: Mapped[str] = mapped_column(default="")
    fee_text: Mapped[str] = mapped_column(default="")
    confidence: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="reference")
    retired_on: Mapped[date | None]
