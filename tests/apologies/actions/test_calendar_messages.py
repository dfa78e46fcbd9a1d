"""Who is told of a moved date by telephone: once, by the next channel where one failed, never instead of a person."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from feedback.apologies.actions.calendar_messages import write_message
from feedback.apologies.jobs.calendar import follow_decisions, moved_message_handler
from feedback.apologies.jobs.deliveries import follow_deliveries
from feedback.apologies.queries.calendar_messages import CALENDAR_MESSAGE, CALENDAR_TASK, moved_text
from feedback.apologies.queries.notices import read_notice
from feedback.foundation.gateway import Receipt
from feedback.outbox.actions import take_receipts, tick_off
from feedback.outbox.jobs import deliver_due
from feedback.outbox.tables import WorkItem
from tests.apologies.actions.test_delivering import CITIZEN, connect
from tests.apologies.conftest import MORNING, person
from tests.apologies.jobs.test_calendar import DAY_OFF, close, promise
from tests.fake_gateway import gateway_served

__all__ = ["promise"]

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def messages(world):
    with world.store.database.read() as session:
        wanted = select(WorkItem).where(WorkItem.kind == CALENDAR_MESSAGE)
        return list(session.scalars(wanted.order_by(WorkItem.created_at)))


def deliver(world, now=MORNING):
    return deliver_due(world.store.database, {CALENDAR_MESSAGE: moved_message_handler(world.store)}, now)


def test_one_message_says_both_dates_and_the_paper_stays_a_task_though_it_arrived(world, promise):
    with gateway_served() as gateway:
        connect(world, gateway)
        notice_id = promise(applicant=CITIZEN)
        decision_id = close(world)
        for minutes in range(3):
            follow_decisions(world.store, MORNING + minutes * MINUTE, "")
            deliver(world, MORNING + minutes * MINUTE)
        (item,) = messages(world)
        gateway.becomes(item.message_id, "delivered", MORNING + MINUTE)
        follow_deliveries(world.store, MORNING + 5 * MINUTE, "")
    (post,) = gateway.posts
    assert (post["channel"], post["to"], post["message_id"]) == ("sms", "0912345678", item.message_id)
    assert "16:00 ngay 26/11/2026 (truoc day 16:00 ngay 25/11/2026)" in post["text"]
    assert "Nguy" not in post["text"]
    assert item.subject == f"{decision_id}/{world.line(notice_id).record_id}/sms"
    assert "0912345678" not in str(item.payload)
    assert messages(world)[0].receipt == "delivered"
    assert len(world.tasks(CALENDAR_TASK)) == 1


def test_a_refused_message_is_a_task_and_goes_on_by_the_next_channel_with_an_id_of_its_own(world, promise):
    with gateway_served(status=400) as gateway:
        connect(world, gateway, "zalo,sms")
        promise(applicant=CITIZEN)
        close(world)
        follow_decisions(world.store, MORNING, "")
        assert deliver(world) == {"failed": 1}
        assert len(world.tasks("outbox.failed")) == len(world.tasks(CALENDAR_TASK)) == 1
        gateway.status = 202
        assert follow_decisions(world.store, MORNING + MINUTE, "") == {"again": 1}
        assert follow_decisions(world.store, MORNING + 2 * MINUTE, "") == {}
        deliver(world, MORNING + 2 * MINUTE)
    assert [post["channel"] for post in gateway.posts] == ["zalo", "sms"]
    assert len({post["message_id"] for post in gateway.posts}) == 2


@pytest.mark.parametrize("handed_over", [False, True])
def test_a_message_said_later_not_to_have_arrived_is_tried_anew_unless_the_paper_was_handed_over(
    world, promise, handed_over
):
    with gateway_served() as gateway:
        connect(world, gateway, "zalo,sms")
        promise(applicant=CITIZEN)
        close(world)
        follow_decisions(world.store, MORNING, "")
        deliver(world)
        (item,) = messages(world)
        late = Receipt(item.message_id, "failed", MORNING + HOUR, "không dùng Zalo")
        world.run(partial(take_receipts, receipts=[late], now=late.at))
        (task,) = world.tasks(CALENDAR_TASK)
        if handed_over:
            world.run(partial(tick_off, actor=person(world.commune), now=MORNING + HOUR, task_id=task.id))
        done = follow_decisions(world.store, MORNING + 2 * HOUR, "")
    assert done == ({} if handed_over else {"again": 1})
    assert len(messages(world)) == (1 if handed_over else 2)


def test_a_broken_line_is_tried_with_the_same_id_and_reaches_the_person_once(world, promise):
    with gateway_served(mood="drop") as gateway:
        connect(world, gateway)
        promise(applicant=CITIZEN)
        close(world)
        follow_decisions(world.store, MORNING, "")
        assert deliver(world) == {"retried": 1}
        gateway.mood = ""
        assert deliver(world, MORNING + 2 * MINUTE) == {"sent": 1}
    assert len(gateway.posts) == 2
    assert len(gateway.taken) == 1


def test_a_date_that_moved_again_before_the_message_left_is_told_once_and_rightly(world, promise):
    with gateway_served() as gateway:
        connect(world, gateway)
        promise(applicant=CITIZEN)
        close(world)
        follow_decisions(world.store, MORNING, "")
        close(world, DAY_OFF + timedelta(days=1))
        follow_decisions(world.store, MORNING, "")
        assert deliver(world) == {"needless": 1, "sent": 1}
    (post,) = gateway.posts
    assert "16:00 ngay 27/11/2026" in post["text"]


@pytest.mark.parametrize("applicant", [CITIZEN | {"phone": "02333852000"}, {"name": "Hồ Văn Mẫu"}])
def test_without_a_mobile_number_there_is_letter_and_task_alone(world, promise, applicant):
    with gateway_served() as gateway:
        connect(world, gateway)
        promise(applicant=applicant)
        close(world)
        assert follow_decisions(world.store, MORNING, "")["told"] == 1
    assert messages(world) == []
    assert len(world.tasks(CALENDAR_TASK)) == 1


def test_a_gateway_set_up_later_writes_to_nobody_told_before(world, promise):
    promise(applicant=CITIZEN)
    close(world)
    follow_decisions(world.store, MORNING, "")
    with gateway_served() as gateway:
        connect(world, gateway, "zalo,sms")
        assert follow_decisions(world.store, MORNING + MINUTE, "") == {}
    assert messages(world) == []


def test_nothing_is_written_for_a_date_that_is_over_or_a_decision_that_moved_nothing(world, promise):
    notice_id = promise(applicant=CITIZEN)
    decision_id = close(world)
    follow_decisions(world.store, MORNING, "")
    ways = {"sealer": world.store.sealer, "channels": ("sms",), "notice_id": notice_id}
    late = MORNING + timedelta(days=9)
    assert not world.run(lambda session: write_message(session, now=late, decision_id=decision_id, **ways))
    assert not world.run(lambda session: write_message(session, now=MORNING, decision_id=decision_id + 1, **ways))
    assert world.run(lambda session: write_message(session, now=MORNING, decision_id=decision_id, **ways))
    with world.store.database.read() as session:
        text = moved_text(session, read_notice(session, notice_id), decision_id, "zalo")
    assert "không phải là lần xin gia hạn mới" in text
