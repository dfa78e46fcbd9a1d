"""An installation with two counters, one of them without a code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from feedback.foundation.database import Database
from feedback.foundation.engine import Store, open_store
from feedback.foundation.settings import Settings
from tests.factories import Factory


@dataclass(frozen=True)
class Hall:
    """What the tests need to know of it."""

    unit_id: int
    unit_code: str
    other_unit_id: int
    token: str


@pytest.fixture
def store(database: Database, site_settings: Settings) -> Iterator[Store]:
    """Opened on the test's database, which is emptied afterwards."""
    opened = open_store(site_settings)
    yield opened
    opened.database.close()


def furnish(session: Session) -> Hall:
    make = Factory(session)
    unit, other = make.unit("Xã Mẫu Một"), make.unit("Xã Mẫu Hai")
    token = make.printed_code(make.counter(unit, name="Quầy số 1"), token="k7m2xq9d").token
    make.counter(unit, name="Quầy số 2")
    make.counter(other, name="Quầy số 3")
    return Hall(unit.id, unit.code, other.id, token)
