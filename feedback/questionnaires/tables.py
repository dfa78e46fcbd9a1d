"""Rows: published questionnaires, frozen with their hash; an office's own recordings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class QuestionnaireVersion(Base):
    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    version: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[str]
    published_at: Mapped[datetime]


class Recording(Base):
    """A prompt read aloud by a person, in place of the one that comes with the program."""

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("lang", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lang: Mapped[str]
    key: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    replaced_at: Mapped[datetime]
    replaced_by: Mapped[str]
