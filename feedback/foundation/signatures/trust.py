"""Whom this installation believes: certificates of authorities as files in one folder.

`*.pem`, `*.crt`, `*.cer`: one that issued itself is a root; others complete chains. `*.crl` are lists of revoked
certificates. Files are put there by an administrator, never by the website.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem
from asn1crypto import x509 as asn1

from feedback.foundation.errors import Invalid, Refused
from feedback.foundation.signatures.certificates import der_of, read_certificate

CERTIFICATES = (".pem", ".crt", ".cer")
LISTS = (".crl",)


@dataclass(frozen=True)
class Trust:
    """Roots and the certificates between, in the library's form; revocation lists as bytes."""

    roots: tuple[asn1.Certificate, ...] = ()
    between: tuple[asn1.Certificate, ...] = ()
    revoked: tuple[bytes, ...] = ()
    unreadable: tuple[str, ...] = field(default=())

    def context(self, moment: Any) -> dict[str, Any]:
        """Arguments of a validation context for that moment: nothing is fetched from anywhere."""
        return {
            "trust_roots": list(self.roots),
            "other_certs": list(self.between),
            "crls": list(self.revoked),
            "moment": moment,
            "best_signature_time": moment,
            "allow_fetching": False,
            "revocation_mode": "soft-fail",
            # A list newer than the signature knows more, not less: without this no paper outlives the next list.
            "retroactive_revinfo": True,
        }


def load_trust(folder: Path) -> Trust:
    """Everything in the folder; a file nobody can read is named, not ignored in silence. No folder: no trust."""
    roots: list[asn1.Certificate] = []
    between: list[asn1.Certificate] = []
    revoked: list[bytes] = []
    unreadable: list[str] = []
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        try:
            _load(path, roots, between, revoked)
        except (Refused, ValueError, OSError):
            unreadable.append(path.name)
    return Trust(tuple(roots), tuple(between), tuple(revoked), tuple(unreadable))


def _load(path: Path, roots: list[asn1.Certificate], between: list[asn1.Certificate], revoked: list[bytes]) -> None:
    if path.suffix.lower() in CERTIFICATES:
        certificate = asn1.Certificate.load(der_of(read_certificate(path.read_bytes())))
        (roots if certificate.self_issued else between).append(certificate)
    elif path.suffix.lower() in LISTS:
        content = path.read_bytes()
        content = pem.unarmor(content)[2] if pem.detect(content) else content
        if not crl.CertificateList.load(content, strict=True)["tbs_cert_list"]["issuer"].native:
            raise Invalid("Danh sách thu hồi trống.")
        revoked.append(content)
