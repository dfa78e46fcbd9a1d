"""An authority of our own for tests, people with certificates of it, their keys in files and on a token, a paper."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pkcs11 import Attribute, CertificateType, ObjectClass
from pkcs11 import lib as pkcs11_module

from feedback.foundation.documents import compile_pdf
from feedback.foundation.signatures.certificates import der_of, fingerprint_of
from feedback.foundation.signatures.keys import open_pkcs12
from feedback.foundation.signatures.signing import Words, prepare_pdf, sign_pdf
from feedback.foundation.signatures.stamps import Place, Stamp
from feedback.foundation.signatures.trust import Trust

NOW = datetime(2026, 11, 20, 3, 5, tzinfo=UTC)
PASSPHRASE = "đúng mật khẩu 9"
PIN = "246813"
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PLACE = Place(1, 320, 520, 230, 72)
YEAR = timedelta(days=365)
LISTED = x509.CRLDistributionPoints(
    [x509.DistributionPoint([x509.UniformResourceIdentifier("http://crl.example.vn/mau.crl")], None, None, None)]
)
_KEYS: list[rsa.RSAPrivateKey] = []


def key(number: int) -> rsa.RSAPrivateKey:
    """The same few keys again and again: making one takes a tenth of a second."""
    while len(_KEYS) <= number:
        _KEYS.append(rsa.generate_private_key(65537, 2048))
    return _KEYS[number]


@dataclass(frozen=True)
class Person:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.certificate)

    @property
    def der(self) -> bytes:
        return der_of(self.certificate)

    def p12(self, passphrase: str = PASSPHRASE) -> bytes:
        encryption = BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(b"ky", self.key, self.certificate, None, encryption)


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


@dataclass(frozen=True)
class Authority:
    """Gives out certificates."""

    person: Person

    def issue(
        self,
        common: str,
        number: int = 1,
        *,
        since: datetime = NOW - YEAR,
        until: datetime = NOW + YEAR,
        signs: bool = True,
        stamps_time: bool = False,
        listed: bool = True,
        states_usage: bool = True,
        curved: bool = False,
    ) -> Person:
        issuer = self.person
        own = ec.generate_private_key(ec.SECP256R1()) if curved else key(number)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name(common))
            .issuer_name(issuer.certificate.subject)
            .public_key(own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        )
        if states_usage:
            builder = builder.add_extension(usage(signs=signs), critical=True)
        if listed:
            builder = builder.add_extension(LISTED, critical=False)
        if stamps_time:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return Person(builder.sign(issuer.key, hashes.SHA256()), own)

    def revoked(self, *people: Person, since: timedelta = timedelta(days=-1), days: int = 30) -> bytes:
        """A list of revoked certificates, made at `since` from now and good for that many days."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.person.certificate.subject)
            .last_update(NOW + since)
            .next_update(NOW + since + timedelta(days=days))
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.person.key.public_key()), critical=False
            )
            .add_extension(x509.CRLNumber(1), critical=False)
        )
        for each in people:
            gone = x509.RevokedCertificateBuilder().serial_number(each.certificate.serial_number)
            builder = builder.add_revoked_certificate(gone.revocation_date(NOW - timedelta(days=2)).build())
        return builder.sign(self.person.key, hashes.SHA256()).public_bytes(Encoding.DER)


def usage(*, signs: bool, authority: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs and not authority,
        content_commitment=signs and not authority,
        key_encipherment=not signs,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def authority(common: str = "Cơ quan chứng thực mẫu", number: int = 0) -> Authority:
    """A root that issued itself, valid for long."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(name(common))
        .public_key(key(number).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - 5 * YEAR)
        .not_valid_after(NOW + 10 * YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage(signs=True, authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key(number).public_key()), critical=False)
    )
    return Authority(Person(builder.sign(key(number), hashes.SHA256()), key(number)))


ROOT = authority()
HEAD = ROOT.issue("Trần Văn Mẫu", 1)
OTHER = ROOT.issue("Lê Thị Khác", 2)
EXPIRED = ROOT.issue("Phạm Hết Hạn", 3, since=NOW - 2 * YEAR, until=NOW - YEAR)
CURVED = ROOT.issue("Trần Văn Mẫu", curved=True)
TRUST = Trust(roots=(asn1.Certificate.load(ROOT.person.der),))


def paper() -> bytes:
    """A small PDF as our typst makes them, prepared for signing."""
    return prepare_pdf(compile_pdf("probe", {"text": "Phiếu xin lỗi số 05/PXL"}, timestamp=NOW), PLACE)


def sign(pdf: bytes, person: Person = HEAD, *, at: datetime = NOW, tsa: object = None) -> bytes:
    """Signed as the product signs; a person whose certificate is no good signs all the same (`at` in its time)."""
    inside = min(max(at, person.certificate.not_valid_before_utc), person.certificate.not_valid_after_utc)
    signer = open_pkcs12(person.p12(), PASSPHRASE, now=inside)
    stamp = Stamp("Trần Văn Mẫu", "Ủy ban nhân dân xã Mẫu Một", at)
    return sign_pdf(pdf, signer, stamp=stamp, place=PLACE, words=Words("Phiếu 05/PXL", "Mẫu Một"), tsa=tsa)


@cache
def tokens() -> str:
    """Four SoftHSM2 tokens for this process: “xa-mau” (the head), “xa-khac” (somebody else), “het-han” (over),
    “duong-cong” (the head with a key on an elliptic curve).

    All are made before the module is loaded for the first time: it looks for tokens only then. Gives the module's path.
    """
    folder = Path(tempfile.mkdtemp(prefix="softhsm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    people = {"xa-mau": HEAD, "xa-khac": OTHER, "het-han": EXPIRED, "duong-cong": CURVED}
    for label, person in people.items():
        _make_token(folder, label, person)
    for label, person in people.items():
        with pkcs11_module(MODULE).get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
            content = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: CertificateType.X_509}
            about = {Attribute.TOKEN: True, Attribute.ID: b"\xa1", Attribute.LABEL: "khoa"}
            subject = {Attribute.SUBJECT: asn1.Certificate.load(person.der).subject.dump()}
            session.create_object(content | about | subject | {Attribute.VALUE: person.der})
    return MODULE


def _make_token(folder: Path, label: str, person: Person) -> None:
    _run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "12345678")
    private = folder / f"{label}.pem"
    private.write_bytes(person.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    where = ("--token", label, "--pin", PIN, "--id", "a1", "--label", "khoa")
    _run("softhsm2-util", "--import", str(private), *where)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
