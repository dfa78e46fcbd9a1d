"""Making an installation ready, again and again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from feedback.foundation.engine import Store, open_store
from feedback.foundation.errors import Refused
from feedback.foundation.migrating import step_back
from feedback.foundation.settings import Settings
from feedback.ready import Loaded, is_current, load_reference, make_ready, newest_revision
from feedback.schema import METADATA
from tests.architecture.source import ROOT


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Store]:
    """An installation that was never started."""
    opened = open_store(Settings(data_dir=tmp_path / "var", DEMO=False, _env_file=None))
    yield opened
    opened.database.close()


def sizes(store: Store) -> dict[str, int]:
    with store.database.read() as session:
        return {
            table.name: int(session.scalar(select(func.count()).select_from(table)) or 0)
            for table in METADATA.sorted_tables
        }


def test_a_new_installation_gets_its_schema_and_what_every_province_needs(new: Store):
    assert not is_current(new)
    make_ready(new)
    assert is_current(new)
    filled = {name for name, rows in sizes(new).items() if rows}
    assert {"unit", "unit_succession", "area", "procedure", "calendar_day", "questionnaire_version"} <= filled


def test_no_invented_figure_is_in_a_real_installation(new: Store):
    make_ready(new)
    rows = sizes(new)
    assert not [name for name in ("record", "sheet", "comment", "apology", "account", "head", "officer") if rows[name]]


def test_loading_again_changes_nothing(new: Store):
    make_ready(new)
    before = sizes(new)
    assert load_reference(new) == Loaded(0, 0, 0)
    make_ready(new)
    assert sizes(new) == before


def test_a_database_of_an_older_version_is_not_current(new: Store):
    make_ready(new)
    step_back(new.database.engine, "base")
    assert not is_current(new)


def test_the_newest_revision_is_the_last_file(new: Store):
    files = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    assert files[-1].startswith(newest_revision())


def test_another_key_file_than_the_one_that_sealed_the_database_is_refused(new: Store):
    make_ready(new)
    new.sealer = type(new.sealer)(b"another key, thirty-two bytes!!!")
    with pytest.raises(Refused, match="không phải khóa đã mã hóa"):
        make_ready(new)
