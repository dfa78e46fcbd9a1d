"""Insert a row unless its key is taken: the one statement that is the same promise on both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from feedback.foundation.database import Base


def insert_once(session: Session, table: type[Base], keys: Sequence[str], values: dict[str, Any]) -> bool:
    """Whether the row was inserted; False when one with the same `keys` was there before (it stays as it was)."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(values).on_conflict_do_nothing(index_elements=list(keys))
    # The row counts of the two drivers mean different things here; a returned key means one thing.
    return len(session.execute(statement.returning(getattr(table, keys[0]))).all()) == 1
