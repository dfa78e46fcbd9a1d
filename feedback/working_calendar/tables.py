"""Rows: which years are loaded, which days differ from the ordinary week, office hours."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base

FOR_EVERYBODY = text("unit_id IS NULL")


class CalendarYear(Base):
    """A year whose notice (or legal minimum) has been loaded; other years refuse to be computed.

    `stamp` is new at every change of the year's days or of anybody's hours: what was counted under another stamp may
    be out of date. `provisional` years have days off in lieu or swapped that no official notice has settled.
    """

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    loaded_at: Mapped[datetime]
    provisional: Mapped[bool] = mapped_column(default=False)
    stamp: Mapped[str]
    source: Mapped[str] = mapped_column(default="")


class CalendarDay(Base):
    """A day that is not an ordinary day of the week; unit_id null means everybody.

    `origin` is `reference` (came with the program), `file` (an administrator's file) or `hand`: the reference never
    writes over the other two.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (
        UniqueConstraint("day", "unit_id"),
        # Two nulls are not equal to a database: without this the same holiday could stand twice.
        Index(
            "uq_calendar_day_for_everybody",
            "day",
            unique=True,
            sqlite_where=FOR_EVERYBODY,
            postgresql_where=FOR_EVERYBODY,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    name: Mapped[str]
    is_working: Mapped[bool]
    sessions: Mapped[str | None]
    pair_date: Mapped[date | None]
    status: Mapped[str]
    confidence: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="reference")


class OfficeHours(Base):
    """Sessions of a weekday (0 = Monday), e.g. `07:00-11:30,13:30-17:00`; empty text means closed."""

    __tablename__ = "office_hours"
    __table_args__ = (UniqueConstraint("unit_id", "weekday", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    weekday: Mapped[int]
    sessions: Mapped[str]
    valid_from: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="")
