"""The two places a signing key may lie: a PKCS#12 file opened by a passphrase, a PKCS#11 token opened by a PIN.

Both give a pyHanko signer. Every way they can fail is told to the person in one sentence; what they typed is not kept
and stands in no message.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from pkcs11 import Attribute, ObjectClass
from pkcs11.exceptions import (
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
    TokenNotPresent,
    TokenNotRecognised,
)
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner

from feedback.foundation.errors import Invalid
from feedback.foundation.signatures.certificates import check_usable

LARGEST = 256 * 1024
NOTHING_DONE = "Chưa có gì được ký hay duyệt."
_one_token = threading.Lock()
"""A PKCS#11 module belongs to the whole process, and a token signs one thing after another anyway."""


class WrongSecret(Invalid):
    """What was typed opens nothing. Never tried again by the program: a token locks itself after a few such tries."""


def read_pkcs12(content: bytes, passphrase: str) -> x509.Certificate:
    """The certificate whose key the file holds. Invalid for a wrong passphrase or another kind of file."""
    return _load(content, passphrase)[1]


def open_pkcs12(content: bytes, passphrase: str, *, now: datetime) -> Signer:
    """A signer from the file's key. Invalid for a wrong passphrase, or a certificate that cannot sign now."""
    _key, certificate = _load(content, passphrase)
    check_usable(certificate, now)
    signer: Signer = SimpleSigner.load_pkcs12_data(content, [], passphrase.encode())
    return signer


def read_private(path: Path) -> bytes:
    """The PKCS#12 file in the data folder. Invalid where others than its owner may read it."""
    if path.stat().st_mode & 0o077:
        raise Invalid(f"Tệp khóa {path.name} đang cho người khác đọc. Quản trị viên chạy: chmod 600 {path.name}")
    return path.read_bytes()


def _load(content: bytes, passphrase: str) -> tuple[Any, x509.Certificate]:
    if len(content) > LARGEST:
        raise Invalid("Tệp khóa quá lớn. Hãy chọn tệp .p12 hoặc .pfx do nhà cung cấp chữ ký số cấp.")
    if not content.startswith(b"\x30"):
        raise Invalid("Tệp này không phải khóa PKCS#12. Hãy chọn tệp .p12 hoặc .pfx do nhà cung cấp chữ ký số cấp.")
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except (ValueError, TypeError) as error:
        raise WrongSecret(f"Mật khẩu của khóa ký không đúng, hoặc tệp khóa đã hỏng. {NOTHING_DONE}") from error
    if key is None or certificate is None:
        raise Invalid(f"Tệp khóa không có đủ khóa và chứng thư số đi kèm. {NOTHING_DONE}")
    return key, certificate


@contextmanager
def open_token(module: str, label: str, pin: str, *, fingerprints: Collection[str], now: datetime) -> Iterator[Signer]:
    """A signer on the token called `label`, with that one of its certificates whose SHA-256 is among `fingerprints`.

    Invalid when the module cannot be loaded, no such token is plugged in, the PIN is wrong or locked, none of the
    certificates is on it, or it cannot sign now. The session is closed at the end.
    """
    with _one_token:
        session = _session(module, label, pin)
        try:
            yield _signer(session, fingerprints, now)
        except PKCS11Error as error:
            raise Invalid(
                f"Thiết bị ký số “{label}” báo lỗi khi ký. Cắm lại rồi thử lần nữa. {NOTHING_DONE}"
            ) from error
        finally:
            with suppress(PKCS11Error):
                session.close()


def _session(module: str, label: str, pin: str) -> Any:
    absent = Invalid(f"Không thấy thiết bị ký số “{label}”. Hãy cắm thiết bị vào máy chủ rồi thử lại. {NOTHING_DONE}")
    try:
        return open_pkcs11_session(module, token_criteria=TokenCriteria(label=label), user_pin=pin)
    except (PinIncorrect, PinInvalid, PinLenRange) as error:
        raise WrongSecret(
            f"Mã PIN của thiết bị ký số không đúng. {NOTHING_DONE} Nhập sai nhiều lần sẽ bị khóa."
        ) from error
    except PinLocked as error:
        raise WrongSecret(
            "Mã PIN của thiết bị ký số đã bị khóa vì nhập sai nhiều lần. "
            f"Hãy mở khóa bằng công cụ của nhà cung cấp. {NOTHING_DONE}"
        ) from error
    except (TokenNotPresent, TokenNotRecognised) as error:
        raise absent from error
    except (PKCS11Error, RuntimeError, OSError) as error:
        if _is_missing_token(error):
            raise absent from error
        raise Invalid(
            "Không mở được thư viện của thiết bị ký số. "
            f"Quản trị viên xem lại FEEDBACK_SIGN_PKCS11_MODULE. {NOTHING_DONE}"
        ) from error


def _is_missing_token(error: Exception) -> bool:
    """pyHanko tells of a token that is not there by words alone."""
    return "token" in str(error).lower() and "found" in str(error).lower()


def _signer(session: Any, fingerprints: Collection[str], now: datetime) -> Signer:
    for each in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        content = bytes(each[Attribute.VALUE])
        if hashlib.sha256(content).hexdigest() in fingerprints:
            certificate = x509.load_der_x509_certificate(content)
            check_usable(certificate, now)
            return PKCS11Signer(
                session,
                signing_cert=asn1.Certificate.load(content),
                key_id=bytes(each[Attribute.ID]),
                cert_id=None,
                # Many tokens sign a digest with an elliptic curve but do not make the digest themselves.
                use_raw_mechanism=isinstance(certificate.public_key(), ec.EllipticCurvePublicKey),
            )
    raise Invalid(
        f"Thiết bị ký số không chứa chứng thư đã đăng ký cho người ký phiếu này. Hãy cắm đúng thiết bị. {NOTHING_DONE}"
    )
