"""Rows: units in a tree with validity dates and successors, areas, heads, desks, counters, officers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base, Json


class Unit(Base):
    """An administrative unit, or an agency that solves files. Codes are reused: the key is (code, generation)."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("code", "generation"), Index("ix_unit_parent", "parent_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    name_folded: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    level: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    generation: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    province_code: Mapped[str | None]
    address: Mapped[str | None]
    is_sample: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")
    confidence: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class UnitSuccession(Base):
    """Which unit took over from which, and on what legal basis."""

    __tablename__ = "unit_succession"
    __table_args__ = (UniqueConstraint("old_unit_id", "new_unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    old_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    new_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    effective: Mapped[date]
    legal_basis: Mapped[str]
    confidence: Mapped[str]


class Area(Base):
    """A named group of communes: a leader's reach and a report, no level of government, signs nothing."""

    __tablename__ = "area"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    is_sample: Mapped[bool] = mapped_column(default=False)


class AreaUnit(Base):
    __tablename__ = "area_unit"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)


class UnitPrefix(Base):
    """The prefix of a record code that names a unit."""

    __tablename__ = "unit_prefix"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    source: Mapped[str] = mapped_column(default="")


class Head(Base):
    """Who leads a unit and signs for it, from when to when."""

    __tablename__ = "head"
    __table_args__ = (UniqueConstraint("unit_id", "person_name", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    person_name: Mapped[str]
    title: Mapped[str]
    email: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Desk(Base):
    """A reception desk (bộ phận tiếp nhận và trả kết quả) of a unit."""

    __tablename__ = "desk"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str]
    address: Mapped[str | None]
    phone: Mapped[str | None]


class Counter(Base):
    """A counter (quầy) where citizens are served; its code is unique within the unit."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("unit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    code: Mapped[str]
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class Officer(Base):
    """Somebody who works at a desk; may or may not have an account."""

    __tablename__ = "officer"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    person_name: Mapped[str]
    email: Mapped[str | None]
    position: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class UnitSetting(Base):
    """A setting of a unit (or of everybody, unit_id null) with where it comes from."""

    __tablename__ = "unit_setting"
    __table_args__ = (UniqueConstraint("unit_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    key: Mapped[str]
    value: Mapped[Any] = mapped_column(Json)
    source: Mapped[str] = mapped_column(default="")


class Delegation(Base):
    """Who may sign for a unit in place of its head: form KT., TL. or TUQ., from when to when, by which document."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("unit_id", "person_name", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    person_name: Mapped[str]
    login: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    form: Mapped[str]
    on_behalf: Mapped[str]
    document: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class SignerCertificate(Base):
    """A certificate registered for one who signs for a unit, or for the unit's seal; the key sealed, if uploaded."""

    __tablename__ = "signer_certificate"
    __table_args__ = (UniqueConstraint("unit_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    purpose: Mapped[str]
    person_name: Mapped[str]
    fingerprint: Mapped[str]
    subject: Mapped[str]
    issuer: Mapped[str]
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    key_sealed: Mapped[bytes | None]


class SigningPicture(Base):
    """The picture of a person's signature or of a unit's seal, sealed at rest; drawn in the stamp."""

    __tablename__ = "signing_picture"
    __table_args__ = (UniqueConstraint("unit_id", "kind", "person_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str]
    person_name: Mapped[str] = mapped_column(default="")
    millimetres: Mapped[float] = mapped_column(default=0.0)
    sealed: Mapped[bytes]
    added_at: Mapped[datetime]
