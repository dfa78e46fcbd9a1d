"""Reads: definitions on disk, published versions, and the one in force."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.foundation.errors import Invalid, NotFound
from feedback.questionnaires.rules import canonical
from feedback.questionnaires.tables import QuestionnaireVersion

DEFINITIONS = Path(__file__).parent.parent / "definitions"
COUNTER = "counter"
"""The questionnaire of the counters' QR codes."""


def list_definitions() -> list[Path]:
    """The definition files that come with this version of the program."""
    return sorted(DEFINITIONS.glob("*.toml"))


def load_definition(path: Path) -> str:
    """The canonical content of a definition file. Invalid says where the TOML breaks."""
    try:
        return canonical(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"Không đọc được {path.name}: {error}") from error


def find_version(session: Session, key: str, version: int) -> QuestionnaireVersion | None:
    wanted = select(QuestionnaireVersion).filter_by(key=key, version=version)
    return session.scalars(wanted).one_or_none()


def find_current(session: Session, key: str = COUNTER) -> QuestionnaireVersion | None:
    """The highest published version."""
    versions = select(QuestionnaireVersion).filter_by(key=key).order_by(QuestionnaireVersion.version.desc())
    return session.scalars(versions.limit(1)).one_or_none()


def get_version(session: Session, version_id: int) -> QuestionnaireVersion:
    version = session.get(QuestionnaireVersion, version_id)
    if version is None:
        raise NotFound("Không có bản phiếu hỏi này.")
    return version


def list_versions(session: Session) -> list[QuestionnaireVersion]:
    """Every published version, newest first within its key."""
    order = (QuestionnaireVersion.key, QuestionnaireVersion.version.desc())
    return list(session.scalars(select(QuestionnaireVersion).order_by(*order)))
