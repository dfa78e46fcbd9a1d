"""The folder of those believed."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from feedback.foundation.signatures.trust import load_trust
from feedback.foundation.signatures.verifying import verify_pdf
from tests.foundation.signatures.people import HEAD, NOW, ROOT, paper, sign


def test_no_folder_is_no_trust(tmp_path: Path):
    assert load_trust(tmp_path / "khong-co").roots == ()


def test_roots_between_and_lists_are_told_apart(tmp_path: Path):
    (tmp_path / "goc.pem").write_bytes(ROOT.person.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "nguoi.cer").write_bytes(HEAD.der)
    (tmp_path / "thu-hoi.crl").write_bytes(ROOT.revoked(HEAD))
    (tmp_path / "hong.crt").write_bytes(b"khong phai chung thu")
    (tmp_path / "hong.crl").write_bytes(b"\x30\x03abc")
    (tmp_path / "doc-toi.txt").write_text("ghi chú")
    trust = load_trust(tmp_path)
    assert (len(trust.roots), len(trust.between), len(trust.revoked)) == (1, 1, 1)
    assert trust.unreadable == ("hong.crl", "hong.crt")
    assert not verify_pdf(sign(paper()), trust, now=NOW).ok
    (tmp_path / "thu-hoi.crl").unlink()
    assert verify_pdf(sign(paper()), load_trust(tmp_path), now=NOW).ok
