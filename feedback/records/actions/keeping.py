"""An upload that waits for a clerk to say what its columns are: sealed in the data folder, for a day.

Nothing of it is in the database: a register nobody could read yet holds personal data in columns nobody knows.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from string import digits

from feedback.foundation.actors import Actor
from feedback.foundation.errors import NotFound
from feedback.foundation.files import write_atomic
from feedback.foundation.sealing import CannotOpen, Sealer
from feedback.records.actions.reading import Upload

FOLDER = "uploads"
KEPT = timedelta(days=1)
GONE = "Tệp tải lên không còn được giữ (chỉ giữ một ngày). Xin chọn lại tệp."
_MARK = "abcdefghijklmnopqrstuvwxyz234567"


def keep_upload(folder: Path, sealer: Sealer, upload: Upload, *, actor: Actor, import_id: int | None = None) -> str:
    """Keep the bytes with their name, moment and unit; the mark under which this person finds them again.

    With an `import_id` it is that of the staged import: see `mark_of`.
    """
    mark = mark_of(import_id) if import_id is not None else "".join(secrets.choice(_MARK) for _ in range(20))
    about = {
        "name": upload.name,
        "as_of": upload.as_of.isoformat(),
        "unit_id": upload.unit_id,
        "login": actor.login,
    }
    plain = json.dumps(about).encode() + b"\n" + upload.content
    write_atomic(_path(folder, mark), sealer.seal(plain, belongs_to=f"{FOLDER}/{mark}"), mode=0o600)
    return mark


def get_upload(folder: Path, sealer: Sealer, mark: str, *, actor: Actor) -> Upload:
    """The upload again. NotFound when it is gone, or somebody else's."""
    if not mark or set(mark) - set(_MARK + digits):
        raise NotFound(GONE)
    try:
        plain = sealer.open(_path(folder, mark).read_bytes(), belongs_to=f"{FOLDER}/{mark}")
    except (OSError, CannotOpen) as error:
        raise NotFound(GONE) from error
    head, _, content = plain.partition(b"\n")
    about = json.loads(head)
    if about["login"] != actor.login:
        raise NotFound(GONE)
    return Upload(about["name"], content, datetime.fromisoformat(about["as_of"]), about["unit_id"])


def mark_of(import_id: int) -> str:
    """Under which the upload of a staged import is kept: digits alone, which no other mark is."""
    return str(import_id)


def has_upload(folder: Path, import_id: int) -> bool:
    return _path(folder, mark_of(import_id)).exists()


def drop_upload(folder: Path, mark: str) -> None:
    _path(folder, mark).unlink(missing_ok=True)


def sweep_uploads(folder: Path, now: datetime) -> int:
    """Remove what was kept for more than a day; how many."""
    old = [path for path in (folder / FOLDER).glob("*") if path.stat().st_mtime < (now - KEPT).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _path(folder: Path, mark: str) -> Path:
    return folder / FOLDER / mark
