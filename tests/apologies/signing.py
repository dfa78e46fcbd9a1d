"""An office that signs digitally: its trust, its people with certificates, and short verbs for stories."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from feedback.apologies.documents import accept_upload, approve_notice
from feedback.apologies.queries import get_line
from feedback.apologies.queries.signing import WAY
from feedback.foundation.actors import SYSTEM
from feedback.foundation.sealing import Sealer
from feedback.organisation.actions import set_setting
from feedback.organisation.actions.signers import add_delegation, keep_key, register_certificate
from feedback.organisation.rules.signers import PERSON, Delegated, DelegationForm
from feedback.outbox.queries import get_document
from tests.apologies.conftest import MORNING, World, person
from tests.foundation.signatures.people import HEAD, OTHER, PASSPHRASE, ROOT, Person

DEPUTY_NAME = "Lê Thị Khác"
"""The holder of the certificate OTHER."""
DEPUTY = Delegated(
    person_name=DEPUTY_NAME,
    login="",
    title="Phó Chủ tịch",
    form=DelegationForm.KT,
    on_behalf="Chủ tịch",
    document="QĐ 12/QĐ-UBND ngày 02/11/2026",
    valid_from=date(2026, 11, 2),
    valid_to=date(2026, 11, 30),
)


class Office:
    """The world with one way of signing."""

    def __init__(self, world: World, way: str, *, trusted: bool = True) -> None:
        self.world = world
        if trusted:
            folder = world.store.settings.trust_folder
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "goc.cer").write_bytes(ROOT.person.der)
        self.set(WAY, way)

    def set(self, key: str, value: Any, unit: int = 0) -> None:
        unit_id = unit or self.world.commune
        self.world.run(
            lambda session: set_setting(
                session, actor=SYSTEM, now=MORNING, unit_id=unit_id, key=key, value=value, source="thử"
            )
        )

    def register(self, who: Person = HEAD, name: str = "Trần Văn Mẫu", unit: int = 0, purpose: str = PERSON) -> int:
        unit_id = unit or self.world.commune
        return self.world.run(
            lambda session: register_certificate(
                session,
                actor=SYSTEM,
                now=MORNING,
                unit_id=unit_id,
                name=name,
                purpose=purpose,
                content=who.der,
                source="",
            )
        )

    def key(self, certificate_id: int, who: Person = HEAD) -> None:
        sealer: Sealer = self.world.store.sealer
        self.world.run(
            lambda session: keep_key(
                session,
                actor=SYSTEM,
                now=MORNING,
                sealer=sealer,
                certificate_id=certificate_id,
                content=who.p12(),
                passphrase=PASSPHRASE,
            )
        )

    def delegate(self, told: Delegated = DEPUTY) -> None:
        self.world.run(
            lambda session: add_delegation(session, actor=SYSTEM, now=MORNING, unit_id=self.world.commune, told=told)
        )

    def prepared(self, **more: Any) -> int:
        notice_id = self.world.expect_late(self.world.file(**more))
        self.world.decide(notice_id)
        return notice_id

    def approve(self, notice_id: int, secret: str = "", name: str = "Trần Văn Mẫu", now: Any = MORNING) -> int:
        return approve_notice(
            self.world.store,
            actor=person(self.world.commune, name=name),
            now=now,
            notice_id=notice_id,
            version=self.world.line(notice_id).version,
            secret=secret,
        )

    def upload(self, notice_id: int, content: bytes, minutes: int = 30, unit: int = 0) -> None:
        accept_upload(
            self.world.store,
            actor=person(unit or self.world.commune),
            now=MORNING + timedelta(minutes=minutes),
            notice_id=notice_id,
            content=content,
        )

    def paper(self, notice_id: int, *, signed: bool = False) -> bytes:
        with self.world.store.database.read() as session:
            line = get_line(session, notice_id)
            document_id = line.signed_document_id if signed else line.document_id
            assert document_id is not None
            return get_document(session, document_id, self.world.store.sealer).content


__all__ = ["DEPUTY", "DEPUTY_NAME", "HEAD", "OTHER", "PASSPHRASE", "Office"]
