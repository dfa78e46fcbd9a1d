"""Letters and messages leave once: killed between any two steps, by several schedulers, on clocks that jump."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from feedback.apologies.queries.deliveries import OVERDUE_TASK, OVERDUE_TOGETHER, PRINT_TASK
from feedback.foundation.clock import at_local
from feedback.foundation.engine import Store
from feedback.foundation.gateway import ShortMessage
from feedback.foundation.sent_log import remembering_gateway
from feedback.outbox.actions import enqueue
from feedback.outbox.jobs import deliver_due, letter_handler
from feedback.outbox.queries import count_work
from feedback.outbox.rules import LEASE, Delivery
from feedback.outbox.tables import JobSlot, Task, WorkItem
from feedback.schedule import TIMETABLE, run_all, run_entry
from tests.apologies.conftest import MORNING, World, world
from tests.fake_gateway import KEY, FakeGateway, gateway_served
from tests.foundation.test_mail import Office, served
from tests.outbox.conftest import store
from tests.reliability.test_schedulers import BACK, STOPPED, letters, with_a_leader

__all__ = ["store", "world"]

PROOF = bool(os.environ.get("FEEDBACK_PROOF"))
BOUND = 120
ITEMS, SENDERS, KILLED = (1000, 5, 3) if PROOF else (60, 3, 1)
ENGINES = ["sqlite", "postgresql"] if PROOF else ["sqlite"]
"""Where clocks jump: what is tried are the timetable and its rows, which every other test tries on both."""
STEPS = ("leased", "marked", "sent", "remembered", "settled")
"""A sender is killed right after this step. Between `sent` and `remembered` the other side alone knows."""

SENDER = """
import os, signal, sys
from datetime import datetime
import feedback.schema
from feedback.foundation import sent_log
from feedback.foundation.engine import open_store
from feedback.foundation.gateway import ShortMessage
from feedback.foundation.settings import Settings
from feedback.outbox import actions, jobs

folder, url, at, smtp, gateway, key, step, patience = sys.argv[1:]
settings = Settings(
    data_dir=folder, smtp_host="127.0.0.1" if smtp else "", smtp_port=int(smtp or 25), smtp_starttls=False,
    gateway_url=gateway, gateway_key=key if gateway else "", gateway_channels="sms" if gateway else "",
    **({"database_url": url} if url else {}),
)
left = int(patience)

def die_after(owner, name, mark):
    done = getattr(owner, name)
    def and_die(*args, **kwargs):
        global left
        value = done(*args, **kwargs)
        if step == mark:
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return value
    setattr(owner, name, and_die)

store = open_store(settings)
run = store.database.run
calls = []

def committed(work):
    value = run(work)
    calls.append(1)
    here = {1: "leased", 2: "marked", 3: "settled"}.get(len(calls))
    if here == step and int(patience) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return value

store.database.run = committed
way = sent_log.remembering_gateway(settings) if gateway else sent_log.remembering(settings)
die_after(type(way.inner), "send", "sent")
die_after(sent_log.SentLog, "remember", "remembered")

def message(delivery, now):
    way.send(ShortMessage(delivery.message_id, "sms", "0912345678", "xin loi", now))

handlers = {"letter": jobs.letter_handler(store), "message": message}
print("ready", flush=True)
sys.stdin.readline()
print(jobs.deliver_due(store.database, handlers, datetime.fromisoformat(at), limit=2000), flush=True)
store.database.close()
"""


class Postbox:
    """What arrived, by mail or through the gateway: each Message-ID as often as it came."""

    def __init__(self, kind: str, office: Office | None, gateway: FakeGateway | None, port: int) -> None:
        self.kind, self.office, self.gateway, self.port = kind, office, gateway, port

    def came(self) -> Counter[str]:
        if self.gateway is not None:
            return Counter(post["message_id"] for post in self.gateway.posts)
        assert self.office is not None
        return Counter(str(message_from_bytes(raw)["Message-ID"]) for raw in self.office.kept)

    def go_on(self, store: Store, now: datetime) -> None:
        """Another process would do the same: deliver what is due, through the real way out with its memory."""
        update: dict[str, Any] = {"smtp_host": "127.0.0.1", "smtp_port": self.port, "smtp_starttls": False}
        if self.gateway is not None:
            update = {"gateway_url": self.gateway.url, "gateway_key": KEY, "gateway_channels": "sms"}
        settings = store.settings.model_copy(update=update)
        way = remembering_gateway(settings)

        def message(delivery: Delivery, at: datetime) -> None:
            assert way is not None
            way.send(ShortMessage(delivery.message_id, "sms", "0912345678", "xin loi", at))

        there: Any = SimpleNamespace(database=store.database, sealer=store.sealer, settings=settings)
        deliver_due(store.database, {"letter": letter_handler(there), "message": message}, now, limit=2000)

    def arguments(self, store: Store, now: datetime, step: str, patience: int) -> list[str]:
        url = "" if store.database.on_sqlite else store.settings.database_url
        smtp, gateway = (
            (str(self.port), "") if self.kind == "letter" else ("", self.gateway.url if self.gateway else "")
        )
        return [str(store.settings.data_dir), url, now.isoformat(), smtp, gateway, KEY, step, str(patience)]


@contextmanager
def postbox(kind: str) -> Iterator[Postbox]:
    if kind == "letter":
        office = Office()
        with served(office) as port:
            yield Postbox(kind, office, None, port)
    else:
        with gateway_served() as gateway:
            yield Postbox(kind, None, gateway, 0)


def put(store: Store, kind: str, count: int, now: datetime) -> set[str]:
    """So many items; their Message-IDs."""
    payload = {"to": "lanh.dao@example.vn", "subject": "Thư", "text": "Kính gửi"}

    def work(session: Any) -> set[str]:
        made = [enqueue(session, kind=kind, subject=str(n), now=now, payload=payload) for n in range(count)]
        return {f"<{each}@lang-nghe>" for each in made}

    return store.database.run(work)


def start(box: Postbox, store: Store, now: datetime, step: str = "", patience: int = 1) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SENDER, *box.arguments(store, now, step, patience)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def let_go(*children: subprocess.Popen[str]) -> list[int]:
    """All at once; their exit codes."""
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=BOUND)
    return [child.returncode for child in children]


@pytest.mark.parametrize(
    ("kind", "step"),
    [("letter", step) for step in STEPS] + [("message", step) for step in (STEPS if PROOF else ["sent"])],
)
def test_a_sender_killed_between_two_steps_sends_one_letter(store: Store, kind: str, step: str) -> None:
    now = MORNING
    with postbox(kind) as box:
        (mark,) = put(store, kind, 1, now)
        assert let_go(start(box, store, now, step)) == [-9]
        for later in (now, now + LEASE / 2, now + 2 * LEASE, now + 3 * LEASE):
            box.go_on(store, later)
        came = box.came()
    # Between the other side's yes and our note of it nobody can know: one more, with the same Message-ID.
    assert came == {mark: 2 if step == "sent" else 1}
    if box.gateway is not None:
        assert len(box.gateway.taken) == 1
    with store.database.read() as session:
        assert count_work(session) == {"sent": 1}


@pytest.mark.parametrize("kind", ["letter", "message"] if PROOF else ["message"])
def test_several_senders_some_of_them_killed_send_each_item_once(store: Store, kind: str) -> None:
    now = MORNING
    with postbox(kind) as box:
        marks = put(store, kind, ITEMS, now)
        doomed = [start(box, store, now, "sent", 3 + number) for number in range(KILLED)]
        assert sorted(let_go(*doomed, *(start(box, store, now) for _ in range(SENDERS - KILLED))))[0] == -9
        box.go_on(store, now + 2 * LEASE)
        came = box.came()
    assert set(came) == marks
    assert sum(came.values()) - ITEMS <= KILLED
    with store.database.read() as session:
        assert count_work(session) == {"sent": ITEMS}


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = {
    "an hour back and forth": [BACK, BACK - HOUR, BACK + HOUR, BACK, BACK + 2 * HOUR],
    "a day back": [BACK, BACK - DAY, BACK, BACK + HOUR],
    "thirty days on and back": [BACK, BACK + 30 * DAY, BACK + HOUR, BACK + 30 * DAY + HOUR],
    "over the year's end": [at_local(date(2026, 12, 31), time(23, 50)), at_local(date(2027, 1, 4), time(7, 5))],
}


@pytest.mark.parametrize("_engine", ENGINES, indirect=True)
@pytest.mark.parametrize("name", JUMPS)
def test_a_clock_that_jumps_doubles_nothing_and_loses_nothing(world: World, name: str) -> None:
    world.run(lambda session: with_a_leader(session, world.province))
    notice = world.approved(applicant={"name": "Nguyễn Thị Mẫu", "email": "mau@example.vn"})
    late = world.file(stated_due_at=MORNING - 2 * DAY)
    assert run_all(world.store, STOPPED) == []
    for at in JUMPS[name]:
        run_all(world.store, at)
    latest = max(JUMPS[name])
    with world.store.database.read() as session:
        works = list(session.scalars(select(WorkItem)))
        tasks = Counter((task.kind, task.subject) for task in session.scalars(select(Task)))
        weeks = {row.slot for row in session.scalars(select(JobSlot)) if row.job == "weekly" and row.finished_at}
    weekly = next(entry for entry in TIMETABLE if entry.job == "weekly")
    assert weeks - {"begun"} == {slot.name for slot in weekly.when.slots(STOPPED, latest)}  # type: ignore[union-attr]
    reports = Counter(item.subject for item in works if item.kind == "weekly_report")
    assert {subject.partition("/")[0] for subject in reports} == weeks - {"begun"}
    assert set(reports.values()) == {1}
    assert max(tasks.values()) == 1
    assert world.notice(late).kind == "late"
    sent = letters(world.store.settings.mail_dir)
    # Thirty days on more letters have become due than the reports: each is one item and leaves once.
    left = Counter(item.kind for item in works if item.state == "sent")
    assert len(sent) == len(set(sent)) == left.total(), (left, sent)
    assert left["weekly_report"] == len(reports)
    assert [to for to, _ in sent].count("mau@example.vn") == 1
    assert tasks[PRINT_TASK, str(notice)] == 1


@pytest.mark.parametrize("_engine", ENGINES, indirect=True)
def test_the_29th_of_february_and_the_weeks_around_it_have_their_turns_once(world: World) -> None:
    world.run(lambda session: with_a_leader(session, world.province))
    turns = [entry for entry in TIMETABLE if entry.job in ("weekly", "deliver", "forget_codes")]
    days = [at_local(date(2028, 2, 25) + number * DAY, time(7, 30)) for number in range(12)]
    for at in (days[0], *(each for day in days[1:] for each in (day, day - HOUR, day))):
        assert all(run_entry(world.store, entry, at) for entry in turns)
    with world.store.database.read() as session:
        slots = Counter((row.job, row.slot) for row in session.scalars(select(JobSlot)) if row.slot != "begun")
        reports = [item.subject.partition("/")[0] for item in session.scalars(select(WorkItem))]
    assert ("forget_codes", "2028-02-29") in slots
    assert len([slot for job, slot in slots if job == "forget_codes"]) == 11
    assert sorted(reports) == ["2028-W08", "2028-W09"]
    assert len(letters(world.store.settings.mail_dir)) == 2


def test_two_weeks_down_send_what_waited_once_and_mark_it(world: World) -> None:
    world.approved(applicant={"name": "Nguyễn Thị Mẫu", "email": "mau@example.vn"})
    for at in (MORNING + 14 * DAY, MORNING + 14 * DAY + HOUR):
        assert run_all(world.store, at) == []
    ((to, subject),) = letters(world.store.settings.mail_dir)
    assert (to, "(gửi muộn)" in subject) == ("mau@example.vn", True)
    (task,) = world.tasks(PRINT_TASK)
    assert task.due_at is not None
    assert task.due_at < MORNING + 14 * DAY
    assert len(world.tasks(OVERDUE_TOGETHER)) == 1
    assert world.tasks(OVERDUE_TASK) == []
