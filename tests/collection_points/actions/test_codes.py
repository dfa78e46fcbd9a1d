"""Codes are given once, taken back for good, and replaced one version higher."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.collection_points import actions, queries
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict, NotFound
from tests.factories import Factory


def test_every_counter_without_a_code_gets_one_and_only_once(session: Session, make: Factory, now: datetime):
    unit = make.unit()
    counters = [make.counter(unit) for _ in range(3)]
    assert actions.issue_missing(session, actor=SYSTEM, now=now) == 3
    assert actions.issue_missing(session, actor=SYSTEM, now=now) == 0
    points = queries.list_points(session, local_day(now))
    assert {point.counter_id for point in points} == {counter.id for counter in counters}
    assert len({point.token for point in points}) == 3


def test_codes_are_made_only_where_one_may(session: Session, make: Factory, now: datetime):
    mine, other = make.unit(), make.unit()
    make.counter(mine)
    make.counter(other)
    assert actions.issue_missing(session, actor=SYSTEM, now=now, unit_ids={mine.id}) == 1


def test_a_reissued_code_ends_the_old_one_and_counts_the_version_up(session: Session, make: Factory, now: datetime):
    code = make.printed_code(make.counter(make.unit()))
    new = actions.reissue(session, actor=SYSTEM, now=now, token=code.token)
    old_point, new_point = queries.find_point(session, code.token), queries.find_point(session, new)
    assert old_point is not None
    assert new_point is not None
    assert old_point.revoked_at == now
    assert (new_point.version, new_point.revoked_at, new_point.counter_id) == (2, None, old_point.counter_id)
    verbs = session.scalars(select(AuditNote.verb).order_by(AuditNote.id)).all()
    assert verbs == ["printed_code.revoke", "printed_code.issue"]


def test_a_revoked_code_stays_revoked(session: Session, make: Factory, now: datetime):
    code = make.printed_code(make.counter(make.unit()))
    actions.revoke(session, actor=SYSTEM, now=now, token=code.token)
    with pytest.raises(Conflict, match="đã thu hồi"):
        actions.reissue(session, actor=SYSTEM, now=now, token=code.token)
    with pytest.raises(NotFound):
        actions.revoke(session, actor=SYSTEM, now=now, token="zzzzzzzz")


def test_a_code_given_after_a_revocation_is_a_version_higher_too(session: Session, make: Factory, now: datetime):
    code = make.printed_code(make.counter(make.unit()), version=4)
    actions.revoke(session, actor=SYSTEM, now=now, token=code.token, reason="thất lạc")
    actions.issue_missing(session, actor=SYSTEM, now=now)
    (point,) = queries.list_points(session, local_day(now))
    assert point.version == 5
    notes = session.scalars(select(AuditNote).order_by(AuditNote.id)).all()
    assert [note.detail for note in notes] == [{"reason": "thất lạc"}, {"version": 5}]
