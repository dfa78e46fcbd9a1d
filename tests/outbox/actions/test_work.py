"""Work items: once per kind and subject, one holder at a time, the same Message-ID on every try."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict, NotFound
from feedback.outbox import actions
from feedback.outbox.queries import find_work_id, get_work, list_tasks
from feedback.outbox.rules import LEASE, RETRY_MINUTES, Delivery, Outcome, WorkState
from tests.factories import Factory


def put(session: Session, now: datetime, subject: str = "tuần 46", **more: Any) -> Any:
    return actions.enqueue(session, kind="letter", subject=subject, now=now, payload={"title": "Thư"}, **more)


def lease(session: Session, now: datetime, owner: str = "a", limit: int = 10) -> list[Delivery]:
    return actions.lease_due(session, kinds=["letter"], owner=owner, now=now, limit=limit)


def end(session: Session, delivery: Delivery, now: datetime, outcome: Outcome, owner: str = "a") -> None:
    actions.settle(session, delivery=delivery, owner=owner, now=now, outcome=outcome, why="451 bận")


def test_the_same_work_put_in_twice_is_one_item(session: Session, now: datetime) -> None:
    first = put(session, now)
    assert put(session, now + timedelta(hours=1)) == first
    assert find_work_id(session, "letter", "tuần 46") == first
    assert get_work(session, first).created_at == now


def test_work_has_its_message_id_before_anybody_tries_to_send(session: Session, now: datetime) -> None:
    item = get_work(session, put(session, now))
    assert item.message_id == f"<{item.id}@lang-nghe>"


def test_every_try_carries_the_same_message_id(session: Session, now: datetime) -> None:
    put(session, now)
    (first,) = lease(session, now)
    end(session, first, now, Outcome.RETRIED)
    (second,) = lease(session, now + timedelta(minutes=RETRY_MINUTES[0]))
    assert second.message_id == first.message_id
    assert (first.attempt, second.attempt) == (1, 2)


def test_leased_work_is_nobody_elses_until_the_lease_runs_out(session: Session, now: datetime) -> None:
    put(session, now)
    assert len(lease(session, now)) == 1
    assert lease(session, now + LEASE - timedelta(seconds=1), "b") == []
    assert len(lease(session, now + LEASE, "b")) == 1


def test_who_died_while_sending_is_followed_by_another(session: Session, now: datetime) -> None:
    put(session, now)
    (mine,) = lease(session, now)
    assert actions.mark_sending(session, work_id=mine.id, owner="a", now=now)
    assert len(lease(session, now + LEASE, "b")) == 1


def test_who_lost_the_lease_may_not_send_and_changes_nothing(session: Session, now: datetime) -> None:
    put(session, now)
    (mine,) = lease(session, now)
    lease(session, now + LEASE, "b")
    assert not actions.mark_sending(session, work_id=mine.id, owner="a", now=now + LEASE)
    end(session, mine, now + LEASE, Outcome.SENT)
    assert get_work(session, mine.id).state == WorkState.LEASED


def test_work_for_later_waits(session: Session, now: datetime) -> None:
    put(session, now, not_before=now + timedelta(hours=1))
    assert lease(session, now) == []
    assert len(lease(session, now + timedelta(hours=1))) == 1


def test_the_oldest_goes_first_and_only_so_many_at_once(session: Session, now: datetime) -> None:
    for hours in (2, 1, 3):
        put(session, now - timedelta(hours=hours), f"{hours}")
    assert [each.subject for each in lease(session, now, limit=2)] == ["3", "2"]


def test_kinds_nobody_handles_stay_due(session: Session, now: datetime) -> None:
    identity = put(session, now)
    assert actions.lease_due(session, kinds=["other"], owner="a", now=now) == []
    assert get_work(session, identity).state == WorkState.DUE


def test_sent_is_for_good(session: Session, now: datetime) -> None:
    put(session, now)
    (mine,) = lease(session, now)
    end(session, mine, now, Outcome.SENT)
    assert lease(session, now + timedelta(days=30)) == []
    item = get_work(session, mine.id)
    assert (item.state, item.done_at, item.lease_owner) == (WorkState.SENT, now, None)


def test_a_letter_that_needs_no_sending_says_why(session: Session, now: datetime) -> None:
    put(session, now)
    (mine,) = lease(session, now)
    end(session, mine, now, Outcome.NEEDLESS)
    item = get_work(session, mine.id)
    assert (item.state, item.last_error) == (WorkState.DONE, "451 bận")


def test_a_rejected_letter_is_visible_and_a_task_for_the_unit(make: Factory, session: Session, now: datetime) -> None:
    unit = make.unit()
    put(session, now, unit_id=unit.id)
    (mine,) = lease(session, now)
    end(session, mine, now, Outcome.FAILED)
    assert get_work(session, mine.id).state == WorkState.FAILED
    (task,) = list_tasks(session, [unit.id])
    assert task.title == "Thư gửi không được: Thư"
    assert "451 bận" in task.detail


def test_trouble_for_more_than_four_hours_becomes_a_failure_somebody_sees(
    make: Factory, session: Session, now: datetime
) -> None:
    unit = make.unit()
    put(session, now, unit_id=unit.id)
    at, tries = now, 0
    while deliveries := lease(session, at):
        tries += 1
        end(session, deliveries[0], at, Outcome.RETRIED)
        at = max(get_work(session, deliveries[0].id).not_before, at)
    assert at - now >= timedelta(hours=4)
    assert tries == len(RETRY_MINUTES) + 1
    assert len(list_tasks(session, [unit.id])) == 1


def test_a_person_may_have_a_failed_letter_tried_again(make: Factory, session: Session, now: datetime) -> None:
    identity = put(session, now, unit_id=make.unit().id)
    (mine,) = lease(session, now)
    end(session, mine, now, Outcome.FAILED)
    actions.send_again(session, actor=SYSTEM, now=now, work_id=identity)
    (again,) = lease(session, now)
    assert (again.message_id, again.attempt) == (mine.message_id, 1)


def test_only_a_failed_letter_can_be_sent_again(session: Session, now: datetime) -> None:
    identity = put(session, now)
    with pytest.raises(Conflict):
        actions.send_again(session, actor=SYSTEM, now=now, work_id=identity)


def test_a_letter_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        get_work(session, UUID(int=0))
