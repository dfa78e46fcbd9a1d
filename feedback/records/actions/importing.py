"""The verbs of importing: prepare (staged, to be looked at), confirm, import in one go, offer rejected rows again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.database import Database
from feedback.foundation.errors import Forbidden, NotFound
from feedback.foundation.sealing import Sealer
from feedback.organisation.queries import list_prefixes, names_on
from feedback.procedures.queries import read_catalogue
from feedback.records.actions.deciding import CHANGED, NEW, Decided, count, decide, decide_reading, nothing_anew
from feedback.records.actions.forgetting import forget_import
from feedback.records.actions.large import cancel_large, confirm_large
from feedback.records.actions.reading import Reading, Upload, code_pattern, read_upload
from feedback.records.actions.storing import make_visible, raw_binding, stage
from feedback.records.queries import find_same_import, list_retryable
from feedback.records.queries.imports import Retryable, import_units
from feedback.records.rules import IMPORT_RECORDS, Checked, Ignored, Places, Reason, check_row
from feedback.records.rules.raw import unpack

NOT_YOURS = "Tài khoản của ông/bà không được nhập hồ sơ của đơn vị này."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did or would do. `import_id` is None when nothing had to be stored."""

    import_id: int | None
    file_name: str
    as_of: datetime
    counts: dict[str, Any]
    rows: tuple[dict[str, Any], ...]


def prepare_import(
    database: Database, *, sealer: Sealer, actor: Actor, now: datetime, upload: Upload, always: bool = True
) -> Outcome:
    """Read, decide and stage an upload; nothing shows before `confirm_import`. Invalid when it cannot be taken.

    Without `always` an upload that tells nothing new and was imported before is not staged again.
    """
    reach = actor.units_for(IMPORT_RECORDS)
    if upload.unit_id is not None and not actor.may(IMPORT_RECORDS, upload.unit_id):
        raise Forbidden(NOT_YOURS)
    with database.read() as session:
        reading = read_upload(session, upload)
        decided = decide_reading(session, reading, reach)
        known = find_same_import(session, reading.sha256, reading.as_of, reading.mapping_id)
    if known is not None:
        decided = nothing_anew(decided)
    counts = count(decided, reading.ignored) | reading.about
    rows = tuple(_lines(decided, reading.ignored))
    if known is not None and not always and not _is_news(decided):
        return Outcome(known, reading.file_name, reading.as_of, counts, rows)
    import_id = stage(
        database,
        sealer=sealer,
        actor=actor,
        now=now,
        head=_head(reading, upload.unit_id, counts),
        rows=decided,
        ignored=reading.ignored,
    )
    return Outcome(import_id, reading.file_name, reading.as_of, counts, rows)


def import_file(database: Database, *, sealer: Sealer, actor: Actor, now: datetime, upload: Upload) -> Outcome:
    """Import an upload whole: staged, then visible in one work."""
    outcome = prepare_import(database, sealer=sealer, actor=actor, now=now, upload=upload, always=False)
    if outcome.import_id is not None:
        _show(database, sealer, actor, now, outcome.import_id)
    return outcome


def _show(database: Database, sealer: Sealer, actor: Actor, now: datetime, import_id: int) -> None:
    def work(session: Session) -> None:
        if not _is_visible(session, import_id):
            make_visible(session, sealer=sealer, actor=actor, now=now, import_id=import_id)

    database.run(work)


def _is_visible(session: Session, import_id: int) -> bool:
    return import_units(session, import_id).visible


def confirm_import(session: Session, *, sealer: Sealer, actor: Actor, now: datetime, import_id: int) -> None:
    """Make a prepared import visible (a large one: soon). Forbidden for files of units the actor may not import for."""
    require_reach(session, actor, import_id)
    if confirm_large(session, now=now, import_id=import_id):
        return
    make_visible(session, sealer=sealer, actor=actor, now=now, import_id=import_id)


def discard_import(session: Session, *, actor: Actor, import_id: int) -> None:
    """Throw a prepared import away."""
    require_reach(session, actor, import_id)
    if cancel_large(session, import_id=import_id):
        return
    forget_import(session, import_id=import_id)


def require_reach(session: Session, actor: Actor, import_id: int) -> None:
    """Refuse unless the actor may import for at least one unit of each file in the import."""
    reach = actor.units_for(IMPORT_RECORDS)
    if reach is None:
        return
    units = import_units(session, import_id)
    if any(not {receiving, solving} & reach for receiving, solving in units.pairs):
        raise Forbidden(NOT_YOURS)
    if not units.pairs and (not actor.login or units.actor_login != actor.login):
        raise Forbidden(NOT_YOURS)


def _head(reading: Reading, unit_id: int | None, counts: dict[str, Any]) -> dict[str, Any]:
    return {
        "file_name": reading.file_name,
        "sha256": reading.sha256,
        "unit_id": unit_id,
        "as_of": reading.as_of,
        "counts": counts,
        "heading_unit": reading.places.heading,
    }


def _is_news(decided: Sequence[Decided]) -> bool:
    return any(row.effect in (NEW, CHANGED) for row in decided)


def _lines(decided: Sequence[Decided], ignored: Sequence[Ignored]) -> list[dict[str, Any]]:
    """One line a row in the order of the file, as `--json` prints them."""
    lines: list[dict[str, Any]] = [
        {
            "row": row.checked.number,
            **({"line": row.checked.line} if row.checked.line is not None else {}),
            "outcome": row.outcome,
            "code": row.checked.code,
            "reasons": row.reasons,
        }
        for row in decided
    ]
    lines += [
        {"row": each.number, "outcome": "ignored", "code": "", "reasons": [], "why": each.why} for each in ignored
    ]
    return sorted(lines, key=lambda line: int(line["row"]))


# ── rejected rows, again ──────────────────────────────────────────────────────────────────────────────────────────────


def retry_rejected(
    database: Database, *, sealer: Sealer, actor: Actor, now: datetime, import_id: int | None = None
) -> list[Outcome]:
    """Offer rejected rows again, of one import or of all; one new import for each that now has rows to take.

    Rows rejected for repeating or contradicting another stay: taking them would be a guess. Rows still not acceptable
    stay where they are. A row speaks of the moment of its import: what was told since is not undone.
    """
    with database.read() as session:
        waiting = list_retryable(session, import_id)
    if import_id is not None and not waiting:
        raise NotFound("Lần nhập này không có dòng bị từ chối nào có thể thử lại.")
    outcomes = (_retry(database, sealer, actor, now, each) for each in waiting)
    return [outcome for outcome in outcomes if outcome is not None]


def _retry(database: Database, sealer: Sealer, actor: Actor, now: datetime, old: Retryable) -> Outcome | None:
    reach = actor.units_for(IMPORT_RECORDS)
    with database.read() as session:
        decided = _decide_again(session, sealer, old, reach)
    taken = [row for row in decided if row.checked.accepted]
    if not taken:
        return None
    counts = count(taken, ()) | {"retry_of": old.import_id}
    head = {
        "file_name": old.file_name,
        "sha256": old.sha256,
        "unit_id": old.unit_id,
        "as_of": old.as_of,
        "counts": counts,
    }
    import_id = stage(database, sealer=sealer, actor=actor, now=now, head=head, rows=taken, ignored=())
    rows = [row.checked.number for row in taken]

    def show(session: Session) -> None:
        make_visible(session, sealer=sealer, actor=actor, now=now, import_id=import_id, retried=(old.import_id, rows))

    database.run(show)
    return Outcome(import_id, old.file_name, old.as_of, counts, tuple(_lines(taken, ())))


def _decide_again(session: Session, sealer: Sealer, old: Retryable, reach: Collection[int] | None) -> list[Decided]:
    catalogue, pattern = read_catalogue(session), code_pattern(session)
    names, prefixes = names_on(session, local_day(old.as_of)), list_prefixes(session)
    checked: list[Checked] = []
    heading: int | None = None
    for row in old.rows:
        raw = sealer.open_json(row.sealed_raw, belongs_to=raw_binding(old.import_id, row.number))
        heading = heading or raw.get("heading_unit")
        checked.append(check_row(unpack(raw), catalogue, old.as_of, pattern))
    places = Places(names, prefixes, heading, old.unit_id)
    return decide(session, _once(checked), places, old.as_of, reach)


def _once(rows: Sequence[Checked]) -> list[Checked]:
    """The first row of each code; a second one waits for its own turn."""
    seen: set[str] = set()
    out: list[Checked] = []
    for row in rows:
        out.append(row.rejected(Reason.DUPLICATE_CONFLICT) if row.accepted and row.code in seen else row)
        seen.add(row.code)
    return out
