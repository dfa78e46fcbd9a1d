"""What waits for the person who has just signed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from feedback.apologies.rules import MARK_LATE, SIGN_APOLOGIES
from feedback.foundation.actors import Actor, Grant, Permission
from feedback.foundation.clock import to_local
from feedback.outbox import actions
from feedback.outbox.rules import SEE_OUTBOX, SEE_TASKS, Outcome
from feedback.records.rules import SEE_RECORDS
from feedback.reports.queries.start import Card, start_cards
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory


def person(unit_id: int, *permissions: Permission) -> Actor:
    return Actor(
        name="Người Thử", account_id=1, login="thu", grants=(Grant(frozenset(permissions), frozenset({unit_id})),)
    )


def titled(cards: list[Card], title: str) -> Card:
    return next(card for card in cards if card.title == title)


def test_who_may_see_nothing_is_shown_nothing(session: Session, make: Factory, now: datetime):
    assert start_cards(session, person(make.unit().id), now) == []


def test_late_files_of_ones_own_unit_stand_first_and_in_red(session: Session, make: Factory, now: datetime):
    load_reference_calendar(session, actor=Actor(name="hệ thống", all_powerful=True), now=now)
    unit, other = make.unit(), make.unit()
    for place in (unit, unit, other):
        make.record(place, stated_due_at=now - timedelta(days=1), latest_due_at=now - timedelta(days=1))
    card = start_cards(session, person(unit.id, SEE_RECORDS), now)[0]
    assert (card.figure, card.title, card.tone) == ("2", "hồ sơ quá hạn", "bad")


def test_a_unit_without_late_files_is_told_so_kindly(session: Session, make: Factory, now: datetime):
    load_reference_calendar(session, actor=Actor(name="hệ thống", all_powerful=True), now=now)
    card = start_cards(session, person(make.unit().id, SEE_RECORDS), now)[0]
    assert (card.figure, card.tone) == ("0", "good")


def test_a_missing_calendar_is_named_instead_of_wrong_figures(session: Session, make: Factory, now: datetime):
    unit = make.unit()
    make.record(unit, stated_due_at=now + timedelta(days=1), latest_due_at=now + timedelta(days=1))
    (card,) = start_cards(session, person(unit.id, SEE_RECORDS), now)
    assert (card.title, card.href, card.tone) == ("Chưa tính được hạn", "/lich", "bad")
    assert str(to_local(now).year) in card.detail


def test_a_head_is_led_to_what_waits_for_a_signature_and_to_the_morning_list(
    session: Session, make: Factory, now: datetime
):
    cards = start_cards(session, person(make.unit().id, SIGN_APOLOGIES, MARK_LATE), now)
    assert [(card.title, card.href) for card in cards] == [
        ("phiếu xin lỗi chờ duyệt", "/xin-loi"),
        ("Danh sách sáng nay", "/xin-loi/sang-nay"),
    ]


def test_tasks_are_counted(session: Session, make: Factory, now: datetime):
    assert titled(start_cards(session, person(make.unit().id, SEE_TASKS), now), "việc đang đợi").figure == "0"


def test_only_letters_that_failed_are_shown(session: Session, make: Factory, now: datetime):
    unit = make.unit()
    reader = person(unit.id, SEE_OUTBOX)
    assert start_cards(session, reader, now) == []
    actions.enqueue(session, kind="letter", subject="46", now=now, unit_id=unit.id)
    (delivery,) = actions.lease_due(session, kinds=["letter"], owner="a", now=now)
    actions.settle(session, delivery=delivery, owner="a", now=now, outcome=Outcome.FAILED, why="550")
    assert titled(start_cards(session, reader, now), "thư gửi không được").figure == "1"
