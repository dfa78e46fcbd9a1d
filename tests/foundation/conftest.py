"""A small table of our own, so that these tests say nothing about any slice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from feedback.foundation.access import public
from feedback.foundation.connecting import writing_engine
from feedback.foundation.database import Base, Database
from feedback.foundation.engine import Store
from feedback.foundation.files import ROOT
from feedback.foundation.pages import prepare_pages
from feedback.foundation.settings import Settings


class Ground(DeclarativeBase):
    """Apart from `Base`, whose tables are the product's."""

    type_annotation_map = Base.type_annotation_map


class Probe(Ground):
    __tablename__ = "probe"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime | None]
    day: Mapped[date | None]
    mark: Mapped[UUID | None]
    facts: Mapped[dict[str, Any] | None]


class Child(Ground):
    """Its parent must exist, but only when the transaction ends."""

    __tablename__ = "probe_child"

    id: Mapped[int] = mapped_column(primary_key=True)
    probe_id: Mapped[int] = mapped_column(ForeignKey("probe.id", deferrable=True, initially="DEFERRED"))


@pytest.fixture
def probes(database: Database) -> Iterator[Database]:
    """A database with the two tables, empty."""
    engine = writing_engine(database.engine)
    Ground.metadata.create_all(engine)
    yield database
    database.stop_writing()
    Ground.metadata.drop_all(engine)


@pytest.fixture
def site(site_settings: Settings) -> Iterator[Flask]:
    """A website with nothing of any slice: only what all pages share, and a sign-in page to be led to."""
    app = Flask("site", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "feedback" / "static"))
    store = Store(app, site_settings)
    prepare_pages(app)
    app.add_url_rule("/dang-nhap", "accounts.sign_in", public(lambda: "đăng nhập"))
    yield app
    store.database.close()
