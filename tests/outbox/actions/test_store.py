"""Documents are kept as they were sent; what names a citizen rests encrypted."""

from datetime import datetime
from hashlib import sha256

import pytest
from sqlalchemy.orm import Session

from feedback.foundation.sealing import CannotOpen, Sealer
from feedback.outbox.actions import keep_document
from feedback.outbox.queries import get_document
from feedback.outbox.tables import Document


def test_a_document_comes_back_byte_for_byte(session: Session, sealer: Sealer, now: datetime) -> None:
    identity = keep_document(session, name="Báo cáo.pdf", media_type="application/pdf", content=b"%PDF\x00", now=now)
    file = get_document(session, identity, sealer)
    assert (file.name, file.media_type, file.content) == ("Báo cáo.pdf", "application/pdf", b"%PDF\x00")
    assert file.sha256 == sha256(b"%PDF\x00").hexdigest()


def test_a_sealed_document_rests_unreadable_and_opens_with_the_key(
    session: Session, sealer: Sealer, now: datetime
) -> None:
    identity = keep_document(
        session, name="a.pdf", media_type="application/pdf", content=b"Nguyen Thi Mau", now=now, sealer=sealer
    )
    row = session.get_one(Document, identity)
    assert b"Nguyen" not in row.content
    assert get_document(session, identity, sealer).content == b"Nguyen Thi Mau"
    assert row.sha256 == sha256(b"Nguyen Thi Mau").hexdigest()


def test_a_sealed_document_does_not_open_with_another_key(session: Session, sealer: Sealer, now: datetime) -> None:
    identity = keep_document(session, name="a", media_type="text/plain", content=b"x", now=now, sealer=sealer)
    with pytest.raises(CannotOpen):
        get_document(session, identity, Sealer(b"x" * 32))
