"""How far messages about moved dates have come, and which want another channel."""

from __future__ import annotations

from functools import partial

from feedback.apologies.actions.calendar_messages import write_message
from feedback.apologies.jobs.calendar import follow_decisions
from feedback.apologies.queries import read_notice
from feedback.apologies.queries.calendar_messages import (
    CALENDAR_MESSAGE,
    find_channels,
    is_told_still,
    list_to_try_next,
)
from feedback.apologies.rules.delivery import Stage
from feedback.outbox.tables import WorkItem
from tests.apologies.actions.test_delivering import CITIZEN
from tests.apologies.conftest import MORNING
from tests.apologies.jobs.test_calendar import close, promise

__all__ = ["promise"]


def test_only_a_failed_message_with_a_channel_left_is_tried_by_the_next(world, promise):
    notice_id = promise(applicant=CITIZEN)
    decision_id = close(world)
    follow_decisions(world.store, MORNING, "")
    facts = {"now": MORNING, "decision_id": decision_id, "notice_id": notice_id, "sealer": world.store.sealer}
    world.run(partial(write_message, channels=("zalo", "sms"), **facts))
    subject = f"{decision_id}/{world.line(notice_id).record_id}"

    def look(channels=("zalo", "sms")):
        with world.store.database.read() as session:
            return find_channels(session, [subject])[subject], list_to_try_next(session, channels)

    def becomes(session, state):
        session.query(WorkItem).filter(WorkItem.kind == CALENDAR_MESSAGE).update({"state": state})

    assert look() == ({"zalo": Stage.WAITING}, [])
    world.run(partial(becomes, state="failed"))
    assert look() == ({"zalo": Stage.FAILED}, [(decision_id, notice_id)])
    assert look(("zalo",))[1] == []
    with world.store.database.read() as session:
        assert is_told_still(session, read_notice(session, notice_id), decision_id)
        assert not is_told_still(session, read_notice(session, notice_id), decision_id + 1)
