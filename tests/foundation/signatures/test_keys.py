"""Keys in a file and on a token: what works, and the sentence for every way it does not."""

from __future__ import annotations

import pytest
from pyhanko.sign.signers import Signer

from feedback.foundation.errors import Invalid
from feedback.foundation.signatures.certificates import fingerprint_of
from feedback.foundation.signatures.keys import open_pkcs12, open_token, read_pkcs12
from tests.foundation.signatures.people import EXPIRED, HEAD, NOW, OTHER, PASSPHRASE, PIN, YEAR, tokens


def fingerprint_in(signer: Signer) -> str:
    assert signer.signing_cert is not None
    return str(signer.signing_cert.sha256.hex())


KNOWN = {HEAD.fingerprint}


def test_a_file_opens_with_its_passphrase_only():
    assert fingerprint_of(read_pkcs12(HEAD.p12(), PASSPHRASE)) == HEAD.fingerprint
    assert "Trần Văn Mẫu" in str(open_pkcs12(HEAD.p12(), PASSPHRASE, now=NOW).subject_name)
    with pytest.raises(Invalid, match="Mật khẩu của khóa ký không đúng") as refusal:
        open_pkcs12(HEAD.p12(), "sai", now=NOW)
    assert "sai" not in refusal.value.message


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "không phải khóa PKCS#12"), (b"PK\x03\x04", "không phải khóa PKCS#12"), (HEAD.p12()[:400], "đã hỏng")],
)
def test_another_file_is_refused_in_words(content: bytes, words: str):
    with pytest.raises(Invalid, match=words):
        read_pkcs12(content, PASSPHRASE)


def test_a_certificate_not_in_force_opens_nothing():
    with pytest.raises(Invalid, match="đã hết hạn"):
        open_pkcs12(EXPIRED.p12(), PASSPHRASE, now=NOW)
    with pytest.raises(Invalid, match="chưa có hiệu lực"):
        open_pkcs12(HEAD.p12(), PASSPHRASE, now=NOW - 2 * YEAR)


def test_a_token_gives_the_registered_certificate():
    with open_token(tokens(), "xa-mau", PIN, fingerprints=KNOWN, now=NOW) as signer:
        assert fingerprint_in(signer) == HEAD.fingerprint


@pytest.mark.parametrize(
    ("label", "pin", "known", "words"),
    [
        ("xa-mau", "000000", HEAD, "Mã PIN của thiết bị ký số không đúng"),
        ("khong-co", PIN, HEAD, "Không thấy thiết bị ký số “khong-co”"),
        ("xa-khac", PIN, HEAD, "không chứa chứng thư đã đăng ký"),
        ("het-han", PIN, EXPIRED, "đã hết hạn"),
    ],
)
def test_every_failure_of_a_token_has_its_sentence(label: str, pin: str, known: object, words: str):
    module = tokens()
    with (
        pytest.raises(Invalid, match=words) as refusal,
        open_token(module, label, pin, fingerprints={known.fingerprint}, now=NOW),  # type: ignore[attr-defined]
    ):
        pytest.fail("opened")
    assert pin not in refusal.value.message


def test_a_module_that_is_none_is_told_to_the_administrator():
    with (
        pytest.raises(Invalid, match="FEEDBACK_SIGN_PKCS11_MODULE"),
        open_token("/khong/co.so", "xa-mau", PIN, fingerprints=KNOWN, now=NOW),
    ):
        pytest.fail("opened")


def test_after_a_refusal_the_token_opens_again():
    for _ in range(2):
        with pytest.raises(Invalid), open_token(tokens(), "xa-mau", "999999", fingerprints=KNOWN, now=NOW):
            pytest.fail("opened")
    with open_token(tokens(), "xa-khac", PIN, fingerprints={OTHER.fingerprint}, now=NOW) as signer:
        assert fingerprint_in(signer) == OTHER.fingerprint
