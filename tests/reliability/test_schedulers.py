"""Two schedulers as two processes, two weeks late, on both databases; and one that is told to stop in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.organisation.tables import Unit
from feedback.outbox.tables import JobSlot, WorkItem
from feedback.schedule import run_all
from tests.apologies.conftest import MORNING, World, world
from tests.factories import Factory
from tests.outbox.conftest import store

__all__ = ["store", "world"]

BOUND = 120
FILES = 30 if os.environ.get("FEEDBACK_PROOF") else 6
STOPPED = MORNING - timedelta(days=14)
"""Friday 6/11: the last turn before somebody pulled the plug."""
BACK = MORNING + timedelta(days=3, hours=4)
"""Monday 23/11 at 11:00: three Mondays later."""

SCHEDULER = """
import sys
from datetime import datetime
from feedback.foundation.engine import open_store
from feedback.foundation.settings import Settings
from feedback.schedule import run_all

folder, url, at = sys.argv[1:]
store = open_store(Settings(data_dir=folder, **({"database_url": url} if url else {})))
print("ready", flush=True)
sys.stdin.readline()
wrong = run_all(store, datetime.fromisoformat(at))
store.database.close()
print("wrong:", wrong)
"""

STOPPABLE = """
import sys
from datetime import timedelta
from threading import Event
from feedback import schedule
from feedback.foundation.engine import open_store
from feedback.foundation.settings import Settings

def slow(store, now, slot):
    print("begun", flush=True)
    Event().wait(1)
    print("done", flush=True)

schedule.TIMETABLE = (schedule.Entry("slow", "việc lâu", schedule.Every(timedelta(hours=1)), slow),)
schedule.run_forever(open_store(Settings(data_dir=sys.argv[1])))
print("closed", flush=True)
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def run_two(world: World, now: datetime) -> None:
    """The whole timetable in two processes, let go at the same moment."""
    settings = world.store.settings
    url = "" if world.store.database.on_sqlite else settings.database_url
    both = [start(SCHEDULER, str(settings.data_dir), url, now.isoformat()) for _ in range(2)]
    for each in both:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in both:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    assert [each.communicate(timeout=BOUND)[0] for each in both] == ["wrong: []\n"] * 2


def with_a_leader(session: Session, unit_id: int) -> None:
    Factory(session).account("leader", unit=session.get_one(Unit, unit_id), email="tinh@mau.example")


def letters(folder: Path) -> list[tuple[str, str]]:
    """(to, subject) of every letter that left."""
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")]
    return sorted((str(each["To"].addresses[0].addr_spec), str(each["Subject"])) for each in read)


def test_two_schedulers_after_two_weeks_down_do_everything_once(world: World) -> None:
    world.run(lambda session: with_a_leader(session, world.province))
    for _ in range(FILES):
        world.file(stated_due_at=MORNING - timedelta(days=2))
    due_today = world.file(stated_due_at=BACK + timedelta(hours=4))
    assert run_all(world.store, STOPPED) == []
    run_two(world, BACK)
    run_two(world, BACK + timedelta(minutes=5))
    with world.store.database.read() as session:
        verbs = Counter(session.scalars(select(AuditNote.verb)))
        weeks = session.scalars(select(WorkItem.subject).where(WorkItem.kind == "weekly_report")).all()
        open_turns = session.scalar(select(func.count()).select_from(JobSlot).where(JobSlot.finished_at.is_(None)))
        assert open_turns == 0
    assert verbs["apology.late"] == len(world.tasks("apologies.sign")) == FILES
    (morning,) = world.tasks("apologies.morning")
    assert "1 hồ sơ" in morning.title
    assert world.notice(due_today - 1).kind == "late"
    assert sorted(week.partition("/")[0] for week in weeks) == ["2026-W45", "2026-W46", "2026-W47"]
    sent = letters(world.store.settings.mail_dir)
    assert [to for to, _ in sent] == ["tinh@mau.example"] * 3
    assert all(subject.startswith("[Gửi muộn] Báo cáo tuần 4") for _, subject in sent)
    assert len({subject for _, subject in sent}) == 3


def test_a_scheduler_told_to_stop_finishes_what_it_is_doing_and_ends_well(tmp_path: Path) -> None:
    child = start(STOPPABLE, str(tmp_path))
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    child.send_signal(signal.SIGTERM)
    said, _ = child.communicate(timeout=BOUND)
    assert (said, child.returncode) == ("done\nclosed\n", 0)
