"""The books of tablets as the database tells them: full, waiting, wiped, enrolled anew, silent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from feedback.answers.queries.tablets import completeness
from feedback.answers.rules.completeness import Numbers, TabletBook
from feedback.answers.tables import TabletReceipt
from feedback.collection_points.actions import tablets as actions
from feedback.collection_points.tables import Tablet, TabletDay
from feedback.foundation.actors import SYSTEM
from feedback.working_calendar.actions import load_reference_calendar
from tests.collection_points.devices import a_tablet
from tests.factories import Factory

FRIDAY = date(2026, 11, 20)
THURSDAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


class Books:
    """Tablets of one commune, with rows as their beats and answers would leave them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.make = Factory(session)
        self.unit_id = self.make.unit("Xã Mẫu").id

    def tablet(self, name: str = "K03", **facts: Any) -> Tablet:
        device = a_tablet(self.session, NOW, self.unit_id, name=name)
        row = self.session.get_one(Tablet, device.id)
        for key, value in ({"last_seen_at": NOW} | facts).items():
            setattr(row, key, value)
        self.session.flush()
        return row

    def arrived(self, tablet_id: UUID, numbers: Any, day: date = FRIDAY, state: str = "counted") -> None:
        rows = [
            TabletReceipt(tablet_id=tablet_id, seq=seq, mark=bytes([seq % 256]) * 16, observed_day=day, state=state)
            for seq in numbers
        ]
        self.session.add_all(rows)
        self.session.flush()

    def told(self, tablet_id: UUID, **days: int) -> None:
        for name, recorded in days.items():
            day = {"friday": FRIDAY, "thursday": THURSDAY}[name]
            self.session.add(TabletDay(tablet_id=tablet_id, day=day, recorded=recorded, beats=1, silent_minutes=0))
        self.session.flush()

    def book(self, since: date = THURSDAY, until: date = FRIDAY) -> list[TabletBook]:
        return completeness(self.session, [self.unit_id], since, until, now=NOW)

    def book_of_all(self) -> list[TabletBook]:
        return completeness(self.session, None, THURSDAY, FRIDAY, now=NOW)


@pytest.fixture
def books(session: Session) -> Books:
    return Books(session)


def test_everything_arrived(books: Books):
    tablet = books.tablet(last_seq=412)
    books.arrived(tablet.id, range(1, 413))
    books.told(tablet.id, friday=412)
    (book,) = books.book()
    assert book.words == "ghi 412, nhận 412, mất 0"
    assert (book.unit_name, book.name, book.state, book.ending) == ("Xã Mẫu", "K03", "active", "")


@pytest.mark.parametrize("told_by", ["numbers", "days", "both"])
def test_a_wiped_queue_of_seven_is_a_gap_of_exactly_seven(books: Books, told_by: str):
    tablet = books.tablet(last_seq=405 if told_by == "days" else 412)
    books.arrived(tablet.id, range(1, 406))
    if told_by != "numbers":
        books.told(tablet.id, friday=412)
    (book,) = books.book()
    assert book.words == "ghi 412, nhận 405, mất 7 (số 406–412)"
    assert book.missing == (Numbers(406, 412),)


def test_what_still_waits_is_not_lost(books: Books):
    tablet = books.tablet(last_seq=412, queue=7)
    books.arrived(tablet.id, range(1, 406))
    books.told(tablet.id, friday=412)
    assert books.book()[0].words == "ghi 412, nhận 405, đang chờ 7"


def test_a_hole_below_what_waits_is_lost_on_its_own_day(books: Books):
    tablet = books.tablet(last_seq=20, queue=2)
    books.arrived(tablet.id, range(1, 6), THURSDAY)
    books.arrived(tablet.id, range(9, 19))
    books.told(tablet.id, thursday=7, friday=13)
    thursday, friday = books.book()[0].days
    assert (thursday.words, friday.words) == (
        "ghi 7, nhận 5, mất 2 (số 6–7)",
        "ghi 13, nhận 10, đang chờ 2, mất 1 (số 8)",
    )


def test_other_days_are_left_out(books: Books):
    tablet = books.tablet(last_seq=9)
    books.arrived(tablet.id, range(1, 6), THURSDAY)
    books.arrived(tablet.id, range(8, 10))
    books.told(tablet.id, thursday=7, friday=2)
    assert books.book(FRIDAY, FRIDAY)[0].words == "ghi 2, nhận 2, mất 0"
    assert books.book(THURSDAY, THURSDAY)[0].words == "ghi 7, nhận 5, mất 2 (số 6–7)"
    assert books.book(date(2026, 11, 1), date(2026, 11, 2)) == []


def test_what_is_kept_apart_arrived_all_the_same(books: Books):
    tablet = books.tablet(last_seq=3)
    books.arrived(tablet.id, (1, 2))
    books.arrived(tablet.id, (3,), state="quarantined")
    (book,) = books.book()
    assert (book.words, book.apart) == ("ghi 3, nhận 3, mất 0", 1)


def test_a_wiped_tablet_enrolled_anew_lost_what_waited_on_it(books: Books):
    old = books.tablet(last_seq=412, queue=7)
    books.arrived(old.id, range(1, 406))
    again = {"tablet_id": old.id, "fresh_id": UUID(int=5), "code_hash": "anew", "reason": "Máy bị xóa"}
    actions.enrol_again(books.session, actor=SYSTEM, now=NOW, **again)
    assert books.book()[0].words == "ghi 412, nhận 405, đang chờ 7"
    new = books.session.get_one(Tablet, UUID(int=5))
    new.state, new.enrolled_at, new.last_seq = "active", NOW + timedelta(hours=1), 3
    books.arrived(new.id, (1, 2, 3))
    first, second = books.book()
    assert (first.words, second.words) == ("ghi 412, nhận 405, mất 7 (số 406–412)", "ghi 3, nhận 3, mất 0")
    assert first.ending == "lần liên lạc cuối 17:00 ngày 20/11/2026; phiếu ghi sau đó không biết được"


def test_a_device_that_kept_its_numbers_goes_on_in_a_new_book(books: Books):
    """Enrolled anew with seven waiting and two more given meanwhile: the old book gets its nine, the new its own."""
    old = books.tablet(last_seq=12, queue=7, state="revoked")
    books.arrived(old.id, range(1, 7))
    new = books.tablet(name="K04", first_seq=14, last_seq=16, continues=old.id)
    new.name, new.enrolled_at = "K03", NOW + timedelta(hours=1)
    books.arrived(new.id, [6, *range(7, 14), 15, 16])
    first, second = books.book()
    assert (first.words, second.words) == ("ghi 14, nhận 13, mất 1 (số 14)", "ghi 2, nhận 2, mất 0")


def test_a_device_that_comes_from_another_place_brings_its_own_numbers_there(books: Books):
    """K05 stood in for a broken K03: no number between the two was ever given for K03, and none of it is lost."""
    broken = books.tablet(last_seq=12, queue=2, state="revoked")
    books.arrived(broken.id, range(1, 11))
    spare = books.tablet(name="K05", last_seq=900, queue=1, state="revoked")
    books.arrived(spare.id, range(1, 900))
    new = books.tablet(name="K04", first_seq=900, last_seq=901, continues=spare.id)
    new.name, new.enrolled_at = "K03", NOW + timedelta(hours=1)
    books.arrived(new.id, (900, 901))
    assert [each.words for each in books.book()] == [
        "ghi 12, nhận 10, mất 2 (số 11–12)",
        "ghi 1, nhận 1, mất 0",
        "ghi 900, nhận 900, mất 0",
    ]


def test_a_silence_that_goes_on_is_in_the_book(books: Books):
    load_reference_calendar(books.session, actor=SYSTEM, now=NOW)
    tablet = books.tablet(last_seen_at=NOW - timedelta(hours=6))
    books.session.add(TabletDay(tablet_id=tablet.id, day=THURSDAY, recorded=0, beats=0, silent_minutes=40))
    books.session.flush()
    # 11:00 to 17:00 with the office closed from 11:30 to 13:30.
    assert [(each.day, each.silent_minutes) for each in books.book()[0].days] == [(THURSDAY, 40), (FRIDAY, 240)]


def test_a_tablet_that_was_never_let_in_has_no_book(books: Books):
    tablet = books.tablet(enrolled_at=None, state="rejected", last_seq=5)
    assert tablet.last_seq == 5
    assert books.book() == []


def test_books_of_other_units_are_not_told(books: Books):
    tablet = books.tablet(last_seq=1)
    books.arrived(tablet.id, (1,))
    assert completeness(books.session, [books.unit_id + 1], THURSDAY, FRIDAY) == []
    assert len(completeness(books.session, None, THURSDAY, FRIDAY, now=NOW)) == 1


def test_the_days_asked_about_are_told_as_if_all_were_asked(books: Books):
    """The book looks only as far back as it must; what it says of a day does not depend on how many were asked for."""
    tablet = books.tablet(last_seq=64, queue=2)
    lost = {8, 9, 10, 20, 21, 41, 58}
    for number in range(1, 61):
        if number not in lost:
            books.arrived(tablet.id, [number], FRIDAY - timedelta(days=(60 - number) // 10))
    days = {each.day: each for each in books.book(FRIDAY - timedelta(days=10), FRIDAY)[0].days}
    assert sum(each.lost for each in days.values()) == len(lost) + 2
    for day, expected in days.items():
        assert books.book(day, day)[0].days == (expected,)


def three_more(books: Books, silent: timedelta) -> None:
    """Another commune's tablets: one with holes that was enrolled anew, one that is whole; three books."""
    seen = {"last_seen_at": NOW - silent}
    books.unit_id = books.make.unit().id
    old = books.tablet(last_seq=9, queue=2, **seen)
    old.state = "revoked"
    books.arrived(old.id, (1, 2, 5, 6, 7))
    new = books.tablet(name="K04", first_seq=9, last_seq=11, continues=old.id, **seen)
    new.name, new.enrolled_at = "K03", NOW + timedelta(hours=1)
    books.arrived(new.id, (7, 8, 10, 11))
    whole = books.tablet(name="K05", last_seq=3, **seen)
    books.arrived(whole.id, (1, 2, 3), THURSDAY)


@pytest.mark.parametrize("silent", [timedelta(0), timedelta(hours=6)])
def test_thirty_tablets_cost_no_more_statements_than_three(books: Books, silent: timedelta):
    load_reference_calendar(books.session, actor=SYSTEM, now=NOW)
    asked: list[str] = []

    def statements(count: int) -> int:
        books.book_of_all()  # The calendar is read once and then kept.
        asked.clear()
        words = [book.words for book in books.book_of_all()]
        expected = ["ghi 9, nhận 6, mất 3 (số 3–4, 9)", "ghi 2, nhận 2, mất 0", "ghi 3, nhận 3, mất 0"]
        assert words == expected * (count // 3)
        return len(asked)

    connection = books.session.connection()
    event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
    three_more(books, silent)
    few = statements(3)
    for _ in range(9):
        three_more(books, silent)
    assert statements(30) == few <= 6
