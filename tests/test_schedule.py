"""The timetable's engine: every missed turn once, two at a time or two weeks late; and the real timetable."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from feedback.foundation.database import Database
from feedback.foundation.engine import Store, open_store
from feedback.foundation.settings import Settings
from feedback.outbox.rules import Rhythm
from feedback.outbox.tables import JobSlot
from feedback.schedule import TIMETABLE, Entry, Every, handlers, run_all, run_entry, timetable_words

TWO_WEEKS = timedelta(days=14)
MONDAYS = Rhythm(time(7), weekday=0)


@pytest.fixture
def store(database: Database, site_settings: Settings) -> Iterator[Store]:
    """Opened on the test's database, which is emptied afterwards."""
    opened = open_store(site_settings)
    yield opened
    opened.database.close()


class Diary:
    """A job that writes down its turns, and fails where it is told to."""

    def __init__(self, fails: int = 0) -> None:
        self.turns: list[str] = []
        self._fails = fails

    def __call__(self, store: Store, now: datetime, slot: str) -> None:
        if self._fails:
            self._fails -= 1
            raise RuntimeError("máy in hết giấy")
        self.turns.append(slot)


def entry(job: Diary, when: Rhythm | Every = MONDAYS) -> Entry:
    return Entry("weekly-test", "một việc thử mỗi thứ Hai", when, job)


def test_a_new_installation_has_missed_nothing(store: Store, now: datetime):
    diary = Diary()
    run_entry(store, entry(diary), now)
    assert diary.turns == []


def test_after_two_weeks_down_every_missed_turn_is_made_once(store: Store, now: datetime):
    diary = Diary()
    run_entry(store, entry(diary), now)
    for _ in range(3):
        run_entry(store, entry(diary), now + TWO_WEEKS)
    assert diary.turns == ["2026-W47", "2026-W48"]


def test_a_turn_comes_at_its_minute_and_not_before(store: Store, now: datetime):
    diary = Diary()
    run_entry(store, entry(diary), now)
    monday = datetime.fromisoformat("2026-11-23T07:00+07:00")
    run_entry(store, entry(diary), monday - timedelta(seconds=1))
    assert diary.turns == []
    run_entry(store, entry(diary), monday)
    assert diary.turns == ["2026-W47"]


def test_two_schedulers_at_once_do_each_turn_once(store: Store, now: datetime):
    diary = Diary()
    run_entry(store, entry(diary), now)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: run_entry(store, entry(diary), now + TWO_WEEKS), range(2)))
    assert sorted(diary.turns) == ["2026-W47", "2026-W48"]


def test_a_turn_that_failed_is_noted_and_tried_again_later(store: Store, now: datetime):
    diary = Diary(fails=1)
    run_entry(store, entry(diary), now)
    later = now + timedelta(days=7)
    run_entry(store, entry(diary), later)
    assert diary.turns == []
    with store.database.read() as session:
        slot = session.scalars(select(JobSlot).where(JobSlot.slot == "2026-W47")).one()
        assert slot.finished_at is None
    run_entry(store, entry(diary), later + timedelta(days=1))
    assert diary.turns == ["2026-W47"]


def test_a_job_that_fails_does_not_stop_the_others_and_is_named(store: Store, now: datetime):
    often, diary = Every(timedelta(minutes=2)), Diary()
    timetable = (
        Entry("broken", "việc hỏng", often, Diary(fails=1)),
        Entry("broken-turn", "lượt hỏng", MONDAYS, Diary(fails=1)),
        Entry("fine", "việc lành", often, diary),
    )
    assert run_all(store, now, timetable) == ["việc hỏng"]
    assert run_all(store, now + timedelta(days=7), timetable) == ["lượt hỏng"]
    assert run_all(store, now + timedelta(days=8), timetable) == []
    assert diary.turns == ["", "", ""]


def test_what_runs_every_few_minutes_needs_no_turns(store: Store, now: datetime):
    diary = Diary()
    frequent = entry(diary, Every(timedelta(minutes=2)))
    run_entry(store, frequent, now)
    run_entry(store, frequent, now)
    assert diary.turns == ["", ""]


def test_the_whole_timetable_runs_on_an_empty_installation(store: Store, now: datetime):
    assert run_all(store, now) == []
    assert run_all(store, now + timedelta(days=3)) == []


def test_the_timetable_reads_as_sentences():
    lines = timetable_words()
    assert len(lines) == len(TIMETABLE)
    assert "thứ Hai hằng tuần lúc 07:00: báo cáo tuần của từng đơn vị và thư cho từng lãnh đạo" in lines
    assert Every(timedelta(seconds=30)).words() == "30 giây một lần"


def test_every_kind_of_work_has_somebody_who_delivers_it(store: Store):
    assert {"letter", "weekly_report", "apologies.calendar_message"} <= set(handlers(store))
