"""After a restore nothing leaves until a person has looked: however the database came back, whatever waits in it."""

import shutil
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM, Actor, Grant
from feedback.foundation.engine import Store, open_store
from feedback.foundation.errors import Conflict, Forbidden
from feedback.foundation.restoring import NAME, mark_restored, read_mark
from feedback.foundation.sent_log import sent_log
from feedback.outbox import actions
from feedback.outbox.actions import mind_restore
from feedback.outbox.jobs import LETTER, deliver_due, letter_handler
from feedback.outbox.queries import find_way, get_work, is_closed, list_unsent
from feedback.outbox.rules import RELEASE_OUTBOX, Delivery
from feedback.outbox.tables import Way, WorkItem

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
KINDS = (LETTER, "apologies.notice", "apologies.message", "weekly_report")


def put(store: Store, now: datetime, subject: str = "1", kind: str = LETTER) -> Any:
    payload = {"to": "lanh.dao@example.vn", "subject": f"Thư {subject}", "text": "Kính gửi"}
    return store.database.run(
        lambda session: actions.enqueue(session, kind=kind, subject=subject, now=now, payload=payload)
    )


def turn(store: Store, now: datetime) -> list[str]:
    """One turn of sending as the timetable does it; the Message-IDs that left."""
    left: list[str] = []

    def send(delivery: Delivery, at: datetime) -> None:
        left.append(delivery.message_id)
        sent_log(store.settings).remember(delivery.message_id)

    mind_restore(store, now)
    if deliver_due(store.database, dict.fromkeys(KINDS, send), now):
        mind_restore(store, now, again=True)
    return left


def rewind(store: Store, number: int) -> None:
    """What an older database looks like from inside: its number, and letters it believes unsent."""

    def work(session: Any) -> None:
        session.execute(update(Way).values(sequence=number))
        session.execute(update(WorkItem).values(state="due", done_at=None))

    store.database.run(work)


def closed(store: Store) -> bool:
    with store.database.read() as session:
        return is_closed(session)


def test_a_sound_installation_never_closes(store: Store, now: datetime) -> None:
    for hours in range(60):
        put(store, now + hours * HOUR, str(hours))
        assert len(turn(store, now + hours * HOUR)) == 1
        assert turn(store, now + hours * HOUR + MINUTE) == []
    assert not closed(store)


def test_nothing_of_any_kind_leaves_from_an_older_database_until_somebody_says_so(store: Store, now: datetime) -> None:
    turn(store, now)
    before = read_mark(store.settings) or 0
    for kind in KINDS:
        put(store, now, kind, kind)
    assert len(turn(store, now)) == len(KINDS)
    rewind(store, before)
    put(store, now, "new")
    (store.settings.home / "thu-da-gui.txt").unlink()
    for hours in (1, 5, 24 * 14):
        assert turn(store, now + hours * HOUR) == []
    assert closed(store)
    waiting = store.database.run(lambda session: actions.release(session, actor=SYSTEM, now=now + 400 * HOUR))
    assert waiting == len(KINDS) + 1
    assert len(turn(store, now + 400 * HOUR)) == len(KINDS) + 1
    assert not closed(store)


def test_what_the_sent_log_knows_is_marked_and_what_only_it_knows_is_counted(store: Store, now: datetime) -> None:
    turn(store, now)
    before = read_mark(store.settings) or 0
    identity = put(store, now)
    turn(store, now)
    sent_log(store.settings).remember("<sau-ban-sao@lang-nghe>")
    rewind(store, before)
    assert turn(store, now + HOUR) == []
    with store.database.read() as session:
        way, item = find_way(session), get_work(session, identity)
        assert list_unsent(session) == []
    assert way is not None
    assert (way.reconciled, way.unknown) == (1, 1)
    assert (item.state, "trước khi khôi phục" in item.last_error) == ("sent", True)


def test_a_database_of_another_machine_or_an_older_version_closes_the_way(store: Store, now: datetime) -> None:
    turn(store, now)
    turn(store, now + HOUR)
    (store.settings.home / NAME).unlink()
    turn(store, now + 2 * HOUR)
    assert closed(store)
    store.database.run(lambda session: actions.release(session, actor=SYSTEM, now=now + 2 * HOUR))
    store.database.run(lambda session: session.execute(delete(Way)))
    turn(store, now + 3 * HOUR)
    assert closed(store)


def test_a_machine_that_stopped_between_the_two_numbers_is_not_a_restored_one(store: Store, now: datetime) -> None:
    for hours in range(5):
        outside = read_mark(store.settings)
        turn(store, now + hours * HOUR)
        path = store.settings.home / NAME
        if outside is None:
            path.unlink()
        else:
            path.write_text(f"{outside}\n")
        turn(store, now + hours * HOUR + MINUTE)
    assert not closed(store)


def test_told_that_it_was_restored_it_closes_although_the_numbers_were_equal(store: Store, now: datetime) -> None:
    turn(store, now)
    mark_restored(store.settings)
    put(store, now)
    assert turn(store, now + MINUTE) == []
    assert closed(store)


def test_a_file_copied_back_by_hand_is_noticed(store: Store, now: datetime) -> None:
    """On PostgreSQL the same is `rewind` above: there is no file to copy."""
    if not store.database.on_sqlite:
        return
    turn(store, now)
    put(store, now)
    store.database.close()
    path = store.settings.home / "feedback.sqlite3"
    with store.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.database.close()
    shutil.copyfile(path, path.with_name("ban-sao"))
    assert len(turn(store, now)) == 1
    store.database.close()
    for name in ("-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    shutil.copyfile(path.with_name("ban-sao"), path)
    (store.settings.home / "thu-da-gui.txt").unlink()
    again = open_store(store.settings)
    try:
        assert turn(again, now + MINUTE) == []
        assert closed(again)
    finally:
        again.database.close()


def test_a_letter_leased_before_the_way_closed_does_not_leave(store: Store, now: datetime) -> None:
    turn(store, now)
    identity = put(store, now)
    store.database.run(lambda session: actions.lease_due(session, kinds=KINDS, owner="a", now=now))
    mark_restored(store.settings)
    mind_restore(store, now + MINUTE)
    assert not store.database.run(
        lambda session: actions.mark_sending(session, work_id=identity, owner="a", now=now + MINUTE)
    )


def test_who_looks_may_drop_single_letters(store: Store, now: datetime) -> None:
    turn(store, now)
    first, second = put(store, now, "1"), put(store, now, "2")
    mark_restored(store.settings)
    mind_restore(store, now)
    waiting = store.database.run(lambda session: actions.release(session, actor=SYSTEM, now=now, drop=[first]))
    assert waiting == 1
    assert turn(store, now) == [f"<{second}@lang-nghe>"]
    with store.database.read() as session:
        assert get_work(session, first).state == "done"


def test_only_whoever_is_responsible_for_all_may_open_it_and_only_when_closed(store: Store, now: datetime) -> None:
    one = Actor("Quản trị xã", 3, (Grant(frozenset({RELEASE_OUTBOX}), frozenset({1})),))
    everywhere = Actor("Quản trị tỉnh", 4, (Grant(frozenset({RELEASE_OUTBOX}), None),))
    mark_restored(store.settings)
    mind_restore(store, now)
    with pytest.raises(Forbidden):
        store.database.run(lambda session: actions.release(session, actor=one, now=now))
    store.database.run(lambda session: actions.release(session, actor=everywhere, now=now))
    with pytest.raises(Conflict):
        store.database.run(lambda session: actions.release(session, actor=everywhere, now=now))
    with store.database.read() as session:
        verbs = [row.verb for row in session.scalars(select(AuditNote)) if row.object_kind == "way_out"]
    assert verbs == ["outbox.close", "outbox.release"]


def test_the_real_handler_sends_nothing_either(store: Store, now: datetime) -> None:
    turn(store, now)
    put(store, now)
    mark_restored(store.settings)
    mind_restore(store, now)
    assert deliver_due(store.database, {LETTER: letter_handler(store)}, now) == {}
    assert not store.settings.mail_dir.exists()
