"""Files of a large import that somebody else told about meanwhile: their rows are decided again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from feedback.records.actions.applying import UNSYNCED
from feedback.records.actions.deciding import Decided, count, decide
from feedback.records.actions.reading import read_ground
from feedback.records.actions.stepping import Tools, enter, head_of, step
from feedback.records.actions.storing import raw_binding, staged_row
from feedback.records.actions.taking import add_counts
from feedback.records.queries.large import LostRow, count_hidden, count_new, count_overtaken, list_lost
from feedback.records.rules import Places
from feedback.records.rules.progress import Phase
from feedback.records.rules.raw import unpack
from feedback.records.tables import ImportRow, RecordChange, StagedRecord

AT_ONCE = 200


def again(tools: Tools, import_id: int) -> None:
    """Decide some of the overtaken rows anew; where there are none, go on with the history."""
    with tools.database.read() as session:
        quiet = count_hidden(session, import_id) == count_new(session, import_id)
        lost = [] if quiet and not count_overtaken(session, import_id) else list_lost(session, import_id, AT_ONCE)
        decided = _decide_again(session, tools, import_id, lost) if lost else []
    if not lost:
        step(tools, import_id, Phase.AGAIN, 0, lambda session: enter(session, tools, import_id, Phase.HISTORY))
        return
    step(tools, import_id, Phase.AGAIN, 0, lambda session: _replace(session, tools, import_id, lost, decided))


def _decide_again(session: Session, tools: Tools, import_id: int, lost: Sequence[LostRow]) -> list[Decided]:
    job, head = head_of(session, import_id)
    ground = read_ground(session, head.as_of)
    raws = [tools.sealer.open_json(row.sealed_raw, belongs_to=raw_binding(import_id, row.number)) for row in lost]
    heading = next((raw["heading_unit"] for raw in raws if raw.get("heading_unit")), None)
    places = Places(ground.names, ground.prefixes, heading, head.unit_id)
    reach = None if job.everywhere else frozenset(job.reach)
    return decide(session, [ground.check(unpack(raw)) for raw in raws], places, head.as_of, reach)


def _replace(
    session: Session, tools: Tools, import_id: int, lost: Sequence[LostRow], decided: Sequence[Decided]
) -> None:
    """What was staged of these rows makes way for what was decided now."""
    codes = [row.code for row in lost]
    known = [row.record_id for row in lost if row.record_id is not None]
    staged = delete(StagedRecord).where(StagedRecord.import_id == import_id, StagedRecord.code.in_(codes))
    told = delete(RecordChange).where(RecordChange.import_id == import_id, RecordChange.record_id.in_(known))
    for gone in (staged, told):
        session.execute(gone.execution_options(**UNSYNCED))
    for before, row in zip(lost, decided, strict=True):
        values: dict[str, Any] = {"outcome": row.outcome, "effect": row.effect, "reasons": row.reasons}
        changed = update(ImportRow).where(ImportRow.id == before.id)
        session.execute(changed.values(**values, record_id=row.record_id).execution_options(**UNSYNCED))
    anew = [staged_row(tools.sealer, import_id, row) for row in decided if row.values is not None]
    if anew:
        session.execute(insert(StagedRecord), anew)
    _, head = head_of(session, import_id)
    less = {key: -number for key, number in _counted(lost).items()}
    head.counts = add_counts(add_counts(head.counts, less), count(decided, ()))


def _counted(lost: Sequence[LostRow]) -> dict[str, int]:
    """How the rows were counted before: new or changed, with a warning or without."""
    return {
        "accepted": len(lost),
        "accepted_with_warning": sum(row.warned for row in lost),
        "changed": sum(row.record_id is not None for row in lost),
    }
