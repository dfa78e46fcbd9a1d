"""The sample as it stands after a first start (one week of it, to be quick)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from feedback.demo.actions.seeding import drop, is_seeded, seed
from feedback.foundation.engine import Store
from feedback.foundation.errors import Conflict
from feedback.foundation.settings import load_settings
from tests.demo.conftest import open_at

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_at(tmp_path_factory.mktemp("sample"), demo=True)
    seed(store, NOW, lambda *_: None, weeks=1)
    yield store
    store.database.close()


def counted(store: Store, query: str) -> int:
    with store.database.read() as session:
        return int(session.execute(text(query)).scalar_one())


def test_no_real_unit_carries_an_invented_figure(sample: Store):
    real = "SELECT id FROM unit WHERE NOT is_sample"
    for query in (
        f"SELECT count(*) FROM record WHERE receiving_unit_id IN ({real}) OR solving_unit_id IN ({real})",
        f"SELECT count(*) FROM sheet WHERE unit_id IN ({real})",
        f"SELECT count(*) FROM apology WHERE unit_id IN ({real})",
        f"SELECT count(*) FROM head WHERE unit_id IN ({real})",
        f"SELECT count(*) FROM task WHERE unit_id IN ({real})",
    ):
        assert counted(sample, query) == 0, query


def test_the_sample_has_something_to_look_at_everywhere(sample: Store):
    records = ("record", "record_change", "apology", "edition", "task", "work_item")
    for table in (*records, "sheet", "printed_code", "code_check"):
        assert counted(sample, f"SELECT count(*) FROM {table}") > 0, table
    assert counted(sample, "SELECT count(*) FROM apology WHERE state = 'published'") > 0


def test_every_export_of_the_sample_is_taken_without_a_rejected_row(sample: Store):
    assert counted(sample, "SELECT count(*) FROM import_row WHERE outcome = 'rejected'") == 0


def test_its_accounts_are_samples(sample: Store):
    assert counted(sample, "SELECT count(*) FROM account WHERE NOT is_sample") == 0


def test_a_second_start_finds_it_and_a_second_making_is_refused(sample: Store):
    assert is_seeded(sample)
    with pytest.raises(Conflict, match="dở dang"):
        seed(sample, NOW, lambda *_: None, weeks=1)


def test_the_real_installation_never_gets_invented_figures(tmp_path: Path):
    store = open_at(tmp_path, demo=False)
    with pytest.raises(Conflict, match="DEMO=1"):
        seed(store, NOW, lambda *_: None)
    assert counted(store, "SELECT count(*) FROM unit WHERE is_sample") == 0
    store.database.close()


def test_dropping_takes_the_demo_folder_only(tmp_path: Path):
    settings = load_settings(demo=False).model_copy(update={"data_dir": tmp_path})
    (tmp_path / "demo").mkdir()
    (tmp_path / "kept").write_text("x")
    assert drop(settings)
    assert not drop(settings)
    assert (tmp_path / "kept").exists()
