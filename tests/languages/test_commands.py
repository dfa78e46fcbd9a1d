"""`feedback languages`: the list, what a file lacks, and a file to fill in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedback.cli import feedback
from tests.languages.samples import read_back, write_language


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FEEDBACK_LANGUAGES_DIR", str(tmp_path / "languages"))
    monkeypatch.setenv("DEMO", "0")

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(feedback, ["languages", *words])

    return invoke


def test_it_lists_languages_and_says_which_key_a_file_lacks(run, tmp_path: Path):
    write_language(tmp_path / "languages", "zzu")
    listed = run()
    assert listed.exit_code == 0
    assert "Tiếng Việt (đi kèm chương trình)" in listed.output
    assert f"Zuzu ({tmp_path / 'languages' / 'zzu.toml'})" in listed.output
    write_language(tmp_path / "languages", "zzb", page__tap=None)
    found = run()
    assert found.exit_code == 3
    assert "thiếu page.tap" in found.stderr
    report = json.loads(run("--json").stdout)
    assert [each["code"] for each in report["languages"]] == ["vi", "en", "zzu"]
    assert len(report["refused"]) == 1


def test_a_template_is_written_once_and_shows_what_is_new(run, tmp_path: Path):
    out = tmp_path / "bru.toml"
    assert run("--template", "bru", "--out", str(out)).exit_code == 0
    assert read_back(out.read_text())["page"]["tap"] == ""
    again = run("--template", "bru", "--out", str(out))
    assert (again.exit_code, "không ghi đè" in again.stderr) == (1, True)
    write_language(tmp_path / "languages", "bru", page__tap=None)
    filled = read_back(run("--template", "bru").stdout)
    assert (filled["page"]["tap"], filled["page"]["skip"]) == ("", "zz Bỏ qua")


@pytest.mark.parametrize("code", ["vi", "Bru", "../x"])
def test_a_code_that_cannot_be_is_refused(run, code: str):
    refused = run("--template", code)
    assert refused.exit_code == 1
    assert "không dùng làm mã ngôn ngữ" in refused.stderr
