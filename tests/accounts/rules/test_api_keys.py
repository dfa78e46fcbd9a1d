"""Keys of programs: their secrets, signatures, states, and what somebody may ask for."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.accounts.rules.api_keys import (
    NONCES_KEPT,
    SCHEME,
    WINDOW,
    KeyState,
    Verb,
    canonical,
    check_within,
    clock_fits,
    comes_from,
    is_signed,
    key_state,
    read_claim,
    read_name,
    read_networks,
    read_verbs,
    secret_of,
    sign,
)
from feedback.foundation.errors import Invalid

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
PREFIX = "ABCDEFGHIJKLMNOP"
GOOD = f"{SCHEME} Key={PREFIX}, Time=1763632800, Nonce=0123456789abcdef, Signature={'a' * 64}"


def test_a_secret_belongs_to_its_prefix_and_its_key_file() -> None:
    secrets = {secret_of(master, prefix) for master in (b"1" * 32, b"2" * 32) for prefix in (PREFIX, PREFIX[::-1])}
    assert len(secrets) == 4
    assert all(len(each) == 43 and "." not in each for each in secrets)
    assert secret_of(b"1" * 32, PREFIX) == secret_of(b"1" * 32, PREFIX)


def test_the_text_that_is_signed_is_seven_lines() -> None:
    body = "hồ sơ".encode()
    lines = canonical("POST", "/api/v1/records", "a=1&b=2", body, at=1763632800, nonce="x" * 16).decode().split("\n")
    assert lines == [
        "lang-nghe-api-1",
        "POST",
        "/api/v1/records",
        "a=1&b=2",
        hashlib.sha256(body).hexdigest(),
        "1763632800",
        "x" * 16,
    ]


def test_the_signature_is_the_one_everybody_computes() -> None:
    text = canonical("GET", "/api/v1/units", "", b"", at=1, nonce="x" * 16)
    wanted = hmac.new(b"secret", text, hashlib.sha256).hexdigest()
    assert sign("secret", text) == wanted
    assert is_signed("secret", text, wanted)


@given(st.binary(max_size=50), st.text(max_size=20), st.text(max_size=20), st.integers(0, 50))
def test_no_other_text_and_no_other_secret_fits_a_signature(body: bytes, path: str, query: str, at: int) -> None:
    text = canonical("POST", path, query, body, at=at, nonce="x" * 16)
    signed = sign("secret", text)
    assert is_signed("secret", text, signed)
    assert not is_signed("secrét", text, signed)
    others = [
        canonical("GET", path, query, body, at=at, nonce="x" * 16),
        canonical("POST", path + "/", query, body, at=at, nonce="x" * 16),
        canonical("POST", path, query + "&", body, at=at, nonce="x" * 16),
        canonical("POST", path, query, body + b" ", at=at, nonce="x" * 16),
        canonical("POST", path, query, body, at=at + 1, nonce="x" * 16),
        canonical("POST", path, query, body, at=at, nonce="y" * 16),
    ]
    assert not any(is_signed("secret", other, signed) for other in others)


def test_a_claim_is_read_from_the_header() -> None:
    claim = read_claim(GOOD)
    assert claim is not None
    assert (claim.prefix, claim.nonce, claim.signature) == (PREFIX, "0123456789abcdef", "a" * 64)
    assert claim.at == datetime.fromtimestamp(1763632800, UTC)
    assert read_claim(GOOD.replace(", ", ",")) == claim


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "Bearer x",
        GOOD + ", More=1",
        GOOD.replace("Nonce=0123456789abcdef", "Nonce=kurz"),
        GOOD.replace("Nonce=0123456789abcdef", f"Nonce={'x' * 65}"),
        GOOD.replace("a" * 64, "A" * 64),
        GOOD.replace("1763632800", "-5"),
        GOOD.replace("1763632800", "17636328001234"),
        GOOD.replace("1763632800", "٣"),
        GOOD.replace(PREFIX, PREFIX.lower()),
    ],
)
def test_whatever_else_stands_there_is_no_claim(wrong: str) -> None:
    assert read_claim(wrong) is None


@given(st.text(max_size=200))
def test_no_header_breaks_anything(header: str) -> None:
    read_claim(header)
    read_claim(f"{SCHEME} {header}")


@pytest.mark.parametrize(("seconds", "fits"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_clocks_may_be_five_minutes_apart(seconds: int, fits: bool) -> None:
    assert clock_fits(NOW + timedelta(seconds=seconds), NOW) is fits


def test_a_nonce_is_kept_as_long_as_any_request_with_it_could_be_good() -> None:
    """Made five minutes ahead of our clock, a request is good for ten minutes of it."""
    assert NONCES_KEPT >= 2 * WINDOW


@pytest.mark.parametrize(
    ("expires", "revoked", "state"),
    [
        (timedelta(days=31), None, KeyState.ACTIVE),
        (timedelta(days=30), None, KeyState.ENDING),
        (timedelta(0), None, KeyState.EXPIRED),
        (timedelta(days=31), NOW, KeyState.REVOKED),
    ],
)
def test_a_key_lives_until_it_expires_or_is_taken_back(
    expires: timedelta, revoked: datetime | None, state: KeyState
) -> None:
    assert key_state(NOW, expires_at=NOW + expires, revoked_at=revoked) is state


@pytest.mark.parametrize(
    ("address", "networks", "inside"),
    [
        ("10.1.2.3", (), True),
        ("10.1.2.3", ("10.1.2.0/24",), True),
        ("10.1.3.3", ("10.1.2.0/24", "10.1.3.3/32"), True),
        ("10.1.4.1", ("10.1.2.0/24",), False),
        ("fe80::1", ("10.1.2.0/24",), False),
        ("fd00::5", ("fd00::/8",), True),
        ("", ("10.1.2.0/24",), False),
    ],
)
def test_a_key_may_be_bound_to_networks(address: str, networks: tuple[str, ...], inside: bool) -> None:
    assert comes_from(address, networks) is inside


def test_networks_are_read_as_people_write_them() -> None:
    assert read_networks("10.1.2.3/24, 10.9.9.9\n fd00::/8;10.9.9.9") == ("10.1.2.0/24", "10.9.9.9/32", "fd00::/8")
    assert read_networks("  ") == ()
    with pytest.raises(Invalid, match="nhà"):
        read_networks("10.1.2.0/24 nhà")
    with pytest.raises(Invalid, match="20"):
        read_networks(" ".join(f"10.0.{n}.0/24" for n in range(21)))


def test_verbs_are_read_in_their_order() -> None:
    assert read_verbs(["read", "write"]) == (Verb.WRITE, Verb.READ)
    for wrong in ([], ["delete"], ["write", "delete"]):
        with pytest.raises(Invalid):
            read_verbs(wrong)


def test_names_and_numbers_have_their_bounds() -> None:
    assert read_name("  Một   cửa ") == "Một cửa"
    for wrong in ("", " \u200b ", "x" * 101):
        with pytest.raises(Invalid):
            read_name(wrong)
    assert check_within(730, 730, "Số ngày") == 730
    for number in (0, 731):
        with pytest.raises(Invalid, match="1 đến 730"):
            check_within(number, 730, "Số ngày")
