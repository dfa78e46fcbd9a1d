"""Certificates kept over years: made once, renewed in time, the authority the same."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feedback.foundation.files import ROOT
from feedback.foundation.tls.certificates import pem_of
from feedback.foundation.tls.keeping import Keeper
from tests.conftest import NOW

URL = "https://danhgia.xamau.gov.vn"


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path / "tls", "127.0.0.1", URL)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_first_start_makes_both_and_the_second_changes_nothing(keeper: Keeper):
    first = keeper.look(NOW)
    second = keeper.look(NOW + timedelta(days=1))
    assert (first.is_new_authority, first.renewed) == (True, True)
    assert (second.is_new_authority, second.renewed) == (False, False)
    assert second.server == first.server
    assert second.authority == first.authority
    assert keeper.find() == replace(first, renewed=False, is_new_authority=False)


def test_only_the_owner_reads_the_keys_and_everybody_the_certificate(keeper: Keeper):
    keeper.look(NOW)
    assert mode(keeper.folder) == 0o700
    assert {path.name: mode(path) for path in keeper.folder.iterdir()} == {
        "authority.pem": 0o600,
        "server.pem": 0o600,
        "ca.crt": 0o644,
        "lock": 0o600,
    }
    assert b"PRIVATE" not in (keeper.folder / "ca.crt").read_bytes()


def test_nothing_is_found_before_and_looking_makes_nothing(keeper: Keeper):
    assert keeper.find() is None
    assert not keeper.folder.exists()


@pytest.mark.parametrize(("days", "renewed"), [(359, False), (361, True), (500, True), (-8, True)])
def test_it_is_renewed_thirty_days_before_its_end_with_the_same_authority(keeper: Keeper, days: int, renewed: bool):
    first = keeper.look(NOW)
    later = keeper.look(NOW + timedelta(days=days))
    assert later.renewed is renewed
    assert (later.server != first.server) is renewed
    assert later.authority == first.authority


def test_a_renewal_can_be_asked_for_and_keeps_the_authority(keeper: Keeper):
    first = keeper.look(NOW)
    again = keeper.look(NOW, again=True)
    assert again.server != first.server
    assert again.authority == first.authority


def test_a_new_authority_signs_anew(keeper: Keeper):
    first = keeper.look(NOW)
    other = keeper.look(NOW, new_authority=True)
    assert other.authority != first.authority
    assert other.is_new_authority
    assert other.renewed
    assert (keeper.folder / "ca.crt").read_bytes() == pem_of(other.authority)


def test_an_address_the_router_gave_today_is_in_todays_certificate(keeper: Keeper, monkeypatch: pytest.MonkeyPatch):
    open_to_all = replace(keeper, host="0.0.0.0")
    monkeypatch.setattr("feedback.foundation.tls.names.lan_addresses", lambda: ["192.168.1.20"])
    first = open_to_all.look(NOW)
    monkeypatch.setattr("feedback.foundation.tls.names.lan_addresses", lambda: ["192.168.1.31"])
    second = open_to_all.look(NOW)
    assert "192.168.1.31" in second.names
    assert second.renewed
    assert second.authority == first.authority


def test_a_name_the_authority_was_not_made_for_is_left_out_and_told(keeper: Keeper):
    keeper.look(NOW)
    moved = replace(keeper, public_url="https://danhgia.xakhac.gov.vn")
    kept = moved.look(NOW)
    assert kept.left_out == ("danhgia.xakhac.gov.vn",)
    assert kept.left_out[0] not in kept.names
    assert not moved.look(NOW).renewed, "it is not made anew every hour for a name it may not carry"
    assert moved.find() == replace(kept, renewed=False)
    assert moved.look(NOW, new_authority=True).left_out == ()


def test_further_names_stay_for_all_renewals(keeper: Keeper):
    assert keeper.add_names(["192.168.1.20"]) == ("192.168.1.20",)
    assert keeper.add_names(["May.xamau.vn", "192.168.1.20"]) == ("192.168.1.20", "may.xamau.vn")
    keeper.look(NOW)
    later = keeper.look(NOW + timedelta(days=380))
    assert later.renewed
    assert {"192.168.1.20", "may.xamau.vn"} <= set(later.names)


def test_a_name_nobody_could_carry_is_refused_and_none_is_kept(keeper: Keeper):
    with pytest.raises(ValueError, match="hai từ"):
        keeper.add_names(["a.vn", "hai từ"])
    assert keeper.add_names([]) == ()


@pytest.mark.parametrize("name", ["authority.pem", "server.pem"])
def test_a_damaged_file_is_made_anew(keeper: Keeper, name: str):
    keeper.look(NOW)
    (keeper.folder / name).write_bytes(b"-----BEGIN")
    kept = keeper.look(NOW)
    assert kept.renewed
    assert keeper.find() is not None
    assert kept.is_new_authority is (name == "authority.pem")


def test_an_authority_that_is_over_is_replaced_and_one_near_its_end_is_not_signed_with_every_hour(keeper: Keeper):
    end = keeper.look(NOW).authority.not_valid_after_utc
    near = keeper.look(end - timedelta(days=20))
    assert near.server.not_valid_after_utc == end
    assert not keeper.look(end - timedelta(days=19)).renewed
    assert keeper.look(end + timedelta(days=1)).is_new_authority


LOOK = """
import sys
from pathlib import Path
from feedback.foundation.clock import now
from feedback.foundation.tls.keeping import Keeper
keeper = Keeper(Path(sys.argv[1]), "127.0.0.1", "")
print("ready", flush=True)
sys.stdin.readline()
kept = keeper.look(now())
print(kept.fingerprint, kept.is_new_authority, sep="|")
"""


def test_two_starts_at_once_make_one_authority(tmp_path: Path):
    """Four programs that know nothing of each other, let go together."""
    command = [sys.executable, "-c", LOOK, str(tmp_path / "tls")]
    pipe = subprocess.PIPE
    programs = [subprocess.Popen(command, text=True, cwd=ROOT, stdin=pipe, stdout=pipe) for _ in range(4)]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    found = [program.communicate(timeout=120)[0].strip().split("|") for program in programs]
    assert len({fingerprint for fingerprint, _ in found}) == 1
    assert sorted(made for _, made in found) == ["False", "False", "False", "True"]
