"""Signatures as browsers make them: checked against the text, and anything else refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.collection_points.rules.signatures import (
    LAST_MS,
    Claim,
    canonical,
    is_signed,
    moment_of_ms,
    ms_of,
    read_claim,
    read_public_key,
    unpad,
)
from feedback.foundation.errors import Invalid
from tests.collection_points.devices import Device, base64url

DEVICE = Device(id=uuid4())
PATH = "/api/v1/tablet/beat"


def a_claim(body: bytes = b"{}") -> Claim:
    claim = read_claim(DEVICE.headers("POST", PATH, body))
    assert claim is not None
    return claim


def test_the_text_is_what_the_app_signs():
    claim = Claim(uuid4(), 7, 1_763_600_000_000, b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    expected = f"lang-nghe-tablet-1\nGET\n/api/v1/tablet/state\n{empty}\n7\n1763600000000\n{claim.tablet}"
    assert canonical("GET", "/api/v1/tablet/state", b"", claim) == expected.encode()


def test_only_the_same_text_by_the_same_key_is_signed():
    claim = a_claim()
    text = canonical("POST", PATH, b"{}", claim)
    assert is_signed(DEVICE.public, text, claim.signature)
    assert not is_signed(Device().public, text, claim.signature)
    others = [
        canonical("GET", PATH, b"{}", claim),
        canonical("POST", f"{PATH}s", b"{}", claim),
        canonical("POST", PATH, b"{} ", claim),
        canonical("POST", PATH, b"{}", replace(claim, counter=claim.counter + 1)),
        canonical("POST", PATH, b"{}", replace(claim, time_ms=claim.time_ms + 1)),
        canonical("POST", PATH, b"{}", replace(claim, tablet=uuid4())),
    ]
    assert not any(is_signed(DEVICE.public, other, claim.signature) for other in others)


@given(st.integers(0, 511))
@settings(deadline=None)
def test_one_bit_less_is_no_signature(bit: int):
    claim = SIGNED
    altered = bytearray(claim.signature)
    altered[bit // 8] ^= 1 << bit % 8
    assert not is_signed(DEVICE.public, canonical("POST", PATH, b"{}", claim), bytes(altered))


SIGNED = a_claim()


@pytest.mark.parametrize("signature", [bytes(64), b"\xff" * 64, bytes(63) + b"\x01"])
def test_edges_of_the_curve_are_no_signature(signature: bytes):
    assert not is_signed(DEVICE.public, canonical("POST", PATH, b"{}", SIGNED), signature)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("X-Tablet", "khong-co"),
        ("X-Counter", "0"),
        ("X-Counter", "1e3"),
        ("X-Counter", str(2**53)),
        ("X-Counter", "9" * 5000),
        ("X-Time", str(LAST_MS + 1)),
        ("X-Time", "٣"),
        ("X-Signature", "A"),
        ("X-Signature", "A" * 85),
        ("X-Signature", "é" * 86),
        ("X-Signature", "A" * 85 + "B"),
    ],
)
def test_a_claim_that_cannot_be_read_is_none(name: str, text: str):
    headers = DEVICE.headers("GET", PATH, b"")
    assert read_claim(headers) is not None
    assert read_claim(headers | {name: text}) is None
    assert read_claim({key: value for key, value in headers.items() if key != name}) is None


@given(st.binary(max_size=80))
@settings(deadline=None)
def test_base64url_has_one_spelling(raw: bytes):
    assert unpad(base64url(raw)) == raw
    for other in (base64url(raw) + "=", base64url(raw) + "\n", base64url(raw) + " "):
        with pytest.raises(ValueError, match=r".*"):
            unpad(other)


def test_a_public_key_is_a_point_of_the_curve():
    assert read_public_key(base64url(DEVICE.public)) == DEVICE.public
    compressed = b"\x02" + DEVICE.public[1:33]
    for raw in (b"", bytes(65), DEVICE.public[:-1], DEVICE.public + b"\0", b"\x04" + b"\x01" * 64, compressed):
        with pytest.raises(Invalid):
            read_public_key(base64url(raw))


@given(st.integers(0, LAST_MS))
@settings(deadline=None)
def test_moments_and_milliseconds(milliseconds: int):
    assert ms_of(moment_of_ms(milliseconds)) == milliseconds
    assert moment_of_ms(0) == datetime(1970, 1, 1, tzinfo=UTC)
