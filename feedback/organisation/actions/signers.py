"""Telling the system who signs for a unit: delegations, certificates, keys and pictures. Every deed is noted."""

from __future__ import annotations

from datetime import date, datetime

from cryptography import x509
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict, Invalid
from feedback.foundation.sealing import Sealer
from feedback.foundation.signatures.certificates import check_usable, common_name, fingerprint_of, read_certificate
from feedback.foundation.signatures.keys import read_pkcs12
from feedback.foundation.signatures.stamps import check_png, check_seal_size
from feedback.foundation.text import clean
from feedback.organisation.queries import get_unit, unit_path
from feedback.organisation.queries.signers import (
    find_picture,
    get_certificate,
    get_delegation,
    key_place,
    picture_place,
)
from feedback.organisation.rules.signers import (
    PERSON,
    PICTURE_WORDS,
    PURPOSE_WORDS,
    SEAL,
    Delegated,
    check_delegation,
    same_person,
)
from feedback.organisation.tables import Delegation, SignerCertificate, SigningPicture


def add_delegation(session: Session, *, actor: Actor, now: datetime, unit_id: int, told: Delegated) -> int:
    """Write down who may sign for the unit; returns the id. Conflict when the same stands there already."""
    checked = check_delegation(told)
    same = select(Delegation).where(Delegation.unit_id == unit_id, Delegation.valid_from == checked.valid_from)
    if any(same_person(each.person_name, checked.person_name) for each in session.scalars(same)):
        raise Conflict("Đã có dòng ủy quyền cho người này từ ngày ấy. Kết thúc dòng cũ trước, hoặc ghi ngày khác.")
    row = Delegation(
        unit_id=unit_id,
        person_name=checked.person_name,
        login=checked.login,
        title=checked.title,
        form=checked.form.value,
        on_behalf=checked.on_behalf,
        document=checked.document,
        valid_from=checked.valid_from,
        valid_to=checked.valid_to,
    )
    session.add(row)
    session.flush()
    label = f"{row.form}. {row.person_name}, {row.document}"
    _note(session, actor, now, "organisation.delegate", unit_id, row.id, label)
    return row.id


def end_delegation(session: Session, *, actor: Actor, now: datetime, delegation_id: int, last_day: date) -> None:
    """The delegation holds until that day and no longer. Invalid for a day before it began."""
    row = get_delegation(session, delegation_id)
    if last_day < row.valid_from:
        raise Invalid("Ngày kết thúc trước ngày bắt đầu ủy quyền. Chọn lại ngày.")
    row.valid_to = last_day
    _note(session, actor, now, "organisation.undelegate", row.unit_id, row.id, f"{row.form}. {row.person_name}")


def register_certificate(
    session: Session, *, actor: Actor, now: datetime, unit_id: int, name: str, purpose: str, content: bytes, source: str
) -> int:
    """Register a certificate (.cer, .crt, .pem) for a signer of the unit or for its seal; returns the id.

    Invalid for another file, a certificate that cannot sign now, or no name; Conflict when it stands there already.
    """
    certificate = read_certificate(content)
    check_usable(certificate, now)
    if purpose not in PURPOSE_WORDS:
        raise Invalid("Chưa chọn chứng thư này của người ký hay của cơ quan.")
    person = get_unit(session, unit_id).name if purpose == SEAL else clean(name)
    if not person:
        raise Invalid("Chưa ghi họ và tên người giữ chứng thư, đúng như ở danh sách người đứng đầu hoặc ủy quyền.")
    mark = fingerprint_of(certificate)
    taken = select(SignerCertificate).where(SignerCertificate.unit_id == unit_id, SignerCertificate.fingerprint == mark)
    if session.scalar(taken) is not None:
        raise Conflict("Chứng thư này đã được đăng ký cho đơn vị. Xem ở danh sách bên dưới.")
    row = _new_certificate(certificate, unit_id, person, purpose, clean(source), local_day(now))
    session.add(row)
    session.flush()
    _note(session, actor, now, "organisation.register_certificate", unit_id, row.id, f"{person} {mark[:16]}")
    return row.id


def _new_certificate(
    certificate: x509.Certificate, unit_id: int, person: str, purpose: str, source: str, day: date
) -> SignerCertificate:
    return SignerCertificate(
        unit_id=unit_id,
        purpose=purpose,
        person_name=person,
        fingerprint=fingerprint_of(certificate),
        subject=common_name(certificate.subject),
        issuer=common_name(certificate.issuer),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        source=source,
        valid_from=day,
    )


def end_certificate(session: Session, *, actor: Actor, now: datetime, certificate_id: int, last_day: date) -> None:
    """The certificate counts for the unit until that day; an uploaded key goes at once."""
    row = get_certificate(session, certificate_id)
    row.valid_to, row.key_sealed = last_day, None
    label = f"{row.person_name} {row.fingerprint[:16]}"
    _note(session, actor, now, "organisation.end_certificate", row.unit_id, row.id, label)


def keep_key(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    sealer: Sealer,
    certificate_id: int,
    content: bytes,
    passphrase: str,
) -> None:
    """Keep a signer's PKCS#12 file, sealed, locked by its own passphrase as before; the passphrase is only tried.

    Invalid for a wrong passphrase or a key of another certificate; Conflict for a seal.
    """
    row = get_certificate(session, certificate_id)
    if row.purpose != PERSON:
        raise Conflict("Khóa của con dấu không giữ ở đây: đóng dấu số bằng công cụ của cơ quan.")
    certificate = read_pkcs12(content, passphrase)
    if fingerprint_of(certificate) != row.fingerprint:
        raise Invalid("Khóa này không thuộc chứng thư đã đăng ký. Hãy chọn đúng tệp .p12, hoặc đăng ký chứng thư mới.")
    check_usable(certificate, now)
    row.key_sealed = sealer.seal(content, belongs_to=key_place(row.id))
    label = f"{row.person_name} {row.fingerprint[:16]}"
    _note(session, actor, now, "organisation.keep_key", row.unit_id, row.id, label)


def drop_key(session: Session, *, actor: Actor, now: datetime, certificate_id: int) -> None:
    row = get_certificate(session, certificate_id)
    row.key_sealed = None
    label = f"{row.person_name} {row.fingerprint[:16]}"
    _note(session, actor, now, "organisation.drop_key", row.unit_id, row.id, label)


def keep_picture(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    sealer: Sealer,
    unit_id: int,
    kind: str,
    name: str,
    content: bytes,
    millimetres: float,
) -> None:
    """Keep the picture of a signature (`name` says whose) or of the unit's seal (its true width), not the old one."""
    if kind not in PICTURE_WORDS:
        raise Invalid("Chưa chọn hình chữ ký hay hình con dấu.")
    name = "" if kind == SEAL else clean(name)
    if kind != SEAL and not name:
        raise Invalid("Chưa ghi đây là chữ ký của ai. Hãy ghi đúng họ và tên người ký.")
    width = check_seal_size(millimetres) if kind == SEAL else 0.0
    sealed = sealer.seal(check_png(content), belongs_to=picture_place(unit_id, kind, name))
    old = find_picture(session, unit_id, kind, name)
    if old is not None:
        session.delete(old)
        session.flush()
    row = SigningPicture(unit_id=unit_id, kind=kind, person_name=name, millimetres=width, sealed=sealed, added_at=now)
    session.add(row)
    session.flush()
    _note(session, actor, now, "organisation.keep_picture", unit_id, row.id, f"{PICTURE_WORDS[kind]} {name}".strip())


def drop_picture(session: Session, *, actor: Actor, now: datetime, unit_id: int, kind: str, name: str) -> None:
    row = find_picture(session, unit_id, kind, name)
    if row is not None:
        _note(
            session, actor, now, "organisation.drop_picture", unit_id, row.id, f"{PICTURE_WORDS[kind]} {name}".strip()
        )
        session.delete(row)


def _note(session: Session, actor: Actor, now: datetime, verb: str, unit_id: int, row_id: int, label: str) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="signer",
        object_id=row_id,
        object_label=label,
        unit_id=unit_id,
        unit_path=unit_path(session, unit_id),
    )
