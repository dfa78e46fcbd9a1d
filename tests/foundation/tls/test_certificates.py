"""What is in the certificates, and what a strict reader makes of them."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from feedback.foundation.tls.certificates import (
    Pair,
    der_of,
    fingerprint,
    is_signed_by,
    make_authority,
    make_server,
    may_sign,
    names_of,
    pem_of,
    read_pair,
)
from tests.conftest import NOW

NAMES = ("localhost", "127.0.0.1", "::1", "danhgia.xamau.gov.vn", "may-chu", "203.0.113.7")


@pytest.fixture(scope="module")
def authority() -> Pair:
    return make_authority("may-chu", NAMES, NOW)


@pytest.fixture(scope="module")
def server(authority: Pair) -> Pair:
    return make_server(authority, NAMES, NOW)


def says_openssl(folder: Path, authority: Pair, server: Pair) -> str:
    """What `openssl verify` answers, with every check switched on, at the moment of the examples."""
    (folder / "ca").write_bytes(pem_of(authority.certificate))
    (folder / "leaf").write_bytes(pem_of(server.certificate))
    at = str(int(NOW.timestamp()))
    strict = ["-x509_strict", "-purpose", "sslserver", "-attime", at]
    done = subprocess.run(
        ["openssl", "verify", *strict, "-CAfile", str(folder / "ca"), str(folder / "leaf")],
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


def test_the_authority_lasts_ten_years_and_the_certificate_at_most_397_days(authority: Pair, server: Pair):
    ten_years = authority.certificate.not_valid_after_utc - NOW
    assert timedelta(days=3640) < ten_years < timedelta(days=3660)
    lasts = server.certificate.not_valid_after_utc - server.certificate.not_valid_before_utc
    assert timedelta(days=390) < lasts <= timedelta(days=397)


def test_a_tablet_two_days_behind_finds_both_valid(authority: Pair, server: Pair):
    assert authority.certificate.not_valid_before_utc < NOW - timedelta(days=2)
    assert server.certificate.not_valid_before_utc < NOW - timedelta(days=2)


def test_the_server_serves_and_signs_nothing(server: Pair, authority: Pair):
    found = server.certificate.extensions
    assert found.get_extension_for_class(x509.BasicConstraints).value.ca is False
    assert found.get_extension_for_class(x509.KeyUsage).value.key_cert_sign is False
    assert list(found.get_extension_for_class(x509.ExtendedKeyUsage).value) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert authority.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert isinstance(server.key.curve, ec.SECP256R1)
    assert isinstance(authority.key.curve, ec.SECP256R1)


def test_the_certificate_names_what_is_served(server: Pair):
    assert names_of(server.certificate) == NAMES


def test_a_strict_reader_takes_it(tmp_path: Path, authority: Pair, server: Pair):
    assert "leaf: OK" in says_openssl(tmp_path, authority, server)


@pytest.mark.parametrize("name", ["vietcombank.com.vn", "8.8.8.8", "gov.vn", "xamau.gov.vn"])
def test_the_authority_may_not_speak_for_strangers(tmp_path: Path, authority: Pair, name: str):
    """Even whoever holds its key: the tablet itself refuses."""
    assert not may_sign(authority.certificate, name)
    forged = make_server(authority, [name], NOW)
    assert "permitted subtree violation" in says_openssl(tmp_path, authority, forged)


@pytest.mark.parametrize(
    "name", ["danhgia.xamau.gov.vn", "192.168.77.5", "10.9.9.9", "fd12::1", "x.local", "203.0.113.7"]
)
def test_it_may_speak_for_its_names_and_for_any_private_address(tmp_path: Path, authority: Pair, name: str):
    """A new address from the router needs no new authority."""
    assert may_sign(authority.certificate, name)
    assert "leaf: OK" in says_openssl(tmp_path, authority, make_server(authority, [name], NOW))


def test_no_certificate_outlives_its_authority(authority: Pair):
    near_the_end = authority.certificate.not_valid_after_utc - timedelta(days=90)
    late = make_server(authority, NAMES, near_the_end)
    assert late.certificate.not_valid_after_utc == authority.certificate.not_valid_after_utc


def test_another_authority_did_not_sign_it(authority: Pair, server: Pair):
    other = make_authority("may-chu", NAMES, NOW)
    assert is_signed_by(server.certificate, authority.certificate)
    assert not is_signed_by(server.certificate, other.certificate)


def test_a_pair_is_read_back_and_a_damaged_one_is_none(authority: Pair, server: Pair):
    again = read_pair(server.to_pem(authority.certificate))
    assert again is not None
    assert again.certificate == server.certificate
    assert read_pair(server.to_pem()[:200]) is None
    assert read_pair(b"") is None
    mixed = Pair(server.certificate, authority.key)
    assert read_pair(mixed.to_pem()) is None


def test_a_key_of_another_kind_is_not_ours(server: Pair):
    other = rsa.generate_private_key(65537, 2048)
    assert read_pair(Pair(server.certificate, other).to_pem()) is None


def test_the_fingerprint_is_what_devices_show(tmp_path: Path, authority: Pair):
    (tmp_path / "ca.crt").write_bytes(der_of(authority.certificate))
    command = ["openssl", "x509", "-inform", "DER", "-noout", "-fingerprint", "-sha256", "-in", tmp_path / "ca.crt"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("=")[1]
    groups = fingerprint(authority.certificate).split()
    assert [len(group) for group in groups] == [4] * 16
    assert "".join(groups) == shown.strip().replace(":", "")


def test_a_long_host_name_still_makes_a_certificate():
    long = "a" * 60 + "." + "b" * 60 + ".vn"
    pair = make_authority("m" * 90, [long], NOW)
    assert names_of(make_server(pair, [long], NOW).certificate) == (long,)
