"""Who signs for a unit: its head or a delegate; their certificates, keys and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from feedback.organisation.queries.people import get_head
from feedback.organisation.rules.signers import (
    PERSON,
    SEAL,
    Delegated,
    DelegationForm,
    Signer,
    decide_signer,
    same_person,
)
from feedback.organisation.tables import Delegation, SignerCertificate, SigningPicture


def list_delegations(session: Session, unit_id: int) -> list[Delegation]:
    """All of a unit, the newest first."""
    query = select(Delegation).where(Delegation.unit_id == unit_id)
    return list(session.scalars(query.order_by(Delegation.valid_from.desc(), Delegation.person_name)))


def get_delegation(session: Session, delegation_id: int) -> Delegation:
    row = session.get(Delegation, delegation_id)
    if row is None:
        raise NotFound("Không có dòng ủy quyền này. Hãy mở lại trang Ký phiếu của đơn vị.")
    return row


def signer_for(session: Session, unit_id: int, name: str, login: str, day: date) -> Signer:
    """Who signs for the unit when this person decides that day. NotFound without a head, Forbidden out of time."""
    head = get_head(session, unit_id, day)
    return decide_signer(
        name=name,
        login=login,
        head_name=head.person_name,
        head_title=head.title,
        delegations=[_delegated(each) for each in list_delegations(session, unit_id)],
        day=day,
    )


def _delegated(row: Delegation) -> Delegated:
    return Delegated(
        person_name=row.person_name,
        login=row.login,
        title=row.title,
        form=DelegationForm(row.form),
        on_behalf=row.on_behalf,
        document=row.document,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _registered_on(day: date) -> ColumnElement[bool]:
    until = SignerCertificate.valid_to
    return and_(SignerCertificate.valid_from <= day, or_(until.is_(None), until >= day))


def list_certificates(session: Session, unit_id: int, day: date | None = None) -> list[SignerCertificate]:
    """The certificates registered for the unit (those of that day, if one is given), people before seals."""
    query = select(SignerCertificate).where(SignerCertificate.unit_id == unit_id)
    if day is not None:
        query = query.where(_registered_on(day))
    return list(session.scalars(query.order_by(SignerCertificate.purpose, SignerCertificate.id.desc())))


def get_certificate(session: Session, certificate_id: int) -> SignerCertificate:
    row = session.get(SignerCertificate, certificate_id)
    if row is None:
        raise NotFound("Không có chứng thư này. Hãy mở lại trang Ký phiếu của đơn vị.")
    return row


def certificates_of(session: Session, unit_id: int, name: str, day: date) -> Sequence[SignerCertificate]:
    """Those registered for this person at the unit that day, the newest first."""
    mine = list_certificates(session, unit_id, day)
    return [each for each in mine if each.purpose == PERSON and same_person(each.person_name, name)]


def seal_certificates(session: Session, unit_id: int, day: date) -> Sequence[SignerCertificate]:
    """Those of the unit's own seal that day."""
    return [each for each in list_certificates(session, unit_id, day) if each.purpose == SEAL]


def key_place(certificate_id: int) -> str:
    return f"signer_certificate/{certificate_id}/key_sealed"


def open_key(certificate: SignerCertificate, sealer: Sealer) -> bytes | None:
    """The uploaded PKCS#12 file of that certificate, still locked by its passphrase; None when none was uploaded."""
    if certificate.key_sealed is None:
        return None
    return sealer.open(certificate.key_sealed, belongs_to=key_place(certificate.id))


def picture_place(unit_id: int, kind: str, name: str) -> str:
    return f"signing_picture/{unit_id}/{kind}/{name}"


def list_pictures(session: Session, unit_id: int) -> list[SigningPicture]:
    query = select(SigningPicture).where(SigningPicture.unit_id == unit_id)
    return list(session.scalars(query.order_by(SigningPicture.kind, SigningPicture.person_name)))


def find_picture(session: Session, unit_id: int, kind: str, name: str = "") -> SigningPicture | None:
    """The picture of a person's signature, or (without a name) of the unit's seal."""
    found = [each for each in list_pictures(session, unit_id) if each.kind == kind]
    return next((each for each in found if same_person(each.person_name, name)), None)


def open_picture(picture: SigningPicture, sealer: Sealer) -> bytes:
    place = picture_place(picture.unit_id, picture.kind, picture.person_name)
    return sealer.open(picture.sealed, belongs_to=place)
