"""Delivering: each item once, whatever dies, whoever else delivers, however the mail server behaves."""

import os
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from feedback.foundation.database import Database
from feedback.foundation.engine import Store
from feedback.foundation.errors import Conflict
from feedback.foundation.mail import MailRejected, MailTrouble
from feedback.outbox import actions
from feedback.outbox.jobs import LETTER, deliver_due, letter_handler
from feedback.outbox.queries import count_work, get_work
from feedback.outbox.rules import LEASE, Delivery, Gone, Later, Never
from tests.foundation.test_mail import Office, served

ITEMS = int(os.environ.get("FEEDBACK_TEST_ITEMS", "200"))
BOUND = 120


def put(database: Database, now: datetime, subject: str = "1", payload: dict[str, str] | None = None) -> UUID:
    return database.run(
        lambda session: actions.enqueue(session, kind=LETTER, subject=subject, now=now, payload=payload)
    )


def state(database: Database, identity: UUID) -> tuple[str, str]:
    with database.read() as session:
        item = get_work(session, identity)
        return item.state, item.last_error


def refuse_with(problem: Exception):
    def handler(delivery: Delivery, now: datetime) -> None:
        raise problem

    return handler


def test_a_letter_that_left_is_sent_and_never_leaves_again(database: Database, now: datetime) -> None:
    seen: list[str] = []
    identity = put(database, now)
    handlers = {LETTER: lambda delivery, at: seen.append(delivery.message_id)}
    assert deliver_due(database, handlers, now) == {"sent": 1}
    assert deliver_due(database, handlers, now + timedelta(days=1)) == {}
    assert seen == [f"<{identity}@lang-nghe>"]


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (Later("bận"), ("due", "bận")),
        (MailTrouble("451 bận"), ("due", "451 bận")),
        (Never("không có"), ("failed", "không có")),
        (MailRejected("550 không có"), ("failed", "550 không có")),
        (Gone("không cần"), ("done", "không cần")),
        (Conflict("đã đổi"), ("due", "đã đổi")),
    ],
)
def test_each_way_a_try_can_end_is_written_down(
    database: Database, now: datetime, problem: Exception, expected: tuple[str, str]
) -> None:
    identity = put(database, now)
    deliver_due(database, {LETTER: refuse_with(problem)}, now)
    assert state(database, identity) == expected


def test_a_defect_in_one_letter_does_not_stop_the_others(database: Database, now: datetime) -> None:
    broken, fine = put(database, now, "1"), put(database, now, "2")

    def handler(delivery: Delivery, at: datetime) -> None:
        if delivery.subject == "1":
            raise KeyError("oops")

    deliver_due(database, {LETTER: handler}, now)
    assert state(database, broken)[0] == "due"
    assert "nhật ký" in state(database, broken)[1]
    assert state(database, fine)[0] == "sent"


def test_a_server_that_drops_after_accepting_makes_at_most_one_double_with_the_same_id(
    database: Database, now: datetime
) -> None:
    accepted: list[str] = []

    def handler(delivery: Delivery, at: datetime) -> None:
        accepted.append(delivery.message_id)
        if len(accepted) == 1:
            raise MailTrouble("đứt đường truyền")

    put(database, now)
    for minutes in range(0, 300, 10):
        deliver_due(database, {LETTER: handler}, now + timedelta(minutes=minutes))
    assert len(accepted) == 2
    assert len(set(accepted)) == 1


def test_a_run_sends_only_so_many(database: Database, now: datetime) -> None:
    for number in range(9):
        put(database, now, str(number))
    assert deliver_due(database, {LETTER: lambda delivery, at: None}, now, limit=4) == {"sent": 4}


def test_a_letter_lands_in_the_folder_with_its_documents(store: Store, now: datetime) -> None:
    def work(session):
        paper = actions.keep_document(
            session, name="a.pdf", media_type="application/pdf", content=b"%PDF", now=now, sealer=store.sealer
        )
        payload = {"to": "lanh.dao@example.vn", "subject": "Tuần 46", "text": "Kính gửi"}
        actions.enqueue(session, kind=LETTER, subject="46", now=now, payload=payload, document_ids=[paper])

    store.database.run(work)
    assert deliver_due(store.database, {LETTER: letter_handler(store)}, now) == {"sent": 1}
    (path,) = store.settings.mail_dir.iterdir()
    assert b"a.pdf" in path.read_bytes()


def test_a_server_that_says_later_gets_the_same_letter_once_it_says_yes(store: Store, now: datetime) -> None:
    office = Office(data="451 Xin thu lai sau")
    payload = {"to": "lanh.dao@example.vn", "subject": "Tuần 46", "text": "Kính gửi"}
    identity = put(store.database, now, "46", payload)
    with served(office) as port:
        mailing = SimpleNamespace(
            database=store.database,
            sealer=store.sealer,
            settings=store.settings.model_copy(
                update={"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_starttls": False}
            ),
        )
        handlers = {LETTER: letter_handler(mailing)}  # type: ignore[arg-type]
        assert deliver_due(store.database, handlers, now) == {"retried": 1}
        office.data = "250 OK"
        assert deliver_due(store.database, handlers, now) == {}
        assert deliver_due(store.database, handlers, now + timedelta(minutes=2)) == {"sent": 1}
    (raw,) = office.kept
    assert f"<{identity}@lang-nghe>".encode() in raw


def test_a_restored_backup_sends_nothing_again(store: Store, now: datetime) -> None:
    payload = {"to": "lanh.dao@example.vn", "subject": "Tuần 46", "text": "Kính gửi"}
    identity = put(store.database, now, "46", payload)
    handlers = {LETTER: letter_handler(store)}
    assert deliver_due(store.database, handlers, now) == {"sent": 1}
    for path in store.settings.mail_dir.iterdir():
        path.unlink()

    def as_the_backup_had_it(session):
        item = get_work(session, identity)
        item.state, item.attempts, item.done_at = "due", 0, None

    store.database.run(as_the_backup_had_it)
    assert deliver_due(store.database, {LETTER: letter_handler(store)}, now + timedelta(days=1)) == {"sent": 1}
    assert list(store.settings.mail_dir.iterdir()) == []


WORKER = """
import os, sys
from datetime import datetime
from sqlalchemy import create_engine
from feedback.foundation.database import Database, engine_options
from feedback.outbox.jobs import LETTER, deliver_due
import feedback.schema

url, log, at, dies = sys.argv[1:]
database = Database(create_engine(url, **engine_options(url)))
left = [int(dies)]

def handler(delivery, now):
    if left[0] == 1:
        os._exit(9)  # as a power cut: leased, not sent
    left[0] -= 1
    with open(log, "a") as file:
        file.write(delivery.subject + "\\n")

print("ready", flush=True)
sys.stdin.readline()
deliver_due(database, {LETTER: handler}, datetime.fromisoformat(at), limit=10_000)
"""


def run_workers(database: Database, log: Path, now: datetime, dies: list[int]) -> list[int]:
    """Deliver in one process each, let go at the same moment; their exit codes."""
    url = database.engine.url.render_as_string(hide_password=False)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, url, str(log), now.isoformat(), str(after)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for after in dies
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    codes = [worker.wait(BOUND) for worker in workers]
    for worker in workers:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.close()
        worker.stdout.close()
    return codes


def test_two_schedulers_at_once_send_each_letter_once(database: Database, now: datetime, tmp_path: Path) -> None:
    for number in range(ITEMS):
        put(database, now, str(number))
    log = tmp_path / "sent"
    assert run_workers(database, log, now, [0, 0, 0]) == [0, 0, 0]
    assert Counter(log.read_text().split()) == Counter(str(number) for number in range(ITEMS))


def test_schedulers_that_die_between_lease_and_sending_lose_nothing(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    for number in range(ITEMS):
        put(database, now, str(number))
    log = tmp_path / "sent"
    assert run_workers(database, log, now, [3, 8, 21]) == [9, 9, 9]
    whole, dying = run_workers(database, log, now + LEASE, [0, 5])
    assert whole == 0
    assert dying in (0, 9), "on a busy machine the other one may leave it fewer than five"
    assert run_workers(database, log, now + 3 * LEASE, [0]) == [0]
    assert Counter(log.read_text().split()) == Counter(str(number) for number in range(ITEMS))
    with database.read() as session:
        assert count_work(session) == {"sent": ITEMS}
