"""Supplements told by a source or a desk: kept once, every difference in the history."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Invalid, NotFound
from feedback.records.actions.supplements import tell_supplements
from feedback.records.rules.supplements import Origin, SupplementFacts
from feedback.records.tables import RecordChange, RecordSupplement
from tests.factories import START, Factory

ASKED, ANSWERED = START + timedelta(days=1), START + timedelta(days=2)


def tell(session: Session, record_id: int, now: datetime, *told: SupplementFacts) -> bool:
    return tell_supplements(session, actor=SYSTEM, now=now, record_id=record_id, told=told)


def test_a_request_told_twice_is_one_request(session: Session, make: Factory, now: datetime):
    record = make.record(make.unit())
    assert tell(session, record.id, now, SupplementFacts(ASKED, None, "bản sao hộ khẩu"))
    assert not tell(session, record.id, now, SupplementFacts(ASKED, None, "bản sao hộ khẩu"))
    assert len(session.scalars(select(RecordSupplement)).all()) == 1
    assert len(session.scalars(select(AuditNote)).all()) == 1


def test_an_answer_told_later_is_news_and_an_empty_one_takes_nothing_back(
    session: Session, make: Factory, now: datetime
):
    record = make.record(make.unit())
    tell(session, record.id, now, SupplementFacts(ASKED))
    assert tell(session, record.id, now, SupplementFacts(ASKED, ANSWERED))
    assert not tell(session, record.id, now, SupplementFacts(ASKED))
    assert session.scalars(select(RecordSupplement)).one().answered_at == ANSWERED
    changes = session.scalars(select(RecordChange).order_by(RecordChange.id)).all()
    assert [(each.fact, each.before, each.after) for each in changes] == [
        ("supplement", None, "2026-11-17T08:00/"),
        ("supplement", "2026-11-17T08:00/", "2026-11-17T08:00/2026-11-18T08:00"),
    ]


def test_times_that_cannot_be_and_files_that_are_not_there_are_refused(session: Session, make: Factory, now: datetime):
    record = make.record(make.unit())
    with pytest.raises(Invalid):
        tell(session, record.id, now, SupplementFacts(START - timedelta(days=1)))
    with pytest.raises(NotFound):
        tell(session, record.id + 1, now, SupplementFacts(ASKED))


def test_a_desk_enters_no_request_after_the_result_while_a_source_is_kept_as_it_tells(
    session: Session, make: Factory, now: datetime
):
    record = make.record(make.unit(), finished_at=START, state="done")
    with pytest.raises(Invalid, match="đã có kết quả"):
        tell_supplements(
            session, actor=SYSTEM, now=now, record_id=record.id, told=[SupplementFacts(ASKED)], origin=Origin.DESK
        )
    assert tell(session, record.id, now, SupplementFacts(ASKED))
