"""Certificates as administrators bring them, and as they may no longer be used."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from feedback.foundation.errors import Invalid
from feedback.foundation.signatures.certificates import (
    check_usable,
    common_name,
    fingerprint_of,
    may_sign_papers,
    read_certificate,
)
from tests.foundation.signatures.people import HEAD, NOW, ROOT, YEAR


def test_both_spellings_of_a_certificate_file_are_read():
    for spelling in (Encoding.DER, Encoding.PEM):
        read = read_certificate(HEAD.certificate.public_bytes(spelling))
        assert fingerprint_of(read) == HEAD.fingerprint
        assert common_name(read.subject) == "Trần Văn Mẫu"
        assert common_name(read.issuer) == "Cơ quan chứng thực mẫu"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"-----BEGIN CERTIFICATE-----\nxx\n", HEAD.p12(), b"x" * 70_000])
def test_another_file_is_refused_in_words(content: bytes):
    with pytest.raises(Invalid, match=r"\.cer hoặc \.crt"):
        read_certificate(content)


def test_a_certificate_counts_from_its_first_to_its_last_moment():
    check_usable(HEAD.certificate, NOW)
    with pytest.raises(Invalid, match="chưa có hiệu lực"):
        check_usable(HEAD.certificate, NOW - 2 * YEAR)
    with pytest.raises(Invalid, match="đã hết hạn ngày 20/11/2027"):
        check_usable(HEAD.certificate, NOW + YEAR + timedelta(seconds=1))


def test_a_certificate_for_something_else_signs_no_paper():
    server = ROOT.issue("may-chu.example.vn", 2, signs=False)
    assert not may_sign_papers(server.certificate)
    with pytest.raises(Invalid, match="key usage"):
        check_usable(server.certificate, NOW)
    assert may_sign_papers(HEAD.certificate)
