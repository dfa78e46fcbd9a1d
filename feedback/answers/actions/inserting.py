"""Putting a row in once: its own key tells a resend from a new one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from feedback.foundation.database import Base


def insert_new(session: Session, table: str) -> Any:
    """INSERT … ON CONFLICT DO NOTHING for that table, built once per kind of database."""
    return _statement(session.get_bind().dialect.name, table)


@lru_cache
def _statement(dialect: str, table: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(Base.metadata.tables[table]).on_conflict_do_nothing()
    return statement.execution_options(preserve_rowcount=True)
