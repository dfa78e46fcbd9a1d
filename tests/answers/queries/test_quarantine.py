"""Groups of answers kept apart: those with something to decide first, each with its numbers."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from feedback.answers.actions.quarantine import decide
from feedback.answers.queries.quarantine import get_group, list_groups, list_waiting, who_revoked
from feedback.answers.rules.quarantine import Decision
from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from tests.answers.actions.test_quarantine import kept_apart


def test_a_group_counts_what_waits_and_what_was_decided(session: Session, sealer: Sealer):
    case = kept_apart(session, sealer, 4)
    wanted = case["wanted"]
    (group,) = list_groups(session, None)
    assert (group.reason, group.waiting, group.accepted, group.refused) == ("revoked", 4, 0, 0)
    decide(session, decision=Decision.REFUSED, **case)
    group = get_group(session, wanted.tablet_id, "revoked")
    assert (group.waiting, group.refused) == (0, 4)
    assert list_waiting(session, wanted.tablet_id, "revoked") == []
    assert list_groups(session, [wanted.unit_id + 1]) == []


def test_what_waits_is_listed_by_number_without_its_content(session: Session, sealer: Sealer):
    wanted = kept_apart(session, sealer, 3)["wanted"]
    rows = list_waiting(session, wanted.tablet_id, "revoked")
    assert [row.seq for row in rows] == [1, 2, 3]
    assert set(rows[0]._fields) == {"id", "seq", "received_at"}
    assert who_revoked(session, wanted.tablet_id) is None
    with pytest.raises(NotFound):
        get_group(session, wanted.tablet_id, "clone")
