"""Keeping the bytes that were sent."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from feedback.foundation.sealing import Sealer
from feedback.outbox.tables import Document


def keep_document(
    session: Session, *, name: str, media_type: str, content: bytes, now: datetime, sealer: Sealer | None = None
) -> UUID:
    """Store a document for ever; its sha256 is that of the plain bytes. With a sealer the bytes rest encrypted.

    Anything that names a citizen is given a sealer: a PDF beside a sealed table would undo the sealing.
    """
    identity = uuid4()
    stored = sealer.seal(content, belongs_to=f"document/{identity}/content") if sealer else content
    session.add(
        Document(
            id=identity,
            name=name,
            media_type=media_type,
            sha256=sha256(content).hexdigest(),
            content=stored,
            is_sealed=sealer is not None,
            created_at=now,
        )
    )
    session.flush()
    return identity
