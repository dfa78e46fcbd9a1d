"""An office's own voice in place of the one that comes with the program, and back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Forbidden, NotFound
from feedback.questionnaires import queries
from feedback.questionnaires.rules import PUBLISH_QUESTIONNAIRES
from feedback.questionnaires.rules.prompts import prompt_order
from feedback.questionnaires.rules.sounds import Sound
from feedback.questionnaires.tables import Recording


def replace_prompt(session: Session, *, actor: Actor, now: datetime, lang: str, key: str, sound: Sound) -> bool:
    """Keep an office's recording of one prompt, in place of an earlier one. False when it is the same sound.

    NotFound when no such prompt is asked; Forbidden unless the actor may change what every office's visitors hear.
    """
    _may(actor)
    if key not in prompt_order(queries.questionnaire_in_force(session)):
        raise NotFound(f"Phiếu hỏi đang dùng không có câu “{key}”.")
    row = queries.find_recording(session, lang, key)
    if row is not None and row.sha256 == sound.sha256:
        return False
    if row is None:
        row = Recording(lang=lang, key=key)
        session.add(row)
    row.media_type, row.content, row.sha256 = sound.media_type, sound.content, sound.sha256
    row.replaced_at, row.replaced_by = now, actor.name
    _note(session, actor, now, "recording.replace", row)
    return True


def restore_prompt(session: Session, *, actor: Actor, now: datetime, lang: str, key: str) -> None:
    """Give the prompt back the voice that comes with the program. NotFound when nothing was recorded."""
    _may(actor)
    row = queries.find_recording(session, lang, key)
    if row is None:
        raise NotFound("Câu này không có bản ghi của cơ quan; trang đang dùng giọng có sẵn.")
    _note(session, actor, now, "recording.restore", row)
    session.delete(row)


def _may(actor: Actor) -> None:
    """Prompts are everybody's: changing one needs the right at every unit."""
    if actor.units_for(PUBLISH_QUESTIONNAIRES) is not None:
        raise Forbidden("Bản đọc dùng chung cho mọi đơn vị: chỉ người quản trị toàn tỉnh được thay.")


def _note(session: Session, actor: Actor, now: datetime, verb: str, row: Recording) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="recording",
        object_id=f"{row.lang}/{row.key}",
        object_label=f"Bản đọc {row.lang}/{row.key}",
        detail={"sha256": row.sha256},
    )
