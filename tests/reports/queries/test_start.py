"""What waits for the person who has just signed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from feedback.apologies.rules import MARK_LATE, REMOVE_PUBLIC, SIGN_APOLOGIES
from feedback.apologies.tables import Apology
from feedback.foundation.actors import Actor, Grant, Permission
from feedback.foundation.clock import to_local
from feedback.outbox import actions
from feedback.outbox.rules import SEE_OUTBOX, SEE_TASKS, Outcome
from feedback.records.rules import SEE_RECORDS
from feedback.reports.queries.start import Card, start_cards
from feedback.working_calendar.actions import load_reference_calendar
from feedback.working_calendar.rules import EDIT_CALENDAR
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


def test_under_each_figure_stand_the_first_files_and_how_many_more(session: Session, make: Factory, now: datetime):
    load_reference_calendar(session, actor=Actor(name="hệ thống", all_powerful=True), now=now)
    unit = make.unit()
    records = [make.record(unit, stated_due_at=now - timedelta(days=1, hours=number)) for number in range(8)]
    card = start_cards(session, person(unit.id, SEE_RECORDS), now)[0]
    oldest = records[::-1]
    assert [line.text for line in card.lines] == [record.code for record in oldest[:5]]
    assert card.lines[0].href == f"/ho-so/{oldest[0].id}"
    assert "trễ" in card.lines[0].detail
    assert card.more == 3


def test_whoever_stands_above_sees_the_notices_that_were_told_to_them_while_they_wait(
    session: Session, make: Factory, now: datetime
):
    load_reference_calendar(session, actor=Actor(name="hệ thống", all_powerful=True), now=now)
    unit, other = make.unit("Xã Chậm"), make.unit()
    limit = now - timedelta(days=1)
    values = {"kind": "late", "field": "Đất đai", "due_at": limit, "limit_at": limit, "created_at": limit, "detail": {}}
    for place, state, told in (
        (unit, "drafted", now),
        (unit, "drafted", None),
        (unit, "approved", now),
        (other, "drafted", now),
    ):
        file = make.record(place, state="done")
        session.add(Apology(record_id=file.id, unit_id=place.id, state=state, escalated_at=told, **values))
    session.flush()
    leader = person(unit.id, SEE_RECORDS, SEE_TASKS, REMOVE_PUBLIC)
    card = titled(start_cards(session, leader, now), "phiếu xin lỗi quá hạn duyệt")
    assert (card.figure, card.tone, card.href, card.more) == ("1", "bad", "/viec", 0)
    assert "Xã Chậm" in card.lines[0].detail
    assert not [
        card for card in start_cards(session, person(unit.id, SEE_RECORDS), now) if "quá hạn duyệt" in card.title
    ]


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


def test_who_keeps_the_calendar_sees_from_october_on_how_many_files_wait_for_next_years(
    session: Session, make: Factory, now: datetime
):
    load_reference_calendar(session, actor=Actor(name="hệ thống", all_powerful=True), now=now)
    unit = make.unit()
    make.record(unit, computed_due_at=now + timedelta(days=60), computed_provisional="2027-02-04 2027")
    make.record(unit, make.procedure(limit_amount=600))
    make.record(unit, computed_due_at=now, computed_provisional="2026-11-24")
    card = titled(start_cards(session, person(unit.id, EDIT_CALENDAR), now), "hồ sơ chờ lịch nghỉ năm 2027")
    assert (card.figure, card.tone, card.href) == ("1", "warn", "/lich/thong-bao?nam=2027")
    assert start_cards(session, person(unit.id, EDIT_CALENDAR), now - timedelta(days=60)) == []
    year_later = start_cards(session, person(unit.id, EDIT_CALENDAR), now + timedelta(days=365))
    assert titled(year_later, "hồ sơ chờ lịch nghỉ năm 2028").figure == "1", "600 working days lead into 2028"
