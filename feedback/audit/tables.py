"""Rows: who did what to what, when. Append only; each row carries its own labels."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class AuditNote(Base):
    __tablename__ = "audit_note"
    __table_args__ = (Index("ix_audit_note_object", "object_kind", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    verb: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    object_label: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(index=True)
    unit_path: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]]
