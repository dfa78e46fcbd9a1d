"""Asking who signs for a unit on a day."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Forbidden, NotFound
from feedback.organisation.actions.signers import add_delegation, register_certificate
from feedback.organisation.queries.signers import (
    certificates_of,
    get_certificate,
    get_delegation,
    seal_certificates,
    signer_for,
)
from feedback.organisation.rules.signers import PERSON, SEAL
from tests.foundation.signatures.people import HEAD, NOW, OTHER
from tests.organisation.rules.test_signers import DAY, DEPUTY


def test_a_unit_signs_by_its_head_or_a_delegate_in_force(session, make):
    unit, other = make.unit("Xã Mẫu Một"), make.unit("Xã Mẫu Hai")
    make.head(unit, "Trần Văn Mẫu")
    make.head(other, "Hồ Thị Mẫu")
    add_delegation(session, actor=SYSTEM, now=NOW, unit_id=unit.id, told=DEPUTY)
    assert signer_for(session, unit.id, "Lê Thị Phó", "", DAY).form_lines == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert signer_for(session, unit.id, "Trần Văn Mẫu", "", DAY).form_lines == ()
    assert signer_for(session, other.id, "Lê Thị Phó", "", DAY).name == "Hồ Thị Mẫu"
    with pytest.raises(Forbidden):
        signer_for(session, unit.id, "Lê Thị Phó", "", date(2026, 12, 1))


def test_a_unit_without_a_head_has_no_signer(session, make):
    with pytest.raises(NotFound, match="Chưa có người đứng đầu"):
        signer_for(session, make.unit("Xã Mẫu").id, "Ai Đó", "", DAY)


def test_certificates_belong_to_a_person_at_a_unit_or_to_its_seal(session, make):
    unit, other = make.unit("Xã Mẫu Một"), make.unit("Xã Mẫu Hai")
    told = {"actor": SYSTEM, "now": NOW, "source": ""}
    mine = register_certificate(session, **told, unit_id=unit.id, name="Trần Văn Mẫu", purpose=PERSON, content=HEAD.der)
    seal = register_certificate(session, **told, unit_id=unit.id, name="", purpose=SEAL, content=OTHER.der)
    assert [each.id for each in certificates_of(session, unit.id, "trần văn mẫu", DAY)] == [mine]
    assert [each.id for each in seal_certificates(session, unit.id, DAY)] == [seal]
    assert certificates_of(session, other.id, "Trần Văn Mẫu", DAY) == []
    assert certificates_of(session, unit.id, "Trần Văn Mẫu", date(2026, 11, 19)) == []


def test_what_is_not_there_is_said(session):
    with pytest.raises(NotFound):
        get_delegation(session, 999)
    with pytest.raises(NotFound):
        get_certificate(session, 999)
