"""Rows: the printed codes and enrolled tablets that say where an answer comes from, and what was seen of them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
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


class CodeCheck(Base):
    """What an officer saw of a counter on a day: whether it was open, and whether its printed code is still ours."""

    __tablename__ = "code_check"
    __table_args__ = (UniqueConstraint("counter_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    day: Mapped[date]
    open: Mapped[bool]
    code_ok: Mapped[bool | None]
    checked_at: Mapped[datetime]
    checked_by: Mapped[str]


class Tablet(Base):
    """A tablet in a hall, from its invitation to its revocation.

    `public_key` is the P-256 key it proves itself with, in X9.62 uncompressed form. `last_counter` is the highest
    request it has signed, `last_seq` the highest answer number it has told of; numbers up to `first_seq` it gave under
    an earlier enrolment, which is `continues` where it is one of this unit. `offset` is server time minus the
    tablet's, in milliseconds; `storage` is a share of its quota in percent; `persisted` whether the browser promised to
    keep its storage. `revoked_by` is a login: whoever revoked may not let its later answers in.
    """

    __tablename__ = "tablet"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    name: Mapped[str]
    state: Mapped[str]
    ask: Mapped[str]
    pin_hash: Mapped[str]
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    code_expires_at: Mapped[datetime | None]
    public_key: Mapped[bytes | None]
    invited_at: Mapped[datetime]
    enrolled_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]
    revoked_why: Mapped[str | None]
    last_counter: Mapped[int] = mapped_column(BigInteger, default=0)
    first_seq: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(default=0)
    continues: Mapped[UUID | None]
    last_seen_at: Mapped[datetime | None]
    silent_since: Mapped[datetime | None]
    queue: Mapped[int] = mapped_column(default=0)
    storage: Mapped[int] = mapped_column(default=0)
    offset: Mapped[int] = mapped_column(BigInteger, default=0)
    version: Mapped[str] = mapped_column(default="")
    persisted: Mapped[bool] = mapped_column(default=True)


class TabletDay(Base):
    """What a tablet told of one day: how many answers it recorded, how often it was heard, how long it was silent."""

    __tablename__ = "tablet_day"

    tablet_id: Mapped[UUID] = mapped_column(ForeignKey("tablet.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    recorded: Mapped[int] = mapped_column(default=0)
    beats: Mapped[int] = mapped_column(default=0)
    silent_minutes: Mapped[int] = mapped_column(default=0)
