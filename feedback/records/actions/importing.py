"""The verbs of importing: prepare (staged, to be looked at), confirm, import in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from feedback.foundation.actors import Actor
from feedback.foundation.database import Database
from feedback.foundation.errors import Forbidden
from feedback.foundation.sealing import Sealer
from feedback.records.actions.deciding import CHANGED, NEW, Decided, count, decide_reading, nothing_anew
from feedback.records.actions.forgetting import forget_import
from feedback.records.actions.large import cancel_large, confirm_large
from feedback.records.actions.reading import Reading, Upload, read_upload
from feedback.records.actions.storing import make_visible, stage
from feedback.records.queries import find_same_import
from feedback.records.queries.imports import import_units
from feedback.records.rules import IMPORT_RECORDS, Ignored

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
    rows = tuple(told_lines(decided, reading.ignored))
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


def told_lines(decided: Sequence[Decided], ignored: Sequence[Ignored]) -> list[dict[str, Any]]:
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
