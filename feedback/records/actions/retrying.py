"""Offering rejected rows again, page by page: however many there are, only one page of them is held at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast

from sqlalchemy import CursorResult, and_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.database import Database
from feedback.foundation.errors import Conflict, NotFound
from feedback.foundation.sealing import Sealer
from feedback.organisation.queries import list_prefixes, names_on
from feedback.procedures.queries import read_catalogue
from feedback.records.actions.api_intake import SOURCE, check_told_rows, hand_on
from feedback.records.actions.deciding import Decided, count, decide
from feedback.records.actions.importing import Outcome, told_lines
from feedback.records.actions.reading import code_pattern
from feedback.records.actions.storing import begin, make_visible, raw_binding, stage_rows
from feedback.records.queries.imports import Retryable, get_retryable, list_retryable, list_retryable_rows
from feedback.records.rules import IMPORT_RECORDS, Checked, Places, Reason, belonging, check_row
from feedback.records.rules.raw import WAY, unpack
from feedback.records.rules.told_rows import ToldRow, pack_way, told_again
from feedback.records.tables import ImportRow

PAGE = 1_000
"""Rows offered together: as many as a program sends in one batch, about a second in which nobody else can write."""
TAKEN = "Những dòng này đang được thử lại ở nơi khác. Xin xem lại lần nhập sau ít phút."
NOTHING = "Lần nhập này không có dòng bị từ chối nào có thể thử lại."


def retry_rejected(
    database: Database, *, sealer: Sealer, actor: Actor, now: datetime, import_id: int | None = None
) -> Iterator[Outcome]:
    """Offer rejected rows again, of one import or of all; a new import for each page that now has rows to take.

    They are offered while the outcomes are asked for. Rows rejected for repeating or contradicting another stay:
    taking them would be a guess. Rows still not acceptable stay where they are. A row speaks of the moment of its
    import: what was told since is not undone. NotFound where the one import has nothing to offer.
    """
    with database.read() as session:
        waiting = list_retryable(session, import_id)
        if import_id is not None and (not waiting or not _is_worth(session, import_id)):
            raise NotFound(NOTHING)
    return (outcome for each in waiting for outcome in _retry(database, sealer, actor, now, each))


def _is_worth(session: Session, import_id: int) -> bool:
    at: int | None = 0
    while at is not None:
        rows, at = list_retryable_rows(session, import_id, after=at, take=PAGE)
        if rows:
            return True
    return False


def _retry(database: Database, sealer: Sealer, actor: Actor, now: datetime, import_id: int) -> Iterator[Outcome]:
    at: int | None = 0
    while at is not None:
        with database.read() as session:
            offer = _read_offer(session, sealer, actor, now, import_id, at)
        if offer.taken:
            outcome = database.run(partial(_take, sealer=sealer, actor=actor, now=now, import_id=import_id, at=at))
            if outcome is not None:
                yield outcome
        at = offer.behind


@dataclass(frozen=True, slots=True)
class _Offer:
    """A page of rejected rows decided on again. `behind` is where the next page begins, None when this is the last."""

    old: Retryable
    places: Places
    taken: tuple[Decided, ...]
    told: Mapping[int, ToldRow]
    behind: int | None


def _read_offer(session: Session, sealer: Sealer, actor: Actor, now: datetime, import_id: int, at: int) -> _Offer:
    old = get_retryable(session, import_id)
    rows, behind = list_retryable_rows(session, import_id, after=at, take=PAGE)
    raws = [sealer.open_json(each.sealed_raw, belongs_to=raw_binding(import_id, each.number)) for each in rows]
    heading = next((raw["heading_unit"] for raw in raws if raw.get("heading_unit")), None)
    places = Places(names_on(session, local_day(old.as_of)), list_prefixes(session), heading, old.unit_id)
    told: dict[int, ToldRow] = {}
    if old.source == SOURCE:
        told = {raw["row"]: told_again(unpack(raw), raw.get(WAY, {})) for raw in raws}
        checked, _ = check_told_rows(session, told, places, old.as_of, now)
    else:
        checked = _check(session, raws, old.as_of)
    rows_now = _once([_with_unit(row, places) for row in checked])
    decided = decide(session, rows_now, places, old.as_of, actor.units_for(IMPORT_RECORDS))
    return _Offer(old, places, tuple(row for row in decided if row.checked.accepted), told, behind)


def _check(session: Session, raws: Sequence[dict[str, Any]], as_of: datetime) -> list[Checked]:
    catalogue, pattern = read_catalogue(session), code_pattern(session)
    return [check_row(unpack(raw), catalogue, as_of, pattern) for raw in raws]


def _with_unit(row: Checked, places: Places) -> Checked:
    """A row whose unit nobody knows yet waits on, and keeps no other row from being taken."""
    homeless = row.facts is not None and belonging(row.facts, places) is None
    return row.rejected(Reason.UNKNOWN_UNIT) if homeless else row


def _once(rows: Sequence[Checked]) -> list[Checked]:
    """The first row of each code; a second one waits for its own turn."""
    seen: set[str] = set()
    out: list[Checked] = []
    for row in rows:
        out.append(row.rejected(Reason.DUPLICATE_CONFLICT) if row.accepted and row.code in seen else row)
        if row.accepted:
            seen.add(row.code)
    return out


def _take(session: Session, *, sealer: Sealer, actor: Actor, now: datetime, import_id: int, at: int) -> Outcome | None:
    """Take the acceptable rows of a page, read once more, as an import of their own: all of it one transaction."""
    offer = _read_offer(session, sealer, actor, now, import_id, at)
    if not offer.taken:
        return None
    old, rows = offer.old, offer.taken
    counts = count(rows, ()) | {"retry_of": import_id}
    head = {
        "file_name": old.file_name,
        "sha256": old.sha256,
        "unit_id": old.unit_id,
        "as_of": old.as_of,
        "counts": counts,
        "source": old.source,
    }
    ways = {number: pack_way(row) for number, row in offer.told.items()}
    try:
        own_id = begin(session, actor=actor, now=now, head=head)
        stage_rows(session, sealer, own_id, head, rows, ways)
        make_visible(session, sealer=sealer, actor=actor, now=now, import_id=own_id, again=True)
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    done = hand_on(session, actor=actor, now=now, import_id=own_id, decided=rows, told=offer.told, places=offer.places)
    _mark_retried(session, import_id, [row.checked.number for row in rows], own_id)
    return Outcome(own_id, old.file_name, old.as_of, counts | count(done, ()), tuple(told_lines(done, ())))


def _mark_retried(session: Session, import_id: int, numbers: Sequence[int], own_id: int) -> None:
    """Conflict where somebody else took one of these rows meanwhile."""
    mine = and_(ImportRow.import_id == import_id, ImportRow.row.in_(numbers), ImportRow.outcome == "rejected")
    taken = update(ImportRow).where(mine, ImportRow.retried_in.is_(None)).values(retried_in=own_id)
    result = session.execute(taken.execution_options(synchronize_session=False))
    if cast("CursorResult[Any]", result).rowcount != len(numbers):
        raise Conflict(TAKEN)
