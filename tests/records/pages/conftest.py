from __future__ import annotations

import pytest

from feedback.organisation.queries import get_unit_at
from tests.records.reference import AS_OF, load


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    monkeypatch.setattr("feedback.foundation.clock.now", lambda: AS_OF)


@pytest.fixture
def unit_id(site_database):
    """Xã Khe Sanh, whose register C is."""
    site_database.run(load)
    with site_database.read() as session:
        return get_unit_at(session, "19429", AS_OF.date()).id
