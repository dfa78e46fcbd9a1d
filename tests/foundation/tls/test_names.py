"""Which names a certificate may carry, and how this machine's own are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback.foundation.tls import names
from feedback.foundation.tls.names import clean, in_url, is_real_name, lan_addresses, machine_names, served_names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" May-Chu.XaMau.gov.vn. ", "may-chu.xamau.gov.vn"),
        ("xãmẫu.vn", "xn--xmu-mla5329a.vn"),
        ("192.168.1.20", "192.168.1.20"),
        ("[FD00::2]", "fd00::2"),
        ("0.0.0.0", ""),
        ("::", ""),
        ("224.0.0.1", ""),
        ("", ""),
        ("hai từ", ""),
        ("-a.vn", ""),
        ("a..vn", ""),
        ("a" * 64 + ".vn", ""),
        ("*.gov.vn", ""),
    ],
)
def test_a_name_is_kept_as_a_certificate_writes_it_or_not_at_all(given: str, kept: str):
    assert clean(given) == kept


def test_a_website_open_to_the_network_is_served_by_every_name_of_its_machine(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(names, "machine_names", lambda: ["MAY-CHU", "may-chu.local"])
    monkeypatch.setattr(names, "lan_addresses", lambda: ["192.168.1.20", "192.168.1.20"])
    found = served_names(host="0.0.0.0", public_url="https://danhgia.xamau.gov.vn/x", more=["10.0.0.9", "localhost"])
    assert found == (
        *("localhost", "127.0.0.1", "::1", "danhgia.xamau.gov.vn", "10.0.0.9"),
        *("may-chu", "may-chu.local", "192.168.1.20"),
    )


def test_a_website_on_one_address_is_not_served_by_the_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(names, "lan_addresses", lambda: ["192.168.1.20"])
    assert served_names(host="127.0.0.1", public_url="") == ("localhost", "127.0.0.1", "::1")
    assert "192.168.1.20" not in served_names(host="10.0.0.5", public_url="")


def test_the_machines_own_addresses_are_read_from_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    local = "  |-- {}\n      /32 host LOCAL\n"
    table = local.format("10.1.2.3") + "  |-- 10.1.2.255\n      /32 link BROADCAST\n" + local.format("127.0.0.1")
    (tmp_path / "four").write_text(table)
    (tmp_path / "six").write_text(
        "fe800000000000000000000000000001 02 40 20 80 eth0\nfd000000000000000000000000000002 02 40 00 80 eth0\n"
    )
    monkeypatch.setattr(names, "ROUTES", tmp_path / "four")
    monkeypatch.setattr(names, "SIX", tmp_path / "six")
    monkeypatch.setattr(names, "_outgoing", lambda: ["192.168.1.20"])
    assert lan_addresses() == ["192.168.1.20", "10.1.2.3", "fd00::2"]


def test_a_system_without_such_lists_has_no_other_addresses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(names, "ROUTES", tmp_path / "none")
    monkeypatch.setattr(names, "SIX", tmp_path / "none")
    monkeypatch.setattr(names, "_outgoing", list)
    assert lan_addresses() == []


@pytest.mark.parametrize(
    ("host", "found"),
    [("may-chu.xa.vn", ["may-chu.xa.vn", "may-chu.local"]), ("localhost", []), ("máy chủ", [])],
)
def test_neighbours_know_the_machine_by_its_short_name(monkeypatch: pytest.MonkeyPatch, host: str, found: list[str]):
    monkeypatch.setattr("socket.gethostname", lambda: host)
    assert machine_names() == found


@pytest.mark.parametrize("name", ["danhgia.xamau.gov.vn", "a.vn"])
def test_a_public_name_is_real(name: str):
    assert is_real_name(name)


@pytest.mark.parametrize("name", ["", "localhost", "may-chu", "may-chu.local", "x.lan", "192.168.1.20", "fd00::2"])
def test_numbers_and_house_names_are_not(name: str):
    assert not is_real_name(name)


def test_an_address_holds_ipv6_in_brackets():
    assert in_url("fd00::2") == "[fd00::2]"
    assert in_url("a.vn") == "a.vn"
