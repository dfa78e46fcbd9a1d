"""Opening the database: Flask-SQLAlchemy owns engine, binds and the request's read session."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from feedback.foundation.connecting import assert_durable, engine_options, trouble
from feedback.foundation.database import Database, ReadSession
from feedback.foundation.sealing import Sealer, load_sealer
from feedback.foundation.settings import Settings

KEY = "lang-nghe"


class RequestSession(ReadSession, FlaskSession):
    """The request's session: reads only, and closes with the request."""

    def get_bind(self, *_args: Any, **_options: Any) -> Engine:
        return store().database.reader


class Store:
    """What an app carries: settings, database, sealer. Kept under `app.extensions`."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.settings = settings
        settings.home.mkdir(mode=0o750, parents=True, exist_ok=True)
        app.config["SQLALCHEMY_DATABASE_URI"] = settings.sqlalchemy_url
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.sqlalchemy_url)
        self.flask_db = SQLAlchemy(app, session_options={"class_": RequestSession, "autoflush": False})
        with app.app_context():
            self.database = Database(self.flask_db.engine)
        self.sealer: Sealer = load_sealer(settings.key_file)
        self._check()
        app.extensions[KEY] = self

    def _check(self) -> None:
        try:
            assert_durable(self.database.engine)
        except Exception as error:
            self.database.close()
            busy = trouble(error)
            if busy is None:
                raise
            raise busy from error


def open_store(settings: Settings) -> Store:
    """A store without a website: for commands and the scheduler."""
    return Store(Flask("lang-nghe"), settings)


def store() -> Store:
    """The store of the running app."""
    return cast(Store, current_app.extensions[KEY])


def current() -> Database:
    """The running app's database: `current().run(work)`."""
    return store().database


def settings() -> Settings:
    return store().settings


def sealer() -> Sealer:
    return store().sealer


def read_session() -> Session:
    """This request's session for reading; closed with the request."""
    return cast(Session, store().flask_db.session())
