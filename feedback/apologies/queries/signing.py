"""How a notice is to be signed, by whom, and with what of theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from feedback.apologies.rules.signatures import SIGNED_HERE, PrintedSigner, SignatureWay
from feedback.apologies.tables import Apology
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict
from feedback.foundation.sealing import Sealer
from feedback.organisation.queries import get_setting, get_unit, unit_names
from feedback.organisation.queries.signers import (
    certificates_of,
    find_picture,
    list_certificates,
    list_delegations,
    open_key,
    open_picture,
    seal_certificates,
    signer_for,
)
from feedback.organisation.rules.signers import PERSON, SEAL, SIGNATURE, DelegationForm, form_lines, same_person
from feedback.organisation.tables import SignerCertificate

WAY, TOKEN = "apology_signature", "apology_token"


def signature_way(session: Session, unit_id: int) -> SignatureWay:
    """How the unit's notices are signed; on paper unless set otherwise."""
    value = str(get_setting(session, unit_id, WAY, SignatureWay.PAPER.value))
    return SignatureWay(value) if value in list(SignatureWay) else SignatureWay.PAPER


def awaits_signature(notice: Apology) -> bool:
    """Whether an approved notice still has to be signed elsewhere and brought back: until then nothing leaves."""
    approved = notice.document_id is not None
    return approved and notice.signature_way == SignatureWay.UPLOAD and notice.signed_at is None


def printed_signer(session: Session, unit_id: int, who: Actor | None, day: date) -> PrintedSigner:
    """Who stands below the notice when this person decides, else the head. Forbidden out of a delegation's time."""
    way = signature_way(session, unit_id)
    seal = find_picture(session, unit_id, SEAL) if way in SIGNED_HERE else None
    room = seal.millimetres if seal is not None else 0.0
    if who is None:
        return PrintedSigner(way, seal_mm=room)
    signer = signer_for(session, unit_id, who.name, who.login, day)
    return PrintedSigner(way, signer.name if signer.form_lines else "", signer.form_lines, room)


@dataclass(frozen=True, slots=True)
class SigningKit:
    """What signing by this person for this unit needs. `keys` are locked PKCS#12 files by the certificate's SHA-256."""

    name: str
    unit: str
    token: str
    own: frozenset[str]
    seals: frozenset[str]
    keys: dict[str, bytes] = field(repr=False)
    signature: bytes = field(repr=False, default=b"")
    seal: bytes = field(repr=False, default=b"")
    seal_mm: float = 36.0


def signing_kit(session: Session, sealer: Sealer, *, unit_id: int, name: str, day: date) -> SigningKit:
    """Conflict when no certificate of this person is registered at the unit that day."""
    unit = get_unit(session, unit_id)
    mine = certificates_of(session, unit_id, name, day)
    if not mine:
        raise Conflict(
            f"Chưa đăng ký chứng thư số của {name} tại {unit.name}. Quản trị viên đăng ký ở trang Tổ chức, mục Ký "
            "phiếu; chưa có gì được ký hay duyệt."
        )
    keys = ((each.fingerprint, open_key(each, sealer)) for each in mine)
    seal = find_picture(session, unit_id, SEAL)
    return SigningKit(
        name=name,
        unit=unit.name,
        token=str(get_setting(session, unit_id, TOKEN, "")),
        own=frozenset(each.fingerprint for each in mine),
        seals=frozenset(each.fingerprint for each in seal_certificates(session, unit_id, day)),
        keys={fingerprint: key for fingerprint, key in keys if key is not None},
        signature=_picture(session, sealer, unit_id, SIGNATURE, name),
        seal=_picture(session, sealer, unit_id, SEAL, ""),
        seal_mm=seal.millimetres if seal is not None else 36.0,
    )


def list_periods(session: Session, unit_id: int, name: str, lines: Sequence[str]) -> list[tuple[date, date | None]]:
    """First and last day of every delegation by which this person signs under these lines ("KT. CHỦ TỊCH", …)."""
    return [
        (each.valid_from, each.valid_to)
        for each in list_delegations(session, unit_id)
        if same_person(each.person_name, name)
        and form_lines(DelegationForm(each.form), each.on_behalf, each.title) == tuple(lines)
    ]


def _picture(session: Session, sealer: Sealer, unit_id: int, kind: str, name: str) -> bytes:
    found = find_picture(session, unit_id, kind, name)
    return open_picture(found, sealer) if found is not None else b""


def list_key_places(session: Session, unit_ids: Collection[int], day: date) -> list[tuple[str, SignerCertificate]]:
    """Unit name and certificate of everybody who signs at these units that day, where a key may be uploaded."""
    names = unit_names(session, unit_ids)
    return [
        (names[unit_id], each)
        for unit_id in sorted(unit_ids, key=names.__getitem__)
        for each in list_certificates(session, unit_id, day)
        if each.purpose == PERSON
    ]
