"""How a unit signs, by whom, and with what."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.apologies.queries import read_notice
from feedback.apologies.queries.signing import (
    awaits_signature,
    list_key_places,
    printed_signer,
    signature_way,
    signing_kit,
)
from feedback.apologies.rules.signatures import SignatureWay
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict
from feedback.organisation.actions.signers import keep_picture
from feedback.organisation.rules.signers import SEAL, SIGNATURE
from tests.apologies.conftest import MORNING, World, person
from tests.apologies.signing import DEPUTY_NAME, HEAD, OTHER, Office
from tests.foundation.signatures.pictures import png

DAY = date(2026, 11, 20)


def test_paper_is_usual_and_an_odd_value_too(world: World) -> None:
    with world.store.database.read() as session:
        assert signature_way(session, world.commune) == SignatureWay.PAPER
    Office(world, "telex")
    with world.store.database.read() as session:
        assert signature_way(session, world.commune) == SignatureWay.PAPER


def test_who_stands_below_depends_on_who_decides(world: World) -> None:
    office = Office(world, "upload")
    office.delegate()
    with world.store.database.read() as session:
        assert printed_signer(session, world.commune, None, DAY).lines == ()
        head = printed_signer(session, world.commune, person(world.commune), DAY)
        deputy = printed_signer(session, world.commune, person(world.commune, name=DEPUTY_NAME), DAY)
    assert (head.way, head.name, head.lines) == (SignatureWay.UPLOAD, "", ())
    assert (deputy.name, deputy.lines) == (DEPUTY_NAME, ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))


def test_a_kit_holds_what_is_the_signers_and_the_units(world: World) -> None:
    office, sealer = Office(world, "pkcs12"), world.store.sealer
    with world.store.database.read() as session, pytest.raises(Conflict, match="Chưa đăng ký chứng thư"):
        signing_kit(session, sealer, unit_id=world.commune, name="Trần Văn Mẫu", day=DAY)
    office.key(office.register())
    office.register(OTHER, "", purpose=SEAL)
    for kind, name, picture in ((SIGNATURE, "Trần Văn Mẫu", png(200, 80)), (SEAL, "", png(90, 90, seal=True))):
        told = {"unit_id": world.commune, "kind": kind, "name": name, "content": picture, "millimetres": 34.0}
        world.run(lambda session, told=told: keep_picture(session, actor=SYSTEM, now=MORNING, sealer=sealer, **told))
    with world.store.database.read() as session:
        kit = signing_kit(session, sealer, unit_id=world.commune, name="Trần Văn Mẫu", day=DAY)
        printed = printed_signer(session, world.commune, person(world.commune), DAY)
        (place,) = list_key_places(session, {world.commune}, DAY)
    assert (set(kit.own), set(kit.seals)) == ({HEAD.fingerprint}, {OTHER.fingerprint})
    assert list(kit.keys) == [HEAD.fingerprint]
    assert (kit.signature, kit.seal, kit.seal_mm) == (png(200, 80), png(90, 90, seal=True), 34.0)
    assert printed.seal_mm == 34.0
    assert (place[0], place[1].person_name) == ("Xã Mẫu Một", "Trần Văn Mẫu")
    assert HEAD.p12()[:20].hex() not in repr(kit)


def test_only_an_approved_notice_signed_elsewhere_waits(world: World) -> None:
    office = Office(world, "upload")
    notice_id = office.prepared()
    with world.store.database.read() as session:
        assert not awaits_signature(read_notice(session, notice_id))
    office.approve(notice_id)
    with world.store.database.read() as session:
        assert awaits_signature(read_notice(session, notice_id))
