"""What is told beside a file's row: of an older moment it fills what is empty and replaces nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.records.actions.steps import tell_steps_of
from feedback.records.actions.supplements import tell_supplements_of
from feedback.records.actions.telling import News
from feedback.records.rules.steps import StepFacts
from feedback.records.rules.supplements import SupplementFacts
from feedback.records.tables import RecordStep, RecordSupplement
from tests.factories import START, Factory

ASKED, FIRST, OTHER = START + timedelta(hours=1), START + timedelta(hours=2), START + timedelta(hours=3)
NOTHING: frozenset[int] = frozenset()


def test_an_older_telling_fills_what_is_empty_and_replaces_nothing(session: Session, make: Factory, now: datetime):
    record, tax = make.record(make.unit()), make.unit("Chi cục Thuế mẫu")
    mine, who = frozenset({record.id}), {"session": session, "actor": SYSTEM, "now": now}

    def tell(at: datetime | None, *, older: bool) -> tuple[News, News]:
        held = mine if older else NOTHING
        return (
            tell_supplements_of(**who, told={record.id: [SupplementFacts(ASKED, at)]}, older=held),
            tell_steps_of(**who, told={record.id: [StepFacts(tax.id, ASKED, None, at)]}, older=held),
        )

    def ends() -> set[datetime | None]:
        answered = session.scalars(select(RecordSupplement.answered_at)).one()
        return {answered, session.scalars(select(RecordStep.handed_over_at)).one()}

    assert tell(None, older=False) == (News(mine, NOTHING),) * 2
    assert tell(FIRST, older=True) == (News(mine, NOTHING),) * 2, "empty so far"
    assert tell(OTHER, older=True) == (News(NOTHING, mine),) * 2
    assert ends() == {FIRST}
    assert tell(OTHER, older=False) == (News(mine, NOTHING),) * 2
    assert ends() == {OTHER}
    assert tell(OTHER, older=False) == (News(NOTHING, NOTHING),) * 2
