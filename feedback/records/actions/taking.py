"""The first phase of a large import: its file is read row by row, decided and staged in short works.

Each work also notes how far reading has come. A killed process reads the file again from its beginning, passes over
what is staged without checking it, and goes on behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from feedback.foundation.errors import Invalid, NotFound
from feedback.foundation.sealing import Sealer
from feedback.foundation.spreadsheets import Book
from feedback.foundation.spreadsheets.large import open_large
from feedback.records.actions.applying import drop_all
from feedback.records.actions.asking import ask, keep_first_rows
from feedback.records.actions.deciding import Clocks, Decided, count, decide, nothing_anew
from feedback.records.actions.reading import Ground, Table, UnknownColumns, open_table, places_of, read_ground
from feedback.records.actions.stepping import Tools, enter, head_of, step
from feedback.records.actions.storing import import_row, staged_row
from feedback.records.queries import find_same_import
from feedback.records.rules import Checked, Found, Ignored, Places, Reason
from feedback.records.rules.progress import Phase
from feedback.records.rules.rows import identity
from feedback.records.tables import ImportJob, ImportRow, RecordImport, StagedRecord

CHUNK = 400
"""Rows of a work: some tens of milliseconds in which nobody else can write."""
DIGEST = 8
GONE = "Tệp tải lên không còn trên máy chủ. Xin tải lên lại."
OTHER_COLUMNS = (
    "Mẫu cột dùng để đọc tệp này đã được sửa hoặc bỏ khi tệp đang đọc dở. Chưa có gì được ghi. Xin nhập lại tệp: cả "
    "tệp sẽ được đọc theo cùng một mẫu cột."
)


class Firsts:
    """The first acceptable row of each code so far, by a digest of what makes a second one the same.

    About 130 bytes of memory a code; the digest is keyed, because it covers a name and a telephone number.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[bytes, int] = {}

    def learn(self, code: str, likeness: bytes) -> None:
        self._known[code.encode()] = int.from_bytes(likeness)

    def sort_out(self, row: Checked) -> tuple[Checked, bytes | None]:
        """The row, rejected where its code was there before; and the digest of a first one."""
        if row.facts is None:
            return row, None
        said = repr(identity(row.facts)).encode()
        likeness = blake2b(said, digest_size=DIGEST, key=self._key).digest()
        first = self._known.get(row.code.encode())
        if first is None:
            self.learn(row.code, likeness)
            return row, likeness
        alike = first == int.from_bytes(likeness)
        return row.rejected(Reason.DUPLICATE_IDENTICAL if alike else Reason.DUPLICATE_CONFLICT), None


@dataclass(slots=True)
class Taking:
    """One reading of one file, from where it was left."""

    tools: Tools
    import_id: int
    ground: Ground
    table: Table
    firsts: Firsts
    unit_id: int | None
    reach: Collection[int] | None
    again: bool
    """Whether these very bytes were imported before, as of no earlier moment."""
    places: Places | None = None
    clocks: Clocks = field(default_factory=Clocks)


def take(tools: Tools, import_id: int) -> None:
    """Read the rest of the file, or ask a person about its columns where nobody knows them.

    At its beginning what was staged of another reading is taken away.
    Invalid where it cannot be taken; `Moved` when it was cancelled meanwhile.
    """
    with tools.database.read() as session:
        job, _ = head_of(session, import_id)
        path, anew = tools.spool.path(job.file), job.taken == 0
    if not path.exists():
        raise Invalid(GONE)
    if anew:
        drop_all(tools, import_id, Phase.READ, StagedRecord, 0)
        drop_all(tools, import_id, Phase.READ, ImportRow, 0)
    book = open_large(path)
    try:
        taking, taken, counts = _where_it_was(tools, import_id, book)
    except UnknownColumns as unknown:
        ask(tools, import_id, book, unknown)
        return
    keep_first_rows(tools, import_id, book.form, taking.table.sheet)
    rows = taking.table.read()
    for _ in islice(rows, taken):
        pass
    while chunk := list(islice(rows, CHUNK)):
        tools.check_stop()
        counts = _take_chunk(taking, chunk, taken, counts)
        taken += len(chunk)
    step(tools, import_id, Phase.READ, taken, lambda session: _finish(session, tools, import_id, taking.table, counts))


def _where_it_was(tools: Tools, import_id: int, book: Book) -> tuple[Taking, int, dict[str, Any]]:
    """What is needed to read on, how many rows are taken, and the counts so far. UnknownColumns where nothing is."""
    with tools.database.read() as session:
        job, head = head_of(session, import_id)
        table = _table(session, book, job, head)
        taking = Taking(
            tools,
            import_id,
            read_ground(session, head.as_of),
            table,
            _firsts(session, tools.sealer, import_id, job.taken),
            head.unit_id,
            None if job.everywhere else frozenset(job.reach),
            find_same_import(session, head.sha256, head.as_of, _mapping_id(table)) is not None,
        )
        return taking, job.taken, dict(head.counts)


def _table(session: Session, book: Book, job: ImportJob, head: RecordImport) -> Table:
    """With the saved columns of the unit chosen first, else of the person's own; the same for all rows of the file.

    UnknownColumns where somebody could say what they are.
    """
    home = head.unit_id if head.unit_id is not None or job.everywhere else min(job.reach, default=None)
    try:
        table = open_table(session, book, job.software, home)
    except UnknownColumns as unknown:
        if job.taken:
            raise Invalid(OTHER_COLUMNS) from unknown
        raise
    except NotFound as unsaid:
        raise Invalid(unsaid.message) from unsaid
    if job.taken and head.counts.get("mapping") != table.about["mapping"]:
        raise Invalid(OTHER_COLUMNS)
    return table


def _mapping_id(table: Table) -> int | None:
    return table.layout.mapping.id if table.layout.mapping is not None else None


def _firsts(session: Session, sealer: Sealer, import_id: int, taken: int) -> Firsts:
    firsts = Firsts(sealer.derive("likeness of imported rows"))
    if taken:
        mine = select(ImportRow.code, ImportRow.likeness).where(ImportRow.import_id == import_id)
        mine = mine.where(ImportRow.likeness.is_not(None)).execution_options(yield_per=5_000)
        for code, likeness in session.execute(mine):
            firsts.learn(code, likeness or b"")
    return firsts


def _take_chunk(taking: Taking, chunk: Sequence[Found | Ignored], taken: int, counts: dict[str, Any]) -> dict[str, Any]:
    """Decide and stage some rows in one work; the counts of the import after it."""
    tools, import_id = taking.tools, taking.import_id
    checked, likenesses = _check(taking, chunk)
    with tools.database.read() as session:
        if taking.places is None and checked:
            taking.places = places_of(session, taking.ground, taking.table.layout.headings, taking.unit_id)
        decided = _decide(session, taking, checked)
    ignored = [each for each in chunk if isinstance(each, Ignored)]
    after = add_counts(counts, count(decided, ignored)) | taking.table.about | {"pairs": _pairs(counts, decided)}
    heading = taking.places.heading if taking.places else None
    by_number = {row.checked.number: row for row in decided}
    lines = [
        _ignored_row(import_id, each)
        if isinstance(each, Ignored)
        else import_row(tools.sealer, import_id, heading, by_number[each.number])
        | {"likeness": likenesses.get(each.number)}
        for each in chunk
    ]
    staged = [staged_row(tools.sealer, import_id, row) for row in decided if row.values is not None]
    share = round(taking.table.sheet.gauge.share * 1000)

    def work(session: Session) -> None:
        session.execute(insert(ImportRow), lines)
        if staged:
            session.execute(insert(StagedRecord), staged)
        job, head = head_of(session, import_id)
        job.taken, job.share, head.counts = taken + len(chunk), share, after

    step(tools, import_id, Phase.READ, taken, work)
    return after


def _check(taking: Taking, chunk: Sequence[Found | Ignored]) -> tuple[list[Checked], dict[int, bytes]]:
    rows: list[Checked] = []
    likenesses: dict[int, bytes] = {}
    for each in chunk:
        if isinstance(each, Ignored):
            continue
        row, likeness = taking.firsts.sort_out(taking.ground.check(each))
        rows.append(row)
        if likeness is not None:
            likenesses[row.number] = likeness
    return rows, likenesses


def _decide(session: Session, taking: Taking, rows: Sequence[Checked]) -> list[Decided]:
    if taking.places is None:
        return []
    decided = decide(session, rows, taking.places, taking.ground.as_of, taking.reach, taking.clocks)
    return nothing_anew(decided) if taking.again else decided


def _ignored_row(import_id: int, row: Ignored) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(("line", "sealed_raw", "record_id", "likeness"))
    told = {"import_id": import_id, "row": row.number, "code": "", "outcome": "ignored", "effect": row.why}
    return nothing | told | {"reasons": []}


def add_counts(counts: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """The numbers of two parts of one import together."""
    return counts | {key: counts.get(key, 0) + number for key, number in more.items()}


def _pairs(counts: dict[str, Any], decided: Sequence[Decided]) -> list[list[int]]:
    """(receiving, solving) units of the files so far: who may see this import is asked on every page of it."""
    there = {(one, other) for one, other in counts.get("pairs", ())}
    there |= {
        (row.values["receiving_unit_id"], row.values["solving_unit_id"]) for row in decided if row.values is not None
    }
    return [list(pair) for pair in sorted(there)]


def _finish(session: Session, tools: Tools, import_id: int, table: Table, counts: dict[str, Any]) -> None:
    """All is staged: to be looked at, or to be applied at once."""
    job, head = head_of(session, import_id)
    head.counts = add_counts(counts, count((), ())) | table.about
    head.state = "applying" if job.at_once else "staged"
    enter(session, tools, import_id, Phase.COPY if job.at_once else Phase.LOOK)
