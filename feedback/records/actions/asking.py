"""Uploads whose columns nobody knows, or somebody knows better: what a person is asked about, and a large import that
waits for the answer.

Of a large upload the reading process keeps the first rows, sealed, beside it: only opening a workbook of a million rows
takes twenty seconds, which is nothing for a page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from feedback.foundation.actors import Actor
from feedback.foundation.errors import Forbidden, Invalid, NotFound
from feedback.foundation.files import write_atomic
from feedback.foundation.sealing import CannotOpen, Sealer
from feedback.foundation.spreadsheets import Book, Merge, Row, Sheet, open_book
from feedback.records.actions.deciding import count
from feedback.records.actions.keeping import get_upload
from feedback.records.actions.mappings import fullest, look_at
from feedback.records.actions.reading import UnknownColumns, Upload
from feedback.records.actions.spooling import Spool
from feedback.records.actions.stepping import Tools, enter, head_of, step
from feedback.records.rules import IMPORT_RECORDS
from feedback.records.rules.guessing import LOOKED_AT
from feedback.records.rules.progress import FOR_A_PERSON, Phase
from feedback.records.rules.raw import pack_row, unpack_row
from feedback.records.tables import ImportJob, RecordImport

MOST_LETTERS = 2 * 1024 * 1024
"""A page looks at no more of a large file than of a small one."""
BY_COMMAND = (
    "Ghi nhớ xong các cột, xin chạy lại lệnh này. Nếu đã có mẫu cột gần giống (xem: feedback import-mappings) thì chạy "
    "lại với --mapping TÊN."
)
NOT_ASKED = "Lần nhập này không còn chờ chỉ ra các cột."
NOT_YOURS = "Tài khoản của ông/bà không được nhập hồ sơ của đơn vị này."


@dataclass(frozen=True, slots=True)
class Asked:
    """An upload a person is asked about. `import_id`: the large import that waits for the answer; None: a small one."""

    upload: Upload
    open: Callable[[], Book]
    import_id: int | None = None


def ask(tools: Tools, import_id: int, book: Book, unknown: UnknownColumns) -> None:
    """Let a large import wait for its columns. Invalid where no row could be titles, or nobody sits at a page."""
    sheet = fullest(book)
    rows = tuple(_first_rows(sheet))
    with tools.database.read() as session:
        look_at(session, _book(book.form, sheet.merges, rows))
        job, _ = head_of(session, import_id)
        file, at_once, taken = job.file, job.at_once, job.taken
    if at_once:
        raise Invalid(f"{unknown.message} {BY_COMMAND}") from unknown
    _keep(tools, import_id, file, book.form, sheet, rows)

    def work(session: Session) -> None:
        _, head = head_of(session, import_id)
        head.state = "asking"
        enter(session, tools, import_id, Phase.ASK)

    step(tools, import_id, Phase.READ, taken, work)


def keep_first_rows(tools: Tools, import_id: int, form: str, sheet: Sheet) -> None:
    """Keep the first rows of a sheet that is being read for a person to look at, who may know its columns better."""
    with tools.database.read() as session:
        job, _ = head_of(session, import_id)
        file, at_once = job.file, job.at_once
    if not at_once and not tools.spool.beside(file).exists() and (rows := tuple(_first_rows(sheet))):
        _keep(tools, import_id, file, form, sheet, rows)


def _keep(tools: Tools, import_id: int, file: str, form: str, sheet: Sheet, rows: tuple[Row, ...]) -> None:
    last = max(row.number for row in rows)
    merges = [asdict(merge) for merge in sheet.merges if merge.top <= last]
    told = {"form": form, "merges": merges, "rows": [pack_row(row) for row in rows]}
    # Not seal_json: a half of a pair of letters, which a damaged workbook may hold, has no UTF-8.
    sealed = tools.sealer.seal(json.dumps(told).encode(), belongs_to=_binding(import_id))
    write_atomic(tools.spool.beside(file), sealed, mode=0o600)


def _first_rows(sheet: Sheet) -> Iterator[Row]:
    letters = 0
    for row in islice(sheet.rows(), LOOKED_AT):
        letters += sum(len(cell.text) for cell in row.cells.values())
        if letters > MOST_LETTERS:
            return
        yield row


def _book(form: str, merges: tuple[Merge, ...], rows: tuple[Row, ...]) -> Book:
    return Book(form, (Sheet("", lambda: iter(rows), merges=merges),))


def _binding(import_id: int) -> str:
    return f"import_job/{import_id}/first_rows"


# ── a person answers ──────────────────────────────────────────────────────────────────────────────────────────────────


def get_asked(session: Session, folder: Path, sealer: Sealer, mark: str, *, actor: Actor) -> Asked:
    """The upload under this mark: of a large import its number. NotFound when it is gone, or somebody else's."""
    job = session.get(ImportJob, int(mark)) if mark.isascii() and mark.isdigit() and len(mark) < 10 else None
    if job is None:
        upload = get_upload(folder, sealer, mark, actor=actor)
        return Asked(upload, partial(open_book, upload.content))
    head = session.get_one(RecordImport, job.import_id)
    if job.phase not in FOR_A_PERSON or not actor.login or head.actor_login != actor.login:
        raise NotFound(NOT_ASKED)
    book = _kept(Spool.of(folder).beside(job.file), sealer, job.import_id)
    return Asked(Upload(head.file_name, b"", head.as_of, head.unit_id), lambda: book, job.import_id)


def _kept(path: Path, sealer: Sealer, import_id: int) -> Book:
    try:
        told: dict[str, Any] = json.loads(sealer.open(path.read_bytes(), belongs_to=_binding(import_id)))
    except (OSError, CannotOpen) as error:
        raise NotFound(NOT_ASKED) from error
    merges = tuple(Merge(**merge) for merge in told["merges"])
    return _book(told["form"], merges, tuple(unpack_row(row) for row in told["rows"]))


def read_on(session: Session, *, actor: Actor, now: datetime, import_id: int) -> None:
    """Let a large import whose columns are told now be read, one that was read otherwise from its beginning.

    NotFound when it waits for nobody any more.
    """
    job, head = head_of(session, import_id)
    if job.phase not in FOR_A_PERSON:
        raise NotFound(NOT_ASKED)
    if head.unit_id is not None and not actor.may(IMPORT_RECORDS, head.unit_id):
        raise Forbidden(NOT_YOURS)
    head.state, head.counts = "waiting", nothing_taken()
    job.phase, job.phase_started_at, job.taken, job.share = Phase.READ, now, 0, 0


def nothing_taken() -> dict[str, Any]:
    """The counts of a large import of which no row is read."""
    return count((), ()) | {"pairs": []}


def has_first_rows(session: Session, folder: Path, import_id: int) -> bool:
    """Whether a large import was looked at only, and what a person is asked about is kept."""
    job = session.get(ImportJob, import_id)
    return job is not None and job.phase == Phase.LOOK and Spool.of(folder).beside(job.file).exists()
