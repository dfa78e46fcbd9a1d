"""What an app carries: settings, database, key; and the session of a request."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine, event, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from feedback.foundation import engine
from feedback.foundation.access import public
from feedback.foundation.connecting import writing_engine
from feedback.foundation.database import Database, NotHere
from feedback.foundation.engine import Store, current, open_store, read_session, sealer, settings, store
from feedback.foundation.errors import Busy
from feedback.foundation.settings import Settings
from tests.foundation.conftest import Ground, Probe


@pytest.fixture
def probed(site: Flask):
    """The site, with the table of these tests in its database."""
    with site.app_context():
        writer = writing_engine(current().engine)
    Ground.metadata.create_all(writer)
    yield site
    Ground.metadata.drop_all(writer)


def test_a_store_opens_on_both_databases_without_a_website(site_settings: Settings) -> None:
    opened = open_store(site_settings)
    opened.database.run(lambda session: session.execute(text("SELECT 1")))
    assert opened.database.on_sqlite is site_settings.on_sqlite
    assert opened.sealer.master == site_settings.key_file.read_bytes()
    opened.database.close()


def test_inside_the_app_everything_is_at_hand(site: Flask, site_settings: Settings) -> None:
    with site.app_context():
        assert settings() is site_settings
        assert current() is store().database
        assert sealer() is store().sealer


def test_the_folder_is_not_open_to_everybody(site_settings: Settings) -> None:
    demo = site_settings.model_copy(update={"demo": True})
    open_store(demo).database.close()
    assert demo.home.stat().st_mode & 0o007 == 0


def test_a_page_reads_what_was_written(probed: Flask) -> None:
    def view() -> str:
        current().run(lambda session: session.execute(insert(Probe), {"name": "một"}))
        return ", ".join(read_session().scalars(select(Probe.name)))

    probed.add_url_rule("/", "view", public(view))
    assert probed.test_client().get("/").text == "một"


def test_the_session_of_a_request_is_one_and_is_closed_with_it(probed: Flask) -> None:
    sessions = []

    def view() -> str:
        sessions.append(read_session())
        read_session().execute(select(Probe)).all()
        assert read_session() is sessions[-1]
        assert sessions[-1].in_transaction()
        return ""

    probed.add_url_rule("/", "view", public(view))
    client = probed.test_client()
    client.get("/")
    client.get("/")
    assert sessions[0] is not sessions[1]
    assert not any(session.in_transaction() for session in sessions)
    with probed.app_context():
        pool = current().engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0


def test_a_request_that_fails_gives_its_connection_back(probed: Flask) -> None:
    def view() -> str:
        read_session().execute(text("SELECT * FROM nowhere"))
        return ""

    probed.add_url_rule("/", "view", public(view))
    client = probed.test_client()
    assert [client.get("/").status_code for _ in range(40)] == [500] * 40


def test_the_session_of_a_request_cannot_write(probed: Flask) -> None:
    with probed.app_context():
        with pytest.raises(NotHere):
            read_session().commit()
        with pytest.raises(DBAPIError):
            read_session().execute(insert(Probe), {"name": "lén"})
    with probed.app_context():
        read_session().add(Probe(name="quên"))
        with pytest.raises(NotHere):
            read_session().flush()
    with probed.app_context():
        assert read_session().scalars(select(Probe.name)).all() == []


def test_a_store_that_is_not_durable_does_not_open(site_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def weaken(made: Engine) -> Database:
        database = Database(made)
        setting = "PRAGMA synchronous=OFF" if database.on_sqlite else "SET synchronous_commit=off"
        event.listen(made, "connect", lambda connection, _record: (connection.execute(setting), connection.commit()))
        return database

    monkeypatch.setattr(engine, "Database", weaken)
    with pytest.raises(RuntimeError, match="synchronous"):
        Store(Flask("x"), site_settings)


def test_a_server_that_is_away_is_told_in_words(site_settings: Settings) -> None:
    away = site_settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:1/nowhere"})
    with pytest.raises(Busy, match="chưa trả lời"):
        open_store(away)
