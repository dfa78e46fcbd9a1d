"""Publishing: a definition becomes a version that never changes again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict, Forbidden
from feedback.foundation.words import day
from feedback.questionnaires import queries, rules
from feedback.questionnaires.tables import QuestionnaireVersion


@dataclass(frozen=True, slots=True)
class Published:
    """`is_new` is False when exactly this content had been published before."""

    id: int
    key: str
    version: int
    sha256: str
    is_new: bool


def publish(session: Session, *, actor: Actor, now: datetime, content: str) -> Published:
    """Freeze a canonical content under its own key and version.

    Publishing the same content again changes nothing. Conflict when that version exists with other content, or when a
    newer one is in force; Invalid when the definition is not complete; Forbidden without the permission.
    """
    if not actor.may(rules.PUBLISH_QUESTIONNAIRES):
        raise Forbidden("Ông/bà không có quyền công bố phiếu hỏi.")
    questionnaire = rules.read(content)
    sha256 = rules.fingerprint(content)
    known = queries.find_version(session, questionnaire.key, questionnaire.version)
    if known is not None:
        if known.sha256 != sha256:
            raise Conflict(
                f"Phiếu “{known.key}” bản {known.version} đã công bố ngày {day(known.published_at)} "
                "với nội dung khác. Bản đã công bố không sửa được: xin tăng số bản trong tệp rồi công bố lại."
            )
        return Published(known.id, known.key, known.version, sha256, is_new=False)
    _refuse_older(session, questionnaire)
    row = QuestionnaireVersion(
        key=questionnaire.key, version=questionnaire.version, sha256=sha256, content=content, published_at=now
    )
    session.add(row)
    session.flush()
    note(
        session,
        actor=actor,
        now=now,
        verb="questionnaire.publish",
        object_kind="questionnaire",
        object_id=row.id,
        object_label=f"{row.key} bản {row.version}",
        detail={"sha256": sha256},
    )
    return Published(row.id, row.key, row.version, sha256, is_new=True)


def publish_definitions(session: Session, *, actor: Actor, now: datetime) -> list[Published]:
    """Publish every definition that comes with the program: what a first run and an upgrade do."""
    contents = [queries.load_definition(path) for path in queries.list_definitions()]
    return [publish(session, actor=actor, now=now, content=content) for content in contents]


def _refuse_older(session: Session, questionnaire: rules.Questionnaire) -> None:
    current = queries.find_current(session, questionnaire.key)
    if current is not None and current.version > questionnaire.version:
        raise Conflict(f"Phiếu “{current.key}” đang dùng bản {current.version}, mới hơn bản {questionnaire.version}.")
