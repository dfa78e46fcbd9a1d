"""Telling the system who signs, and what it keeps of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict, Invalid
from feedback.organisation.actions.signers import (
    add_delegation,
    drop_key,
    drop_picture,
    end_certificate,
    end_delegation,
    keep_key,
    keep_picture,
    register_certificate,
)
from feedback.organisation.queries.signers import (
    find_picture,
    get_certificate,
    list_certificates,
    list_delegations,
    open_key,
    open_picture,
)
from feedback.organisation.rules.signers import PERSON, SEAL, SIGNATURE
from feedback.reports.documents.verbs import VERBS
from tests.foundation.signatures.people import EXPIRED, HEAD, NOW, OTHER, PASSPHRASE
from tests.foundation.signatures.pictures import png
from tests.organisation.rules.test_signers import DEPUTY

WHO = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def unit(make):
    return make.unit("Xã Mẫu Một")


def register(session, unit, person=HEAD, name="Trần Văn Mẫu", purpose=PERSON):
    return register_certificate(
        session, **WHO, unit_id=unit.id, name=name, purpose=purpose, content=person.der, source="phiếu cấp"
    )


def test_a_delegation_is_written_down_once_and_ends(session, unit):
    number = add_delegation(session, **WHO, unit_id=unit.id, told=DEPUTY)
    with pytest.raises(Conflict, match="Đã có dòng ủy quyền"):
        add_delegation(session, **WHO, unit_id=unit.id, told=replace(DEPUTY, person_name="lê thị phó"))
    with pytest.raises(Invalid, match="trước ngày bắt đầu"):
        end_delegation(session, **WHO, delegation_id=number, last_day=date(2026, 11, 1))
    end_delegation(session, **WHO, delegation_id=number, last_day=date(2026, 11, 19))
    (row,) = list_delegations(session, unit.id)
    assert (row.valid_to, row.form) == (date(2026, 11, 19), "KT")


def test_a_certificate_is_registered_with_what_it_says_of_itself(session, unit):
    row = get_certificate(session, register(session, unit))
    assert (row.fingerprint, row.subject, row.issuer) == (HEAD.fingerprint, "Trần Văn Mẫu", "Cơ quan chứng thực mẫu")
    assert row.not_after == HEAD.certificate.not_valid_after_utc
    with pytest.raises(Conflict, match="đã được đăng ký"):
        register(session, unit)
    seal = get_certificate(session, register(session, unit, OTHER, "", SEAL))
    assert seal.person_name == "Xã Mẫu Một"


def test_what_cannot_be_registered(session, unit):
    with pytest.raises(Invalid, match="đã hết hạn"):
        register(session, unit, EXPIRED)
    with pytest.raises(Invalid, match="họ và tên"):
        register(session, unit, name=" ")
    with pytest.raises(Invalid, match="của người ký hay của cơ quan"):
        register(session, unit, purpose="khac")
    assert list_certificates(session, unit.id) == []


def test_a_key_is_kept_sealed_and_only_for_its_certificate(session, unit, sealer):
    number = register(session, unit)
    keep = {**WHO, "sealer": sealer, "certificate_id": number, "passphrase": PASSPHRASE}
    with pytest.raises(Invalid, match="Mật khẩu"):
        keep_key(session, **keep | {"passphrase": "sai"}, content=HEAD.p12())
    with pytest.raises(Invalid, match="không thuộc chứng thư"):
        keep_key(session, **keep, content=OTHER.p12())
    row = get_certificate(session, number)
    assert row.key_sealed is None
    file = HEAD.p12()
    keep_key(session, **keep, content=file)
    sealed = get_certificate(session, number).key_sealed
    assert sealed is not None
    assert file[:64] not in sealed
    assert open_key(row, sealer) == file
    drop_key(session, **WHO, certificate_id=number)
    assert open_key(row, sealer) is None


def test_the_key_of_a_seal_is_not_taken(session, unit, sealer):
    number = register(session, unit, OTHER, "", SEAL)
    with pytest.raises(Conflict, match="con dấu"):
        keep_key(session, **WHO, sealer=sealer, certificate_id=number, content=OTHER.p12(), passphrase=PASSPHRASE)


def test_a_certificate_ends_and_its_key_goes(session, unit, sealer):
    number = register(session, unit)
    keep_key(session, **WHO, sealer=sealer, certificate_id=number, content=HEAD.p12(), passphrase=PASSPHRASE)
    end_certificate(session, **WHO, certificate_id=number, last_day=NOW.date())
    assert get_certificate(session, number).key_sealed is None
    assert [each.id for each in list_certificates(session, unit.id, NOW.date())] == [number]
    assert list_certificates(session, unit.id, NOW.date() + timedelta(days=1)) == []


def test_pictures_are_sealed_and_replaced(session, unit, sealer):
    keep = {**WHO, "sealer": sealer, "unit_id": unit.id}
    keep_picture(session, **keep, kind=SIGNATURE, name="Trần Văn Mẫu", content=png(300, 120), millimetres=0)
    keep_picture(session, **keep, kind=SIGNATURE, name="Trần Văn Mẫu", content=png(320, 120), millimetres=0)
    keep_picture(session, **keep, kind=SEAL, name="", content=png(200, 200, seal=True), millimetres=34.0)
    picture = find_picture(session, unit.id, SIGNATURE, "trần văn mẫu")
    assert picture is not None
    assert open_picture(picture, sealer) == png(320, 120)
    assert b"PNG" not in picture.sealed
    seal = find_picture(session, unit.id, SEAL)
    assert seal is not None
    assert seal.millimetres == 34.0
    drop_picture(session, **WHO, unit_id=unit.id, kind=SEAL, name="")
    assert find_picture(session, unit.id, SEAL) is None


def test_what_is_no_picture_is_not_kept(session, unit, sealer):
    keep = {**WHO, "sealer": sealer, "unit_id": unit.id, "millimetres": 36.0}
    with pytest.raises(Invalid, match="PNG"):
        keep_picture(session, **keep, kind=SEAL, name="", content=b"GIF89a")
    with pytest.raises(Invalid, match="của ai"):
        keep_picture(session, **keep, kind=SIGNATURE, name="", content=png(300, 120))
    with pytest.raises(Invalid, match="từ 20 đến 50"):
        keep_picture(session, **keep | {"millimetres": 5.0}, kind=SEAL, name="", content=png(200, 200))


def test_every_deed_is_noted_in_words_and_without_secrets(session, unit, sealer):
    number = register(session, unit)
    keep_key(session, **WHO, sealer=sealer, certificate_id=number, content=HEAD.p12(), passphrase=PASSPHRASE)
    end_delegation(
        session,
        **WHO,
        delegation_id=add_delegation(session, **WHO, unit_id=unit.id, told=DEPUTY),
        last_day=NOW.date(),
    )
    notes = list(session.scalars(select(AuditNote).order_by(AuditNote.id)))
    assert [note.verb for note in notes] == [
        "organisation.register_certificate",
        "organisation.keep_key",
        "organisation.delegate",
        "organisation.undelegate",
    ]
    assert all(note.verb in VERBS for note in notes)
    assert PASSPHRASE not in " ".join(f"{note.object_label} {note.detail}" for note in notes)
