from __future__ import annotations

import pytest

from tests.records.large import tools_for
from tests.records.reference import loaded


@pytest.fixture
def tools(database, sealer, tmp_path, monkeypatch):
    """What large imports are worked on with, in works of a few rows, on a database with the reference data."""
    monkeypatch.setattr("feedback.records.actions.taking.CHUNK", 7)
    monkeypatch.setattr("feedback.records.actions.applying.WINDOW", 9)
    loaded(database)
    return tools_for(database, sealer, tmp_path)
