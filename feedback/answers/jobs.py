"""Jobs: making sheets coarse once nothing can be corrected any more; telling a unit that two stands may be swapped."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from feedback.answers import actions
from feedback.answers.actions.call_backs import forget_contacts
from feedback.answers.actions.codes import forget_old_codes
from feedback.answers.actions.comments import forget_raw
from feedback.answers.actions.letters import ask_for_decider, ask_for_reader, tell_decider, tell_reader
from feedback.answers.actions.quarantine import forget_refused
from feedback.answers.queries.comments import list_raw_units, serious_since
from feedback.answers.queries.quarantine import waiting_days
from feedback.answers.queries.readers import Reader, list_deciders, list_readers
from feedback.answers.queries.swapped import SuspectedSwap, suspected_swaps
from feedback.answers.rules.call_backs import CONTACT_DAYS
from feedback.foundation.clock import local_day
from feedback.foundation.database import Database
from feedback.foundation.engine import Store
from feedback.organisation.queries import get_setting
from feedback.outbox.actions import hand_over

SWAPPED = "answers.swapped"
RAW_DAYS = "answers.raw_comment_days"
"""The setting of a unit: how many days the sealed words of a comment are kept."""
TELL_FOR = timedelta(days=7)
"""Somebody who becomes an inspector later is not told of everything that ever was."""


def settle_sheets(database: Database, now: datetime) -> int:
    """Cut every due sheet's times to the hour, in works of 200; returns how many. Safe to run twice or at once."""
    settled = 0
    while done := database.run(lambda session: actions.settle(session, now=now)):
        settled += done
    return settled


def forget_quarantined(store: Store, now: datetime, slot: str) -> int:
    """Empty what an inspector refused ninety days ago, in works of 200; how many. The counts stay."""
    forgotten = 0
    while done := store.database.run(lambda session: forget_refused(session, now=now)):
        forgotten += done
    return forgotten


def forget_codes(store: Store, now: datetime, slot: str) -> int:
    """Let one-time codes whose time is over forget their file, and drop them a year later; how many changed."""
    return store.database.run(lambda session: forget_old_codes(session, today=local_day(now)))


def tell_of_swaps(store: Store, now: datetime, slot: str) -> int:
    """A task for each pair of stands suspected in the week of the slot's day, once per pair and week; how many."""
    day = date.fromisoformat(slot)
    with store.database.read() as session:
        found = suspected_swaps(session, None, day - timedelta(days=day.weekday()), day)
    year, week, _ = day.isocalendar()
    told = [store.database.run(partial(_tell, swap=swap, week=f"{year}-W{week:02d}", now=now)) for swap in found]
    return sum(told)


def _tell(session: Session, *, swap: SuspectedSwap, week: str, now: datetime) -> bool:
    low, high = sorted((swap.closed_id, swap.open_id))
    return hand_over(
        session,
        kind=SWAPPED,
        subject=f"{low}-{high}/{week}",
        unit_id=swap.unit_id,
        title=swap.title,
        detail=f"{swap.words} Xin xem dấu kiểm in trên hai bảng có đúng quầy không, đặt lại rồi đánh dấu xong.",
        link=f"/diem-thu-thap/kiem-tra?don-vi={swap.unit_id}",
        now=now,
    )


def forget_raw_comments(store: Store, now: datetime, slot: str) -> int:
    """Empty the sealed words of comments whose days are over, unit by unit, in works of 500; how many."""
    today, usual, forgotten = local_day(now), store.settings.raw_comment_days, 0
    with store.database.read() as session:
        kept = {unit_id: get_setting(session, unit_id, RAW_DAYS, usual) for unit_id in list_raw_units(session)}
    for unit_id, days in kept.items():
        work = partial(forget_raw, unit_id=unit_id, before=_first_kept(today, _days(days, usual)))
        while done := store.database.run(work):
            forgotten += done
    return forgotten


def _first_kept(today: date, days: int) -> date:
    """What came on an earlier day goes: on its thirtieth day at the latest, not after it."""
    return today - timedelta(days=days - 1)


def _days(value: object, usual: int) -> int:
    """A unit may keep them for a shorter time than the installation, never longer."""
    return min(value, usual) if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else usual


def forget_call_backs(store: Store, now: datetime, slot: str) -> int:
    """Empty the contacts of wishes to be called that nobody settled in thirty days; how many."""
    before = _first_kept(local_day(now), CONTACT_DAYS)
    return store.database.run(lambda session: forget_contacts(session, before=before, now=now))


def tell_of_serious(store: Store, now: datetime, slot: str) -> int:
    """A letter to each inspector and leader above, once per serious comment; how many letters are new.

    The letter says neither what was written nor which unit it is about. Where nobody above has an address, the unit
    above gets a task.
    """
    with store.database.read() as session:
        waiting = serious_since(session, local_day(now) - TELL_FOR)
        readers = list_readers(session) if waiting else []
    told = 0
    for comment_id, unit_id in waiting:
        work = partial(_tell_readers, comment=str(comment_id), unit_id=unit_id, readers=readers, now=now)
        told += store.database.run(partial(work, url=store.settings.url))
    return told


def _tell_readers(
    session: Session, *, comment: str, unit_id: int, readers: list[Reader], now: datetime, url: str
) -> int:
    reached = [reader for reader in readers if reader.reaches(unit_id) and reader.email]
    if not reached:
        return ask_for_reader(session, comment=comment, unit_id=unit_id, now=now)
    return sum(tell_reader(session, comment=comment, reader=each, now=now, url=url) for each in reached)


def tell_of_quarantine(store: Store, now: datetime, slot: str) -> int:
    """A letter to each inspector, once per unit and day on which something was kept apart that still waits.

    How many letters are new. Where no inspector has an address, the unit above gets a task.
    """
    with store.database.read() as session:
        waiting = waiting_days(session, now - TELL_FOR)
        readers = list_deciders(session) if waiting else []
    told = 0
    for unit_id, day in waiting:
        work = partial(_tell_deciders, unit_id=unit_id, day=day, readers=readers, now=now, url=store.settings.url)
        told += store.database.run(work)
    return told


def _tell_deciders(session: Session, *, unit_id: int, day: date, readers: list[Reader], now: datetime, url: str) -> int:
    reached = [reader for reader in readers if reader.reaches(unit_id) and reader.email]
    if not reached:
        return ask_for_decider(session, unit_id=unit_id, day=day, now=now)
    return sum(tell_decider(session, unit_id=unit_id, day=day, reader=each, now=now, url=url) for each in reached)
