"""What a week tells of tablets, and what it owes the weeks before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from feedback.answers.rules.completeness import BookDay, Numbers, TabletBook
from feedback.reports.rules.tablets import Halls, LateArrival, TabletDay, TabletLine, Told, late_arrivals, line_of

THURSDAY, FRIDAY = date(2026, 11, 12), date(2026, 11, 13)
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
WEEK = timedelta(days=7)


def a_line(*received: int, name: str = "K03", unit_id: int = 1, first: date = THURSDAY) -> TabletLine:
    days = tuple(
        TabletDay(first + timedelta(days=i), n + 3, n, 1, 2, 1, ((n + 1, n + 1),), 30) for i, n in enumerate(received)
    )
    return TabletLine(f"id-{name}", unit_id, f"Xã {unit_id}", name, "", days)


def told(*lines: TabletLine, at: datetime = MONDAY, late: tuple[LateArrival, ...] = ()) -> Told:
    return Told(at.date() - WEEK, at.date() - timedelta(days=1), at, Halls(lines, late))


def test_a_book_is_kept_as_it_stands():
    book = TabletBook(
        tablet_id=UUID(int=7),
        unit_id=1,
        unit_name="Xã Mẫu",
        name="K03",
        state="active",
        last_seen_at=None,
        ended=False,
        days=(BookDay(FRIDAY, 412, 405, 1, 0, 7, (Numbers(406, 412),), 15),),
    )
    line = line_of(book)
    assert line.tablet == str(UUID(int=7))
    assert line.days == (TabletDay(FRIDAY, 412, 405, 1, 0, 7, ((406, 412),), 15),)
    assert line.days[0].numbers == (Numbers(406, 412),)


def test_the_tablets_of_a_unit_are_added_up():
    halls = Halls((a_line(10, 20), a_line(5, name="K04"), a_line(1, unit_id=2)))
    first, second = halls.sums
    assert (first.unit_name, first.tablets, first.received, first.recorded) == ("Xã 1", 2, 35, 44)
    assert (first.apart, first.waiting, first.lost, first.silent_minutes) == (3, 6, 3, 90)
    assert (second.tablets, second.received) == (1, 1)


def test_what_arrived_after_the_edition_is_told_once_and_by_the_next():
    week = [told(a_line(400, 10))]
    (late,) = late_arrivals([a_line(400, 14)], week)
    assert (late.name, late.day, late.received) == ("K03", FRIDAY, 4)
    week.append(told(at=MONDAY + WEEK, late=(late,)))
    assert late_arrivals([a_line(400, 14)], week) == ()
    (later,) = late_arrivals([a_line(400, 15)], week)
    assert later.received == 1


def test_a_day_or_tablet_the_edition_did_not_know_is_late_as_a_whole():
    found = late_arrivals([a_line(400, 14), a_line(3, name="K09")], [told(a_line(400))])
    assert [(each.name, each.day, each.received) for each in found] == [("K03", FRIDAY, 14), ("K09", THURSDAY, 3)]


def test_a_week_without_an_edition_owes_nothing():
    assert late_arrivals([a_line(400, 14)], []) == ()
    elsewhere = told(a_line(400), at=MONDAY + WEEK)
    assert late_arrivals([a_line(400, 14)], [elsewhere]) == ()


def test_a_second_edition_of_the_week_tells_it_and_the_next_does_not_again():
    late = LateArrival("id-K03", 1, "Xã 1", "K03", FRIDAY, 4)
    editions = [
        Told(THURSDAY, FRIDAY, MONDAY + 2 * WEEK, Halls((a_line(400, 16),))),
        told(at=MONDAY + WEEK, late=(late,)),
    ]
    assert late_arrivals([a_line(400, 16)], editions) == ()
    assert [each.received for each in late_arrivals([a_line(400, 18)], editions)] == [2]
