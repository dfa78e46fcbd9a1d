"""What a request of a program leaves behind: nonces, replies, rows of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.accounts.actions.api_requests import (
    Mismatch,
    Reply,
    Ticket,
    TooManyRows,
    accept_nonce,
    begin_reply,
    count_rows,
    drop_reply,
    finish_reply,
    forget_api_traces,
)
from feedback.accounts.tables import ApiNonce, ApiReply
from feedback.foundation.errors import Conflict
from tests.accounts.actions.test_api_keys import create

FIRST = Reply(200, '{"a": 1}')


@pytest.fixture
def ticket(session: Session, now: datetime) -> Ticket:
    return Ticket(create(session, now, daily_rows=100).id, "lo-thu-nhat", "hash", "người đầu")


def test_a_nonce_is_good_once_for_its_key(session: Session, now: datetime, ticket: Ticket) -> None:
    other = create(session, now)
    found = [
        accept_nonce(session, now=now, key_id=key, nonce="x" * 16) for key in (ticket.key_id, ticket.key_id, other.id)
    ]
    assert found == [True, False, True]


def test_the_first_does_the_work_and_the_next_gets_its_reply(session: Session, now: datetime, ticket: Ticket) -> None:
    second = replace(ticket, owner="người sau")
    assert begin_reply(session, now=now, ticket=ticket) is None
    with pytest.raises(Conflict, match="đang được xử lý"):
        begin_reply(session, now=now, ticket=second)
    finish_reply(session, now=now, ticket=ticket, reply=FIRST)
    assert begin_reply(session, now=now, ticket=second) == FIRST
    with pytest.raises(Mismatch):
        begin_reply(session, now=now, ticket=replace(second, request_hash="khác"))


def test_a_reply_is_kept_for_a_day(session: Session, now: datetime, ticket: Ticket) -> None:
    begin_reply(session, now=now, ticket=ticket)
    finish_reply(session, now=now, ticket=ticket, reply=FIRST)
    assert begin_reply(session, now=now + timedelta(hours=23), ticket=ticket) == FIRST
    assert begin_reply(session, now=now + timedelta(hours=24), ticket=ticket) is None


def test_whose_claim_lapsed_does_not_finish(session: Session, now: datetime, ticket: Ticket) -> None:
    second = replace(ticket, owner="người sau")
    begin_reply(session, now=now, ticket=ticket)
    assert begin_reply(session, now=now + timedelta(minutes=2), ticket=second) is None
    with pytest.raises(Conflict, match="làm quá lâu"):
        finish_reply(session, now=now, ticket=ticket, reply=FIRST)
    finish_reply(session, now=now, ticket=second, reply=FIRST)


def test_only_the_owner_lets_go_and_never_of_a_reply(session: Session, now: datetime, ticket: Ticket) -> None:
    second = replace(ticket, owner="người sau")
    begin_reply(session, now=now, ticket=ticket)
    drop_reply(session, ticket=second)
    with pytest.raises(Conflict):
        begin_reply(session, now=now, ticket=second)
    drop_reply(session, ticket=ticket)
    assert begin_reply(session, now=now, ticket=second) is None
    finish_reply(session, now=now, ticket=second, reply=FIRST)
    drop_reply(session, ticket=second)
    assert begin_reply(session, now=now, ticket=ticket) == FIRST


def test_rows_are_counted_by_the_day_of_viet_nam(session: Session, now: datetime, ticket: Ticket) -> None:
    key = ticket.key_id
    count_rows(session, now=now, key_id=key, rows=60)
    with pytest.raises(TooManyRows, match="100"):
        count_rows(session, now=now, key_id=key, rows=41)
    count_rows(session, now=now, key_id=key, rows=40)
    midnight = now + timedelta(hours=7)  # 17:00 in Việt Nam and seven hours
    count_rows(session, now=midnight, key_id=key, rows=100)


def test_what_is_over_is_forgotten_and_nothing_else(session: Session, now: datetime, ticket: Ticket) -> None:
    accept_nonce(session, now=now, key_id=ticket.key_id, nonce="x" * 16)
    begin_reply(session, now=now, ticket=ticket)
    finish_reply(session, now=now, ticket=ticket, reply=FIRST)
    assert forget_api_traces(session, now=now + timedelta(minutes=9)) == 0
    assert forget_api_traces(session, now=now + timedelta(minutes=10)) == 1
    assert forget_api_traces(session, now=now + timedelta(hours=24)) == 1
    counts = [session.scalar(select(func.count()).select_from(table)) for table in (ApiNonce, ApiReply)]
    assert counts == [0, 0]
