"""`feedback tls` and `feedback tls-page` as an administrator types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedback.cli import feedback
from feedback.foundation.clock import now
from feedback.foundation.settings import Settings, load_settings, remember_started
from feedback.foundation.tls.commands import commands, start_lines
from feedback.foundation.tls.paper import keeper_of


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An office that was started with TLS=1 once, and is asked later by somebody who says nothing of it."""
    for name in ("PORT", "HOST", "TLS", "FEEDBACK_PUBLIC_URL", "DEMO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path / "var"))
    address = {"tls": True, "host": "10.1.2.3", "port": 8443}
    started = load_settings(demo=False, as_started=False).model_copy(update=address)
    keeper_of(started).look(now())
    remember_started(started)
    return started


def run(*arguments: str) -> Result:
    return CliRunner().invoke(feedback, ["--no-demo", *arguments], prog_name="feedback")


def test_it_says_what_is_kept(office: Settings):
    said = run("tls")
    kept = keeper_of(office).find()
    assert said.exit_code == 0, said.output
    assert kept is not None
    for words in ("https://10.1.2.3:8443", "http://10.1.2.3:8444/", "localhost, 127.0.0.1, ::1", kept.fingerprint):
        assert words in said.output


def test_a_renewal_keeps_the_authority(office: Settings):
    before = json.loads(run("tls", "--json").stdout)
    serial = keeper_of(office).look(now()).server.serial_number
    after = json.loads(run("tls", "--renew", "--json").stdout)
    assert after["sha256"] == before["sha256"]
    assert keeper_of(office).look(now()).server.serial_number != serial


def test_a_new_authority_only_when_asked_for(office: Settings):
    before = json.loads(run("tls", "--json").stdout)
    after = json.loads(run("tls", "--new-authority", "--json").stdout)
    assert after["sha256"] != before["sha256"]


def test_names_are_added_and_one_the_authority_may_not_carry_is_told(office: Settings):
    said = run("tls", "--names", "192.168.7.7,may.xakhac.vn")
    assert "192.168.7.7" in said.output
    assert "Chứng chỉ gốc không được phép phục vụ: may.xakhac.vn" in said.output
    assert "192.168.7.7" in json.loads(run("tls", "--json").stdout)["names"]
    refused = run("tls", "--names", "hai từ")
    assert refused.exit_code == 1
    assert "không phải tên miền" in refused.output


def test_the_sheet_is_written(office: Settings, tmp_path: Path):
    assert run("tls-page", "--out", str(tmp_path / "to.pdf")).exit_code == 0
    assert (tmp_path / "to.pdf").read_bytes().startswith(b"%PDF")


def test_without_tls_both_say_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("TLS", raising=False)
    for arguments in (("tls",), ("tls-page", "--out", str(tmp_path / "to.pdf"))):
        refused = run(*arguments)
        assert refused.exit_code == 1
        assert "TLS=1" in refused.output
    assert run("tls", "--renew").exit_code == 1
    assert not (tmp_path / "var" / "tls").exists()
    assert {command.name for command in commands} == {"tls", "tls-page"}


def test_the_start_says_where_tablets_go(office: Settings):
    said = "\n".join(start_lines(office))
    assert "https://10.1.2.3:8443/may/" in said
    assert "http://10.1.2.3:8444/" in said
    assert start_lines(office.model_copy(update={"tls": False})) == []
