"""Rows: the printed codes that say where an answer comes from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class PrintedCode(Base):
    """A QR code of a counter. Reissuing revokes the old one and counts the version up."""

    __tablename__ = "printed_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="active")
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
