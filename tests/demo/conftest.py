"""An empty demo, ready for the sample to be made in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback.foundation.engine import Store, open_store
from feedback.foundation.settings import Settings
from feedback.ready import make_ready


def open_at(folder: Path, *, demo: bool) -> Store:
    """An installation in that folder, whatever the environment says, with schema and reference data."""
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    store = open_store(Settings.model_construct(**defaults | {"data_dir": folder, "demo": demo}))
    make_ready(store)
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_at(tmp_path, demo=True)
    yield store
    store.database.close()
