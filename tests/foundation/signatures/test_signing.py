"""Signing: the paper stays in front, the stamp can be read where it belongs, the token signs like the file."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from feedback.foundation.errors import Invalid
from feedback.foundation.signatures.keys import open_pkcs12, open_token
from feedback.foundation.signatures.signing import Words, sign_pdf
from feedback.foundation.signatures.stamps import Stamp
from feedback.foundation.signatures.verifying import check_same_paper, verify_pdf
from tests.foundation.signatures.people import (
    CURVED,
    HEAD,
    NOW,
    PASSPHRASE,
    PIN,
    PLACE,
    TRUST,
    Person,
    paper,
    sign,
    tokens,
)

STAMP = Stamp("Trần Văn Mẫu", "Ủy ban nhân dân xã Mẫu Một", NOW)
WORDS = Words("Phiếu 05/PXL", "Mẫu Một")


def test_the_paper_stands_unchanged_in_front():
    original = paper()
    assert sign(original).startswith(original)


def test_the_stamp_stands_at_its_place_and_can_be_read(tmp_path: Path):
    file = tmp_path / "phieu.pdf"
    file.write_bytes(sign(paper()))
    x, y, width, height = (str(round(each)) for each in (PLACE.left, PLACE.top, PLACE.width, PLACE.height))
    command = ["pdftotext", "-x", x, "-y", y, "-W", width, "-H", height, "-layout", str(file), "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for words in ("Ký bởi: Trần Văn Mẫu", "Cơ quan: Ủy ban nhân dân xã Mẫu Một", "2026-11-20T10:05:00+07:00"):
        assert words in said


def test_what_the_signature_itself_says():
    field = PdfReader(BytesIO(sign(paper()))).get_fields() or {}
    value = field["ChuKySo"]["/V"]
    assert value["/SubFilter"] == "/ETSI.CAdES.detached"
    assert (value["/Reason"], value["/Location"], value["/Name"]) == ("Phiếu 05/PXL", "Mẫu Một", "Trần Văn Mẫu")
    assert value["/M"] == "D:20261120100500+07'00'"


@pytest.mark.parametrize(("label", "person"), [("xa-mau", HEAD), ("duong-cong", CURVED)])
def test_a_token_signs_like_a_file(tmp_path: Path, label: str, person: Person):
    original = paper()
    with open_token(tokens(), label, PIN, fingerprints={person.fingerprint}, now=NOW) as signer:
        signed = sign_pdf(original, signer, stamp=STAMP, place=PLACE, words=WORDS)
    assert verify_pdf(signed, TRUST, now=NOW).ok
    check_same_paper(signed, original)
    file = tmp_path / "phieu.pdf"
    file.write_bytes(signed)
    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said


def test_a_locked_or_broken_file_is_refused_in_words(tmp_path: Path):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("x")
    locked = tmp_path / "khoa.pdf"
    writer.write(locked)
    signer = open_pkcs12(HEAD.p12(), PASSPHRASE, now=NOW)
    for content in (locked.read_bytes(), b"%PDF-1.7\nhong", paper()[:300]):
        with pytest.raises(Invalid, match="Không ký được bản PDF này"):
            sign_pdf(content, signer, stamp=STAMP, place=PLACE, words=WORDS)
