"""Questionnaires and their sounds from the command line."""

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
from feedback.foundation.words import number
from feedback.questionnaires import exports
from feedback.questionnaires.commands import list_questionnaires, load_recordings, publish_questionnaire, read_aloud
from feedback.questionnaires.queries import built_in_clips, find_recording, list_definitions, read_clips
from tests.questionnaires.samples import AAC, mp3, sample


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


def test_every_language_is_read_aloud_into_a_folder_with_its_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exports, "speak", lambda text, speech: mp3(1))
    said = CliRunner().invoke(read_aloud, ["--out", str(tmp_path)]).output
    assert "vi/overall.mp3: 1 giây, 2.016 byte" in said
    made = read_clips(tmp_path)
    count = sum(len(clips) for clips in made.values())
    assert f"Có {count} tệp, cả thảy {number(count * 2_016)} byte, tệp nặng nhất 2.016 byte." in said
    assert {lang: set(clips) for lang, clips in made.items()} == {lang: set(built_in_clips()[lang]) for lang in made}
    assert set(made) == {"vi", "en"}
    again = CliRunner().invoke(read_aloud, ["--out", str(tmp_path), "--lang", "vi"]).output
    assert "overall" not in again
    anew = CliRunner().invoke(read_aloud, ["--out", str(tmp_path), "--lang", "vi", "--all"]).output
    assert "vi/overall.mp3" in anew
    assert "en/" not in anew
    refused = CliRunner().invoke(read_aloud, ["--out", str(tmp_path), "--lang", "bru"])
    assert (refused.exit_code, "speech/bru.toml" in refused.output) == (1, True)


def test_a_folder_of_recordings_is_taken_whole_or_not_at_all(store: Store, tmp_path: Path):
    (tmp_path / "overall.mp3").write_bytes(mp3())
    (tmp_path / "items.f24.m4a").write_bytes(sample(AAC))
    (tmp_path / "ghi chu.txt").write_text("không phải bản ghi")
    wrong = tmp_path / "late.mp3"
    wrong.write_bytes(b"x")
    refused = call(store, load_recordings, str(tmp_path), "--lang", "bru")
    assert (refused.exit_code, "late.mp3: Tệp này không phải" in refused.output) == (1, True)
    wrong.rename(tmp_path / "items.f99.mp3").write_bytes(mp3())
    unknown = call(store, load_recordings, str(tmp_path), "--lang", "bru")
    assert (unknown.exit_code, "items.f99" in unknown.output) == (1, True)
    with store.database.read() as session:
        assert find_recording(session, "bru", "overall") is None
    (tmp_path / "items.f99.mp3").unlink()
    assert "Đã nạp 2 bản ghi, 0 bản đã có" in call(store, load_recordings, str(tmp_path), "--lang", "bru").output
    assert "Đã nạp 0 bản ghi, 2 bản đã có" in call(store, load_recordings, str(tmp_path), "--lang", "bru").output
    with store.database.read() as session:
        row = find_recording(session, "bru", "items.f24")
        assert row is not None
        assert row.media_type == "audio/mp4"


def test_a_folder_without_recordings_is_refused(store: Store, tmp_path: Path):
    assert "không có tệp nào đuôi .mp3" in call(store, load_recordings, str(tmp_path), "--lang", "bru").output
