"""Reads around answers from tablets: which numbers arrived, which counters and officers are the unit's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers.rules.sheets import Value, table_of
from feedback.answers.rules.tablets import TabletAnswer
from feedback.answers.tables import QuarantinedAnswer, TabletReceipt
from feedback.organisation.tables import Counter, Officer
from feedback.questionnaires.rules import read
from feedback.questionnaires.tables import QuestionnaireVersion


@dataclass(frozen=True, slots=True)
class Places:
    """Ids among those asked about that belong to the unit."""

    counters: frozenset[int]
    officers: frozenset[int]


def list_receipts(session: Session, tablet_id: UUID, numbers: Collection[int]) -> dict[int, tuple[bytes, str]]:
    """Number → mark and state, of those that arrived before."""
    wanted = select(TabletReceipt.seq, TabletReceipt.mark, TabletReceipt.state)
    wanted = wanted.where(TabletReceipt.tablet_id == tablet_id, TabletReceipt.seq.in_(numbers))
    return {row.seq: (row.mark, row.state) for row in session.execute(wanted)}


def list_reasons(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Kept-apart answer → why, of those kept apart before."""
    wanted = select(QuarantinedAnswer.id, QuarantinedAnswer.reason).where(QuarantinedAnswer.id.in_(ids))
    return {row.id: row.reason for row in session.execute(wanted)}


def places_of(session: Session, unit_id: int, answers: Sequence[TabletAnswer]) -> Places:
    """What of the counters and officers that answers name is the unit's own, in use or not."""
    return Places(
        _ours(session, Counter, unit_id, {each.counter for each in answers if each.counter}),
        _ours(session, Officer, unit_id, {each.officer for each in answers if each.officer}),
    )


def _ours(session: Session, table: type[Counter | Officer], unit_id: int, ids: Collection[int]) -> frozenset[int]:
    if not ids:
        return frozenset()
    return frozenset(session.scalars(select(table.id).where(table.unit_id == unit_id, table.id.in_(ids))))


def find_table(session: Session, version_id: int) -> dict[str, dict[str, Value]] | None:
    """Possible answers of a version that was published at any time; None for any other number."""
    content = session.scalar(select(QuestionnaireVersion.content).where(QuestionnaireVersion.id == version_id))
    return None if content is None else table_of(read(content))
