"""An office's own voice, and back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.foundation.errors import Forbidden, NotFound
from feedback.questionnaires import actions, queries
from feedback.questionnaires.rules.sounds import sound_of
from feedback.questionnaires.tables import Recording
from tests.questionnaires.samples import COMMUNE, PROVINCE, mp3

FIRST, SECOND = sound_of(mp3(mark=1)), sound_of(mp3(mark=2))
PLACE = {"lang": "vi", "key": "overall"}


def test_a_prompt_is_replaced_replaced_again_and_given_back_with_a_note_each_time(session: Session, now: datetime):
    later = now + timedelta(hours=1)
    assert actions.replace_prompt(session, actor=PROVINCE, now=now, **PLACE, sound=FIRST)
    assert actions.replace_prompt(session, actor=PROVINCE, now=later, **PLACE, sound=SECOND)
    row = queries.find_recording(session, "vi", "overall")
    assert row is not None
    assert (row.content, row.replaced_by, row.replaced_at) == (SECOND.content, PROVINCE.name, later)
    assert session.scalar(select(func.count()).select_from(Recording)) == 1
    actions.restore_prompt(session, actor=PROVINCE, now=later, **PLACE)
    session.flush()
    assert queries.find_recording(session, "vi", "overall") is None
    notes = session.execute(select(AuditNote.verb, AuditNote.object_id).order_by(AuditNote.id)).all()
    assert [tuple(note) for note in notes] == [
        ("recording.replace", "vi/overall"),
        ("recording.replace", "vi/overall"),
        ("recording.restore", "vi/overall"),
    ]


def test_the_same_sound_again_changes_nothing(session: Session, now: datetime):
    assert actions.replace_prompt(session, actor=PROVINCE, now=now, **PLACE, sound=FIRST)
    assert not actions.replace_prompt(session, actor=PROVINCE, now=now + timedelta(1), **PLACE, sound=FIRST)
    assert session.scalar(select(func.count()).select_from(AuditNote)) == 1


def test_the_prompts_of_everybody_are_changed_only_by_who_is_responsible_for_everybody(session: Session, now: datetime):
    with pytest.raises(Forbidden, match="toàn tỉnh"):
        actions.replace_prompt(session, actor=COMMUNE, now=now, **PLACE, sound=FIRST)
    actions.replace_prompt(session, actor=PROVINCE, now=now, **PLACE, sound=FIRST)
    with pytest.raises(Forbidden):
        actions.restore_prompt(session, actor=COMMUNE, now=now, **PLACE)
    assert queries.find_recording(session, "vi", "overall") is not None


def test_what_nobody_is_asked_cannot_be_recorded(session: Session, now: datetime):
    with pytest.raises(NotFound, match=r"items\.f99"):
        actions.replace_prompt(session, actor=PROVINCE, now=now, lang="vi", key="items.f99", sound=FIRST)


def test_there_must_be_a_recording_to_take_away(session: Session, now: datetime):
    with pytest.raises(NotFound, match="giọng có sẵn"):
        actions.restore_prompt(session, actor=PROVINCE, now=now, **PLACE)
