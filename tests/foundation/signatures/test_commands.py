"""`feedback verify-pdf` as somebody types it who was handed a paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from feedback.cli import feedback
from feedback.foundation.signatures.commands import commands
from tests.foundation.signatures import attacks
from tests.foundation.signatures.people import HEAD, NOW, ROOT, paper, sign


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path / "var"))
    trust = tmp_path / "var" / "trust"
    trust.mkdir(parents=True)
    (trust / "goc.cer").write_bytes(ROOT.person.der)
    return tmp_path


def run(file: Path, *more: str) -> Result:
    with time_machine.travel(NOW, tick=False):
        return CliRunner().invoke(feedback, ["--no-demo", "verify-pdf", str(file), *more], prog_name="feedback")


def test_a_good_paper_is_told_in_words(office: Path):
    file = office / "phieu.pdf"
    file.write_bytes(sign(paper()))
    said = run(file)
    assert said.exit_code == 0, said.output
    for words in ("Trần Văn Mẫu", HEAD.fingerprint, "10:05 ngày 20/11/2026 (theo máy người ký)", "chữ ký hợp lệ"):
        assert words in said.output


def test_a_forged_paper_says_why_and_leaves_with_three(office: Path):
    file = office / "phieu.pdf"
    file.write_bytes(attacks.redrawn(sign(paper())))
    said = run(file)
    assert said.exit_code == 3
    assert "thêm vào sau chữ ký" in said.output
    assert "KHÔNG công nhận" in said.output


def test_a_machine_reads_the_same(office: Path):
    file = office / "phieu.pdf"
    file.write_bytes(sign(paper()))
    told = json.loads(run(file, "--json").stdout)
    assert told["ok"] is True
    assert told["signatures"][0]["fingerprint"] == HEAD.fingerprint
    assert told["signatures"][0]["signed_at"] == "2026-11-20T10:05"


def test_a_file_of_trust_nobody_can_read_is_named(office: Path):
    (office / "var" / "trust" / "hong.crt").write_bytes(b"x")
    file = office / "phieu.pdf"
    file.write_bytes(paper())
    said = run(file)
    assert said.exit_code == 3
    assert "hong.crt" in said.output
    assert "chưa có chữ ký số" in said.output
    assert len(commands) == 1
