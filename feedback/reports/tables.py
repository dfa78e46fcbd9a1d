"""Rows: weekly numbers as they were computed, never rewritten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class Edition(Base):
    """The numbers of one week for one scope, with their hash; a correction is a new edition."""

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("week", "scope_kind", "scope_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[str]
    scope_kind: Mapped[str]
    scope_id: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    cut_off: Mapped[datetime]
    formula: Mapped[str]
    numbers: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    created_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False)
