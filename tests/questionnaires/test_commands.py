"""Publishing questionnaires from the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from feedback.foundation.database import Database
from feedback.foundation.engine import Store, open_store
from feedback.foundation.settings import Settings
from feedback.questionnaires.commands import list_questionnaires, publish_questionnaire
from feedback.questionnaires.queries import list_definitions


@pytest.fixture
def store(database: Database, site_settings: Settings) -> Iterator[Store]:
    """Opened on the test's database, which is emptied afterwards."""
    opened = open_store(site_settings)
    yield opened
    opened.database.close()


def call(store: Store, command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=lambda: store)


def test_publishing_freezes_every_definition_once(store: Store):
    first = json.loads(call(store, publish_questionnaire, "--json").stdout)
    assert len(first) == len(list(list_definitions()))
    assert all(each["new"] and len(each["sha256"]) == 64 for each in first)
    again = json.loads(call(store, publish_questionnaire, "--json").stdout)
    assert [each | {"new": True} for each in again] == first
    assert not any(each["new"] for each in again)
    assert "đã có, không đổi" in call(store, publish_questionnaire).output


def test_published_versions_are_listed_for_people_and_machines(store: Store):
    published = json.loads(call(store, publish_questionnaire, "--json").stdout)
    found = json.loads(call(store, list_questionnaires, "--json").stdout)
    assert {(each["key"], each["sha256"]) for each in found} == {(each["key"], each["sha256"]) for each in published}
    said = call(store, list_questionnaires).output
    assert published[0]["sha256"] in said
    assert re.search(r"công bố lúc \d\d:\d\d ngày \d\d/\d\d/\d{4},", said)


def test_a_published_definition_that_was_changed_is_refused(store: Store, tmp_path: Path):
    call(store, publish_questionnaire)
    original = next(iter(list_definitions())).read_text(encoding="utf-8")
    changed = tmp_path / "doi-loi.toml"
    changed.write_text(original.replace("ông/bà", "quý vị").replace("Ông/bà", "Quý vị"), encoding="utf-8")
    assert changed.read_text(encoding="utf-8") != original
    result = call(store, publish_questionnaire, str(changed))
    assert result.exit_code == 1
    assert len(json.loads(call(store, list_questionnaires, "--json").stdout)) == len(list(list_definitions()))


def test_a_file_that_is_not_there_is_wrong_usage(store: Store):
    assert call(store, publish_questionnaire, "không-có.toml").exit_code == 2
