"""Making and reading certificates: bytes in, bytes out; who keeps them stands in `keeping`.

The authority may speak for private addresses, `.local`, and the names it was made for, and for nothing else: whoever
steals its key cannot pretend to be a bank to the office's tablets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from feedback.foundation.tls.names import PRIVATE, address_of, is_private

AUTHORITY_LASTS = timedelta(days=3652)
LASTS = timedelta(days=397)
"""What browsers accept at most of a server certificate, its first days included."""

EARLIER = timedelta(days=7)
"""Certificates begin in the past: a tablet whose clock runs two days behind must not call ours not yet valid."""

RENEW_BEFORE = timedelta(days=30)
OWNER = "Lắng Nghe"
TITLE = "Trang web Lắng Nghe"
"""The website's common name: words, because some readers take one that looks like a host for a further name."""

LONGEST_NAME = 64
"""Bytes of a common name that every reader takes."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def to_pem(self, *signed_by: x509.Certificate) -> bytes:
        """Key and certificate in one file, so that a renewal replaces both in one step; then the chain."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return key + b"".join(pem_of(each) for each in (self.certificate, *signed_by))


def pem_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def der_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def read_pair(pem: bytes) -> Pair | None:
    """The pair in a file, or None where it is damaged or its halves do not belong together."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
        certificate = x509.load_pem_x509_certificates(pem)[0]
    except (ValueError, TypeError, IndexError):
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.public_key() != key.public_key():
        return None
    return Pair(certificate, key)


def make_authority(label: str, names: Iterable[str], now: datetime) -> Pair:
    """A new authority for ten years, held to those names and to private networks."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = _name(f"{OWNER} – {label} – {now:%d/%m/%Y}")
    builder = _builder(who, who, key, now, now - EARLIER + AUTHORITY_LASTS)
    certificate = (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.NameConstraints(_may_speak_for(names), None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Pair(certificate, key)


def make_server(authority: Pair, names: Iterable[str], now: datetime) -> Pair:
    """A website's certificate for those names, signed by the authority and never outliving it."""
    names = tuple(names)
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(now - EARLIER + LASTS, authority.certificate.not_valid_after_utc)
    builder = _builder(_name(TITLE), authority.certificate.subject, key, now, until)
    signer = authority.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    certificate = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_general(name) for name in names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(signer), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return Pair(certificate, key)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(until)
    )


def _name(title: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, OWNER),
            x509.NameAttribute(NameOID.COMMON_NAME, title.encode()[:LONGEST_NAME].decode(errors="ignore")),
        ]
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _general(name: str) -> x509.GeneralName:
    address = address_of(name)
    return x509.DNSName(name) if address is None else x509.IPAddress(address)


def _may_speak_for(names: Iterable[str]) -> list[x509.GeneralName]:
    own, nets = ["local"], list(PRIVATE)
    for name in names:
        address = address_of(name)
        if address is None:
            own.append(name)
        elif not is_private(address):
            nets.append(f"{address}/{address.max_prefixlen}")
    return [
        *(x509.DNSName(name) for name in dict.fromkeys(own)),
        *(x509.IPAddress(ip_network(net)) for net in dict.fromkeys(nets)),
    ]


def may_sign(authority: x509.Certificate, name: str) -> bool:
    """Whether the authority's limits allow that name."""
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    address = address_of(name)
    if address is not None:
        nets = [ip_network(str(each.value)) for each in limits if isinstance(each, x509.IPAddress)]
        return any(net.version == address.version and address in net for net in nets)
    own = [each.value for each in limits if isinstance(each, x509.DNSName)]
    return any(name == allowed or name.endswith(f".{allowed}") for allowed in own)


def names_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """The names and addresses a certificate is for."""
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return tuple(str(each.value) for each in found)


def is_signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate in sixteen groups of four, as people compare it aloud."""
    text = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
