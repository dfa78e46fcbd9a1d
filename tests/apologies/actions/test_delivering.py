"""A notice is followed until it reached its person: every bad mood of the gateway ends in delivered or an open task."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from feedback.apologies.jobs import follow_deliveries, message_handler, notice_handler
from feedback.apologies.queries import list_life, read_notice
from feedback.apologies.queries.deliveries import ENOUGH, MAIL, MESSAGE, OVERDUE_TASK, PRINT_TASK
from feedback.apologies.queries.history import list_history
from feedback.apologies.tables import Apology
from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.foundation.gateway import Receipt
from feedback.organisation.actions import set_setting
from feedback.outbox.actions import send_again, take_receipts, tick_off
from feedback.outbox.jobs import deliver_due
from feedback.outbox.tables import WorkItem
from tests.apologies.conftest import MORNING, World, person
from tests.fake_gateway import KEY, FakeGateway, gateway_served

CITIZEN = {"name": "Nguyễn Thị Mẫu", "identity": "045000000001", "phone": "0912345678"}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def connect(world: World, gateway: FakeGateway, channels: str = "sms") -> None:
    changes = {"gateway_url": gateway.url, "gateway_key": KEY, "gateway_channels": channels}
    world.store.settings = world.store.settings.model_copy(update=changes)


def electronic_is_enough(world: World) -> None:
    world.run(
        lambda session: set_setting(
            session, actor=SYSTEM, now=MORNING, unit_id=world.commune, key=ENOUGH, value=True, source="QĐ mẫu"
        )
    )


def deliver(world: World, now: datetime = MORNING) -> dict[str, int]:
    handlers = {MAIL: notice_handler(world.store), MESSAGE: message_handler(world.store)}
    return deliver_due(world.store.database, handlers, now)


def follow(world: World, now: datetime = MORNING) -> dict[str, int]:
    return follow_deliveries(world.store, now, "")


def facts(world: World, notice_id: int) -> tuple[str, str, datetime | None]:
    with world.store.database.read() as session:
        notice = read_notice(session, notice_id)
        return notice.state, notice.delivery_way, notice.delivered_at


def message(world: World, notice_id: int, channel: str = "sms") -> WorkItem:
    with world.store.database.read() as session:
        wanted = select(WorkItem).where(WorkItem.kind == MESSAGE, WorkItem.subject == f"{notice_id}/{channel}")
        return session.scalars(wanted).one()


def tick(world: World, task_id: int, now: datetime) -> None:
    world.run(lambda session: tick_off(session, actor=person(world.commune), now=now, task_id=task_id))


def test_without_any_address_the_paper_is_handed_over_by_a_person_with_a_clock(world: World) -> None:
    notice = world.approved(applicant={"name": "Hồ Văn Mẫu"})
    assert follow(world) == {"hand_over": 1}
    assert follow(world) == {}
    assert facts(world, notice) == ("handed_over", "", None)
    (task,) = world.tasks(PRINT_TASK)
    assert task.due_at is not None
    assert (task.unit_id, task.for_role) == (world.commune, "officer")
    tick(world, task.id, MORNING + HOUR)
    assert follow(world, MORNING + 2 * HOUR) == {"deliver": 1}
    assert facts(world, notice) == ("delivered", "counter", MORNING + HOUR)
    assert follow(world, MORNING + 3 * HOUR) == {}


def test_a_notice_approved_after_its_limit_is_to_be_handed_over_within_one_working_day(world: World) -> None:
    world.approved(now=MORNING + 11 * HOUR)
    (task,) = world.tasks(PRINT_TASK)
    assert task.due_at == MORNING.replace(hour=10) + 3 * DAY  # Friday 18:00 → all of Monday, till 17:00


def test_an_overdue_hand_over_is_told_to_the_head_once(world: World) -> None:
    notice = world.approved()
    follow(world)
    assert follow(world, MORNING + DAY) == {"hand_over": 1}
    assert [follow(world, MORNING + each * DAY) for each in (1, 2, 40)] == [{}, {}, {}]
    (told,) = world.tasks(OVERDUE_TASK)
    assert (told.for_role, told.unit_id) == ("head", world.commune)
    tick(world, world.tasks(PRINT_TASK)[0].id, MORNING + 41 * DAY)
    follow(world, MORNING + 41 * DAY)
    assert facts(world, notice)[0] == "delivered"
    assert world.tasks(OVERDUE_TASK) == []


def test_a_message_that_arrived_is_noted_and_the_paper_still_handed_over(world: World) -> None:
    with gateway_served() as gateway:
        connect(world, gateway)
        notice = world.approved(applicant=CITIZEN)
        assert follow(world) == {"hand_over": 1}
        assert deliver(world) == {"sent": 1}
        gateway.becomes(message(world, notice).message_id or "", "delivered", MORNING + MINUTE)
        follow(world, MORNING + 5 * MINUTE)
    assert gateway.problems == []
    (sent,) = gateway.posts
    assert (sent["channel"], sent["to"]) == ("sms", "0912345678")
    assert "Nguyễn" not in sent["text"]
    assert message(world, notice).receipt == "delivered"
    assert facts(world, notice)[0] == "handed_over"
    assert len(world.tasks(PRINT_TASK)) == 1


def test_where_electronic_is_enough_an_arrived_message_delivers_and_takes_the_task_back(world: World) -> None:
    electronic_is_enough(world)
    with gateway_served() as gateway:
        connect(world, gateway)
        notice = world.approved(applicant=CITIZEN)
        follow(world)
        deliver(world)
        assert facts(world, notice)[0] == "approved"
        gateway.becomes(message(world, notice).message_id or "", "delivered", MORNING + MINUTE)
        assert follow(world, MORNING + 5 * MINUTE) == {"deliver": 1}
    assert facts(world, notice) == ("delivered", "sms", MORNING + MINUTE)
    assert world.tasks(PRINT_TASK) == []


def test_where_electronic_is_enough_a_letter_taken_by_its_server_delivers_without_any_task(world: World) -> None:
    electronic_is_enough(world)
    notice = world.approved(applicant=CITIZEN | {"email": "mau@example.vn"})
    assert follow(world) == {}
    deliver(world)
    assert follow(world, MORNING + MINUTE) == {"deliver": 1}
    assert facts(world, notice)[:2] == ("delivered", "email")
    assert world.tasks(PRINT_TASK, still_open=False) == []


@pytest.mark.parametrize(
    "wishes",
    [
        {"status": 400, "body": {"reason": "số máy không đúng"}},
        {"body": {"status": "failed"}},
        {"status": 503},
        {"mood": "drop"},
        {"body": b"<html>"},
        {"status": 401},
    ],
)
@pytest.mark.parametrize("enough", [True, False])
def test_whatever_the_gateway_does_the_notice_ends_delivered_or_with_an_open_task_in_time(
    world: World, wishes: dict[str, Any], enough: bool
) -> None:
    if enough:
        electronic_is_enough(world)
    with gateway_served(**wishes) as gateway:
        connect(world, gateway)
        notice = world.approved(applicant=CITIZEN)
        for minutes in range(0, 7 * 60, 20):
            deliver(world, MORNING + minutes * MINUTE)
            follow(world, MORNING + minutes * MINUTE)
    assert facts(world, notice)[0] == "handed_over"
    (task,) = world.tasks(PRINT_TASK)
    assert task.due_at is not None
    assert len({post["message_id"] for post in gateway.posts}) == 1
    assert len(gateway.taken) <= 1


def test_a_receipt_that_never_comes_becomes_a_task_after_a_working_day(world: World) -> None:
    electronic_is_enough(world)
    with gateway_served() as gateway:
        connect(world, gateway)
        notice = world.approved(applicant=CITIZEN | {"email": "không có"})
        assert world.tasks(PRINT_TASK) == []
        follow(world)
        deliver(world)
        assert follow(world, MORNING + 5 * HOUR) == {}
        assert follow(world, MORNING + DAY) == {"hand_over": 1}
    assert facts(world, notice)[0] == "handed_over"
    assert len(world.tasks(PRINT_TASK)) == 1


def test_a_late_failed_after_accepted_becomes_a_task_at_once(world: World) -> None:
    electronic_is_enough(world)
    with gateway_served() as gateway:
        connect(world, gateway)
        notice = world.approved(applicant=CITIZEN | {"email": "không có"})
        follow(world)
        deliver(world)
        gateway.becomes(message(world, notice).message_id or "", "failed", MORNING + HOUR, "thuê bao khóa")
        assert follow(world, MORNING + 2 * HOUR) == {"hand_over": 1}
    item = message(world, notice)
    assert (item.state, item.receipt) == ("failed", "failed")
    assert "thuê bao khóa" in item.last_error
    assert len(world.tasks(PRINT_TASK)) == 1


def arrived(world: World, applicant: dict[str, str] = CITIZEN) -> int:
    """A notice that counts as delivered by a message its gateway called arrived; its id."""
    electronic_is_enough(world)
    with gateway_served() as gateway:
        connect(world, gateway)
        notice = world.approved(applicant=applicant)
        follow(world)
        deliver(world)
        gateway.becomes(message(world, notice).message_id or "", "delivered", MORNING + MINUTE)
        follow(world, MORNING + 5 * MINUTE)
    return notice


def told_later(world: World, notice: int, status: str, at: datetime) -> None:
    receipt = Receipt(message(world, notice).message_id or "", status, at, "nhầm máy")
    world.run(lambda session: take_receipts(session, receipts=[receipt], now=receipt.at))


def test_arrived_and_later_not_arrived_is_not_delivered_and_asks_a_person_once(world: World) -> None:
    notice = arrived(world)
    assert facts(world, notice) == ("delivered", "sms", MORNING + MINUTE)
    told_later(world, notice, "failed", MORNING + HOUR)
    assert [follow(world, MORNING + 2 * HOUR) for _ in range(2)] == [{"reopened": 1}, {}]
    assert facts(world, notice) == ("handed_over", "", None)
    (task,) = world.tasks(PRINT_TASK)
    assert (task.subject, task.unit_id, task.for_role) == (f"{notice}/again", world.commune, "officer")
    assert task.due_at is not None
    with world.store.database.read() as session:
        (word,) = session.scalars(select(AuditNote).where(AuditNote.verb == "apology.not_arrived"))
        assert word.detail["way"] == "sms"
        assert "tin nhắn SMS đã được báo tới lúc 07:01 ngày 20/11/2026" in list_life(session, notice)[-1].more


def test_after_a_wrong_word_only_the_person_who_hands_it_over_is_believed(world: World) -> None:
    notice = arrived(world)
    told_later(world, notice, "failed", MORNING + HOUR)
    follow(world, MORNING + 2 * HOUR)
    told_later(world, notice, "delivered", MORNING + 3 * HOUR)
    assert follow(world, MORNING + 4 * HOUR) == {}
    assert facts(world, notice) == ("handed_over", "", None)
    assert follow(world, MORNING + 4 * DAY) == {"hand_over": 1}
    (overdue,) = world.tasks(OVERDUE_TASK)
    assert (overdue.subject, overdue.for_role) == (f"{notice}/again", "head")
    tick(world, world.tasks(PRINT_TASK)[0].id, MORNING + 5 * DAY)
    assert follow(world, MORNING + 5 * DAY) == {"deliver": 1}
    assert facts(world, notice) == ("delivered", "counter", MORNING + 5 * DAY)
    assert world.tasks(OVERDUE_TASK) == world.tasks(PRINT_TASK) == []


@pytest.mark.parametrize(("after", "closed"), [(DAY, False), (200 * DAY, True)])
def test_a_public_or_closed_notice_whose_message_did_not_arrive_is_open_again(
    world: World, after: timedelta, closed: bool
) -> None:
    notice = arrived(world)
    for _ in range(2):
        world.publish(notice, MORNING + after)
    assert facts(world, notice)[0] == ("closed" if closed else "published")
    told_later(world, notice, "failed", MORNING + after)
    assert follow(world, MORNING + after) == {"reopened": 1}
    assert facts(world, notice) == ("published", "", None)
    assert world.line(notice).closed_at is None
    assert world.publish(notice, MORNING + 300 * DAY)
    assert facts(world, notice)[0] == "published"
    assert len(world.tasks(PRINT_TASK)) == 1


def test_where_a_letter_was_taken_as_well_it_is_delivered_by_the_letter_without_a_task(world: World) -> None:
    notice = arrived(world, CITIZEN | {"email": "mau@example.vn"})
    world.run(lambda session: setattr(session.get_one(Apology, notice), "delivery_way", "sms"))
    told_later(world, notice, "failed", MORNING + HOUR)
    assert [follow(world, MORNING + 2 * HOUR) for _ in range(2)] == [{"reopened": 1}, {}]
    assert facts(world, notice)[:2] == ("delivered", "email")
    assert world.tasks(PRINT_TASK) == []


def test_a_failed_zalo_goes_on_by_sms_with_an_id_of_its_own(world: World) -> None:
    with gateway_served(status=400) as gateway:
        connect(world, gateway, "zalo,sms")
        world.approved(applicant=CITIZEN)
        follow(world)
        deliver(world)
        gateway.status = 202
        follow(world, MORNING + MINUTE)
        deliver(world, MORNING + MINUTE)
        follow(world, MORNING + 2 * MINUTE)
    assert [post["channel"] for post in gateway.posts] == ["zalo", "sms"]
    assert len({post["message_id"] for post in gateway.posts}) == 2


def test_sending_again_by_hand_keeps_the_message_id(world: World) -> None:
    with gateway_served(status=400) as gateway:
        connect(world, gateway)
        notice = world.approved(applicant=CITIZEN)
        follow(world)
        deliver(world)
        gateway.status = 202
        item = message(world, notice)
        world.run(lambda session: send_again(session, actor=person(world.commune), now=MORNING + HOUR, work_id=item.id))
        assert deliver(world, MORNING + HOUR) == {"sent": 1}
    assert {post["message_id"] for post in gateway.posts} == {item.message_id}


def test_a_gateway_set_up_later_writes_to_nobody_about_notices_of_before(world: World) -> None:
    world.approved(applicant=CITIZEN)
    follow(world)
    with gateway_served() as gateway:
        connect(world, gateway)
        follow(world, MORNING + HOUR)
        assert deliver(world, MORNING + HOUR) == {}


def test_who_gave_no_mobile_number_gets_no_message(world: World) -> None:
    with gateway_served() as gateway:
        connect(world, gateway)
        world.approved(applicant=CITIZEN | {"phone": "02333852000"})
        assert follow(world) == {"hand_over": 1}
        assert deliver(world) == {}


def test_the_history_names_times_and_ways_and_masks_addresses(world: World) -> None:
    with gateway_served() as gateway:
        connect(world, gateway)
        notice = world.approved(applicant=CITIZEN | {"email": "mau@example.vn"})
        follow(world)
        deliver(world)
        gateway.becomes(message(world, notice).message_id or "", "delivered", MORNING + MINUTE)
        follow(world, MORNING + 5 * MINUTE)
    tick(world, world.tasks(PRINT_TASK)[0].id, MORNING + HOUR)
    with world.store.database.read() as session:
        lines = list_history(session, world.store.sealer, read_notice(session, notice))
    said = " | ".join(f"{line.way}: {line.what}" for line in lines)
    assert "tin nhắn SMS 091***678: đã tới máy người nhận" in said
    assert "thư điện tử ma***@example.vn: đã gửi đi" in said
    assert "trao tại quầy: đã trao" in said
    assert "0912345678" not in said
    assert "mau@" not in said


def test_each_step_is_noted_without_anything_personal(world: World) -> None:
    world.approved(applicant=CITIZEN)
    follow(world)
    tick(world, world.tasks(PRINT_TASK)[0].id, MORNING + HOUR)
    follow(world, MORNING + 2 * HOUR)
    with world.store.database.read() as session:
        notes = [row for row in session.scalars(select(AuditNote)) if row.verb.startswith("apology.")]
        payloads = [row.payload for row in session.scalars(select(WorkItem))]
    assert [row.verb for row in notes][-2:] == ["apology.hand_over", "apology.deliver"]
    assert "0912345678" not in str([row.detail for row in notes]) + str(payloads)


def test_a_cancelled_or_delivered_notice_is_left_alone(world: World) -> None:
    notice = world.approved()
    follow(world)

    def withdraw(session: Any) -> None:
        session.get_one(Apology, notice).state = "withdrawn"

    world.run(withdraw)
    assert follow(world, MORNING + 30 * DAY) == {}
