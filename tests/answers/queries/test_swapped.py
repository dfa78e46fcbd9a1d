"""The daily checks held against the answers of the same days: whose stand stands where it does not belong."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from feedback.answers.actions import hand_in
from feedback.answers.queries.swapped import suspected_swaps
from feedback.collection_points.tables import CodeCheck
from feedback.foundation.clock import local_day
from feedback.organisation.tables import Unit
from tests.answers.samples import Place, a_counter, a_sheet
from tests.factories import Factory


class Hall:
    """A commune with two counters; who was seen open, and how many answered where."""

    def __init__(self, session: Session, now: datetime, token: str = "k7m2xq9d") -> None:
        self.session, self.now = session, now
        self.one = a_counter(session, now, token=token)
        self.unit_id = self.one.unit_id
        other = Factory(session).counter(session.get_one(Unit, self.unit_id), code="K2", name="Quầy số 2")
        self.other = Place(self.unit_id, other.id, self.one.version_id)
        self.numbers = iter(range(int.from_bytes(token.encode(), "big") % 10**9, 10**18))

    def seen(self, day: date, *, one: bool, other: bool) -> None:
        for place, opened in ((self.one, one), (self.other, other)):
            self.session.add(
                CodeCheck(
                    counter_id=place.counter_id,
                    unit_id=place.unit_id,
                    day=day,
                    open=opened,
                    code_ok=True,
                    checked_at=self.now,
                    checked_by="Người Mẫu",
                )
            )
        self.session.flush()

    def answer(self, place: Place, times: int, at: datetime, **more: object) -> None:
        for _ in range(times):
            hand_in(self.session, sheet=a_sheet(place, at, next(self.numbers), **more), overall=5, now=at)


def test_a_swap_is_named_with_both_counters_its_days_and_answers(session: Session, now: datetime):
    hall, today = Hall(session, now), local_day(now)
    hall.seen(today, one=False, other=True)
    hall.answer(hall.one, 4, now)
    (swap,) = suspected_swaps(session, {hall.unit_id}, today, today)
    assert (swap.closed_id, swap.open_id) == (hall.one.counter_id, hall.other.counter_id)
    assert (swap.days, swap.answers, swap.both_ways) == ((today,), 4, False)
    assert swap.title == "Bảng mã ở Quầy số 1 và Quầy số 2 có thể bị đặt nhầm"
    assert swap.words == (
        "Ngày 20/11/2026: Quầy số 1 nghỉ mà mã của quầy này nhận 4 ý kiến, "
        "còn Quầy số 2 mở mà gần như không có ý kiến nào."
    )
    assert suspected_swaps(session, None, today, today) == (swap,)


def test_other_units_other_days_and_tablets_are_no_evidence(session: Session, now: datetime):
    hall, today = Hall(session, now), local_day(now)
    hall.seen(today, one=False, other=True)
    hall.answer(hall.one, 6, now, channel="tablet")
    hall.answer(hall.one, 6, now - timedelta(days=1))
    assert suspected_swaps(session, None, today, today) == ()
    hall.answer(hall.one, 3, now)
    assert suspected_swaps(session, {hall.unit_id + 1}, today, today) == ()
    assert suspected_swaps(session, None, today - timedelta(days=9), today - timedelta(days=1)) == ()
    assert len(suspected_swaps(session, None, today - timedelta(days=9), today)) == 1


def test_seen_in_both_directions_it_is_one_swap_said_so(session: Session, now: datetime):
    hall, today = Hall(session, now), local_day(now)
    yesterday = now - timedelta(days=1)
    hall.seen(local_day(yesterday), one=True, other=False)
    hall.answer(hall.other, 3, yesterday)
    hall.seen(today, one=False, other=True)
    hall.answer(hall.one, 5, now)
    (swap,) = suspected_swaps(session, None, local_day(yesterday), today)
    assert (swap.closed_name, swap.open_name, swap.both_ways) == ("Quầy số 1", "Quầy số 2", True)
    assert swap.words.endswith("hai bảng nhiều khả năng đã đổi chỗ.")


def test_a_counter_where_hardly_anybody_answers_is_not_named(session: Session, now: datetime):
    hall, today = Hall(session, now), local_day(now)
    for back in range(1, 7):
        hall.answer(hall.one, 2, now - timedelta(days=back))
    hall.seen(today, one=False, other=True)
    hall.answer(hall.one, 5, now)
    assert suspected_swaps(session, None, today, today) == ()
    for back in range(1, 7):
        hall.answer(hall.other, 2, now - timedelta(days=back))
    assert len(suspected_swaps(session, None, today, today)) == 1
