"""Certificates of signers: read, named, and refused where they cannot sign a paper on that day."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from feedback.foundation import words
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Invalid

LARGEST = 64 * 1024
"""Bytes of a certificate file; real ones have some two thousand."""


def read_certificate(content: bytes) -> x509.Certificate:
    """The one certificate of a .cer, .crt or .pem file (DER or PEM). Invalid when there is none."""
    if len(content) > LARGEST:
        raise Invalid("Tệp chứng thư quá lớn. Hãy chọn tệp .cer hoặc .crt xuất từ phần mềm ký số.")
    try:
        if b"-----BEGIN CERTIFICATE" in content:
            return x509.load_pem_x509_certificate(content)
        return x509.load_der_x509_certificate(content)
    except ValueError as error:
        raise Invalid("Tệp này không phải chứng thư số. Hãy chọn tệp .cer hoặc .crt xuất từ phần mềm ký số.") from error


def der_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate: 64 small hexadecimal digits, as they are stored and compared."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def common_name(name: x509.Name) -> str:
    """Who a name stands for: its common name, else its organisation, else all of it."""
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(kind)
        if found:
            return str(found[0].value)
    return name.rfc4514_string()


def states_usage(certificate: x509.Certificate) -> bool:
    """Whether it says what its key is for; one that does not may be used for anything (RFC 5280, 4.2.1.3)."""
    return any(each.oid == x509.KeyUsage.oid for each in certificate.extensions)


def may_sign_papers(certificate: x509.Certificate) -> bool:
    """Whether its key usage allows signing documents; a certificate that states no usage may."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    return bool(usage.digital_signature or usage.content_commitment)


def check_usable(certificate: x509.Certificate, now: datetime) -> None:
    """Invalid, with the reason, when this certificate cannot sign a paper at `now`."""
    who = common_name(certificate.subject)
    since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now < since:
        raise Invalid(
            f"Chứng thư số của {who} chưa có hiệu lực: bắt đầu từ {words.moment(since)}. Chưa có gì được ký hay duyệt."
        )
    if now > until:
        raise Invalid(
            f"Chứng thư số của {who} đã hết hạn ngày {words.day(local_day(until))}. "
            "Hãy gia hạn chứng thư rồi đăng ký lại; chưa có gì được ký hay duyệt."
        )
    if not may_sign_papers(certificate):
        raise Invalid(
            f"Chứng thư số của {who} không được cấp để ký văn bản (key usage). "
            "Hãy dùng chứng thư ký số; chưa có gì được ký hay duyệt."
        )
