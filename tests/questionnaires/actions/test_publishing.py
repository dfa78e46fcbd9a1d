"""Publishing freezes."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM, Actor
from feedback.foundation.errors import Conflict, Forbidden
from feedback.questionnaires import actions, queries, rules

CONTENT = queries.load_definition(queries.DEFINITIONS / "counter.toml")


def with_version(version: int, **more: str) -> str:
    definition = json.loads(CONTENT) | {"version": version}
    definition["overall"] |= more
    return rules.canonical(definition)


def test_publishing_freezes_the_content_with_its_hash_and_notes_who_did_it(session: Session, now: datetime):
    published = actions.publish(session, actor=SYSTEM, now=now, content=CONTENT)
    row = queries.get_version(session, published.id)
    assert published.is_new
    assert row.sha256 == rules.fingerprint(row.content) == published.sha256
    assert session.scalars(select(AuditNote.verb)).all() == ["questionnaire.publish"]


def test_publishing_the_same_content_again_changes_nothing(session: Session, now: datetime):
    first = actions.publish_definitions(session, actor=SYSTEM, now=now)
    again = actions.publish_definitions(session, actor=SYSTEM, now=now)
    assert [each.id for each in again] == [each.id for each in first]
    assert not any(each.is_new for each in again)


def test_a_changed_definition_under_the_same_number_is_refused(session: Session, now: datetime):
    actions.publish(session, actor=SYSTEM, now=now, content=with_version(1))
    with pytest.raises(Conflict, match="tăng số bản"):
        actions.publish(session, actor=SYSTEM, now=now, content=with_version(1, vi="Khác"))


def test_only_who_may_publishes(session: Session, now: datetime):
    with pytest.raises(Forbidden):
        actions.publish(session, actor=Actor(name="Người Mẫu", account_id=1), now=now, content=CONTENT)
    assert queries.list_versions(session) == []


def test_a_new_number_comes_into_force_and_an_older_one_can_no_longer_be_published(session: Session, now: datetime):
    actions.publish(session, actor=SYSTEM, now=now, content=with_version(1))
    actions.publish(session, actor=SYSTEM, now=now, content=with_version(3, vi="Khác"))
    current = queries.find_current(session)
    assert current is not None
    assert current.version == 3
    with pytest.raises(Conflict, match="mới hơn"):
        actions.publish(session, actor=SYSTEM, now=now, content=with_version(2))
