"""What the offices of the sample do every working day: answer the morning list, approve apologies, hand papers over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial
from random import Random

from feedback.apologies.actions import answer_morning_list, prepare
from feedback.apologies.documents import approve_notice
from feedback.apologies.jobs import draft_owed, follow_deliveries, follow_notices, morning_lists
from feedback.apologies.queries import NoticeLine, list_lines, list_morning
from feedback.apologies.rules import OPEN_STATES, Decision
from feedback.demo.actions.checks import code_checks
from feedback.demo.rules import REASONS, SKIPPED_HEAD
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.engine import Store
from feedback.foundation.errors import Refused
from feedback.organisation.queries import list_heads
from feedback.outbox.actions import tick_off
from feedback.outbox.queries import list_tasks
from feedback.outbox.rules import ends_with_its_deed
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import local_time, minute_of, moment_of

OFFICER = Actor("Cán bộ một cửa (mẫu)", all_powerful=True)
NINE = timedelta(hours=1)
WAITING_DAYS = timedelta(days=16)
KEPT_WAITING = 0.12
"""The share of drafts a head leaves for another day: the sample must show that, too."""


def office_day(
    store: Store, units: dict[str, int], told: Collection[str], until: datetime, seed: int = 11
) -> Callable[[datetime], None]:
    """`told` are the codes of files whose desk sees the delay coming. Returns what happens at 08:00 of a day.

    In the last days before `until` one head signs nothing, so that whoever tries the sample finds drafts to decide on.
    """
    random = Random(seed)
    ids = set(units.values())
    look_at_codes = code_checks(store, until)

    def live(morning: datetime) -> None:
        morning_lists(store, morning, "")
        draft_owed(store, morning, "")
        look_at_codes(morning)
        _answer_lists(store, ids, told, morning)
        _approve(store, ids, morning + NINE, random, waits=morning > until - WAITING_DAYS)
        _tick_off(store, ids, morning + NINE, random)
        follow_deliveries(store, morning + NINE, "")
        follow_notices(store, morning + NINE, "")

    return live


def _answer_lists(store: Store, units: Collection[int], told: Collection[str], now: datetime) -> None:
    with store.database.read() as session:
        by_unit: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for file in list_morning(session, now, units):
            by_unit[file.unit_id].append((file.record_id, file.code))
    for unit_id, files in by_unit.items():
        shown = [record_id for record_id, _ in files]
        late = [record_id for record_id, code in files if code in told]
        answer = partial(answer_morning_list, actor=OFFICER, now=now, unit_id=unit_id, shown=shown, late=late)
        store.database.run(answer)


def _approve(store: Store, units: Collection[int], now: datetime, random: Random, *, waits: bool) -> None:
    with store.database.read() as session:
        waiting = list_lines(session, units, OPEN_STATES)
        heads = list_heads(session, local_day(now), units)
    for line in waiting:
        head = heads.get(line.unit_id)
        skipped = head is None or (waits and head.person_name == SKIPPED_HEAD)
        if head is not None and not skipped and random.random() > KEPT_WAITING:
            _sign(store, line, Actor(head.person_name, all_powerful=True), now, random)


def _sign(store: Store, line: NoticeLine, head: Actor, now: datetime, random: Random) -> None:
    """Reason and new date, then the approval; what the rules refuse (a file that ended meanwhile) is left."""
    reason_class, reason = random.choice(REASONS)
    decision = Decision(reason_class, reason, new_due(store, line, now, random))
    try:
        store.database.run(
            lambda session: prepare(
                session, actor=head, now=now, notice_id=line.id, version=line.version, decision=decision
            )
        )
        approve_notice(store, actor=head, now=now, notice_id=line.id, version=line.version + 1)
    except Refused:
        return


def new_due(store: Store, line: NoticeLine, now: datetime, random: Random) -> datetime:
    """A new date some working days on, at the end of office hours; the result's own day where it came late."""
    if line.finished_at is not None and line.finished_at > line.due_at:
        return line.finished_at
    with store.database.read() as session:
        calendar = calendar_for(session, line.unit_id)
    start = max(line.due_at, now) + timedelta(days=random.choice((3, 4, 5)))
    day = local_time(calendar.first_working(minute_of(start))).date()
    return moment_of(calendar.office_end(day) or minute_of(start))


def _tick_off(store: Store, units: Collection[int], now: datetime, random: Random) -> None:
    """Papers are printed, signed and handed over; some wait."""
    with store.database.read() as session:
        open_tasks = [
            task.id
            for task in list_tasks(session, units)
            if task.kind.startswith("apologies.") and not ends_with_its_deed(task.kind)
        ]
    for task_id in open_tasks:
        if random.random() < 0.75:
            store.database.run(partial(tick_off, actor=OFFICER, now=now, task_id=task_id))
