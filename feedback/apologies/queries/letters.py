"""The papers that go with a letter."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from feedback.foundation.mail import Attachment
from feedback.foundation.sealing import Sealer
from feedback.outbox.queries import get_document


def letter_files(session: Session, document_ids: Collection[UUID], sealer: Sealer) -> tuple[Attachment, ...]:
    """The stored documents, opened, as files of a letter."""
    files = [get_document(session, each, sealer) for each in document_ids]
    return tuple(Attachment(file.name, file.media_type, file.content) for file in files)
