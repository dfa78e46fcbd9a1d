"""Taking in a batch a program sent: the same door rules and the same storing as an import, in one transaction.

Rows that are good are taken, the others are kept with their reasons like the rejected rows of an import; nothing is
dropped. A batch is an import whose `source` is `api`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from feedback.accounts.actions.api_requests import TryAgain
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict, Forbidden, Invalid
from feedback.foundation.sealing import Sealer
from feedback.organisation.queries import get_unit_at, list_prefixes, list_units, names_on
from feedback.organisation.rules import name_keys
from feedback.procedures.queries import read_catalogue
from feedback.records.actions.deciding import CHANGED, UNCHANGED, Decided, count, decide
from feedback.records.actions.importing import NOT_YOURS
from feedback.records.actions.reading import code_pattern
from feedback.records.actions.steps import tell_steps
from feedback.records.actions.storing import _begin, _stage_rows, make_visible
from feedback.records.actions.supplements import tell_supplements
from feedback.records.rules import (
    IMPORT_RECORDS,
    WORDS,
    Checked,
    Places,
    Reason,
    Role,
    belonging,
    check_row,
    reject_duplicates,
)
from feedback.records.rules.steps import StepFacts, check_step
from feedback.records.rules.supplements import SupplementFacts, check_told
from feedback.records.rules.told_rows import found_of
from feedback.records.tables import ImportRow, RecordImport

CLOCKS_APART = timedelta(minutes=5)
"""A program's clock may be ahead of ours by as much as its signature's time may."""
UNIT_ROLES = (Role.RECEIVING_UNIT, Role.SOLVING_UNIT)


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step as told: the agency by name or code."""

    unit: str
    received_at: datetime
    due_at: datetime | None
    handed_over_at: datetime | None


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A file as a program tells it: texts by role, and what happened to it on the way."""

    texts: Mapping[Role, str]
    supplements: tuple[SupplementFacts, ...] = ()
    steps: tuple[ToldStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """`unit` is the code of the unit that fills gaps; `as_of` the moment the rows speak of; `sha256` of the body."""

    rows: tuple[ToldRow, ...]
    as_of: datetime
    sha256: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row: reasons with their sentences."""

    number: int
    code: str
    outcome: str
    effect: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch. `import_id` leads to its page."""

    import_id: int
    counts: dict[str, int]
    rows: tuple[RowOutcome, ...]


def take_batch(session: Session, *, sealer: Sealer, actor: Actor, now: datetime, batch: Batch) -> Taken:
    """Decide on every row and store the batch, all in the caller's transaction.

    Invalid for a moment in the future, NotFound or Forbidden for the unit that fills gaps; TryAgain when another
    batch or import changed the same files in between.
    """
    if batch.as_of > now + CLOCKS_APART:
        raise Invalid("Thời điểm tính (as_of) không thể ở tương lai. Xin bỏ trống để lấy lúc này.")
    batch = replace(batch, as_of=min(batch.as_of, now))
    places = _places(session, actor, batch)
    checked, wrong = _check(session, batch, places, now)
    decided = decide(session, checked, places, batch.as_of, actor.units_for(IMPORT_RECORDS))
    head = {
        "file_name": actor.name,
        "sha256": batch.sha256,
        "unit_id": places.chosen,
        "as_of": batch.as_of,
        "counts": count(decided, ()),
        "source": "api",
    }
    try:
        import_id = _begin(session, actor=actor, now=now, head=head)
        _stage_rows(session, sealer, import_id, head, decided)
        make_visible(session, sealer=sealer, actor=actor, now=now, import_id=import_id)
    except (IntegrityError, Conflict) as error:
        raise TryAgain("Trong lúc ghi, một lần nhập khác đã thay đổi hồ sơ trong lô này. Xin gửi lại lô.") from error
    more = _tell_more(session, actor, now, import_id, batch, places)
    decided = [replace(row, effect=CHANGED) if row.checked.number in more else row for row in decided]
    counts = count(decided, ())
    session.get_one(RecordImport, import_id).counts = counts
    return Taken(import_id, counts, tuple(_outcome(row, wrong) for row in decided))


def _places(session: Session, actor: Actor, batch: Batch) -> Places:
    day = local_day(batch.as_of)
    chosen = get_unit_at(session, batch.unit, day).id if batch.unit else None
    if chosen is not None and not actor.may(IMPORT_RECORDS, chosen):
        raise Forbidden(NOT_YOURS)
    return Places(names_on(session, day), list_prefixes(session), None, chosen)


# ── checking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _check(session: Session, batch: Batch, places: Places, now: datetime) -> tuple[list[Checked], Mapping[int, str]]:
    """The rows after the rules of a row alone; and what exactly is wrong with a supplement or a step, by row."""
    catalogue, pattern = read_catalogue(session), code_pattern(session)
    named = _codes(session, batch.as_of)
    checked: list[Checked] = []
    wrong: dict[int, str] = {}
    for number, row in enumerate(batch.rows, start=1):
        each = check_row(found_of(number, _by_name(row.texts, named)), catalogue, batch.as_of, pattern)
        if each.facts is not None and belonging(each.facts, places) is None:
            each = each.rejected(Reason.UNKNOWN_UNIT)
        reason, message = _wrong_more(each, row, places, named, now)
        if reason is not None:
            each, wrong[number] = each.rejected(reason), message
        checked.append(each)
    return reject_duplicates(checked), wrong


def _by_name(texts: Mapping[Role, str], named: Mapping[str, str]) -> dict[Role, str]:
    return {role: named.get(text.strip(), text) if role in UNIT_ROLES else text for role, text in texts.items()}


def _codes(session: Session, as_of: datetime) -> dict[str, str]:
    """Unit code → name on that day: a program may name a unit by either."""
    return {unit.code: unit.name for unit in list_units(session, local_day(as_of))}


def _wrong_more(
    row: Checked, told: ToldRow, places: Places, named: Mapping[str, str], now: datetime
) -> tuple[Reason | None, str]:
    """What is wrong with the row's supplements or steps, if anything is."""
    if row.facts is None:
        return None, ""
    try:
        for supplement in told.supplements:
            check_told(supplement, row.facts.received, now)
    except Invalid as refusal:
        return Reason.INVALID_SUPPLEMENT, refusal.message
    try:
        for step in told.steps:
            check_step(_step(step, places, named), row.facts.received, now)
    except Invalid as refusal:
        return Reason.INVALID_STEP, refusal.message
    return None, ""


def _step(step: ToldStep, places: Places, named: Mapping[str, str]) -> StepFacts:
    name = named.get(step.unit.strip(), step.unit)
    unit_id = next((places.names[key] for key in name_keys(name) if key in places.names), None)
    if unit_id is None:
        raise Invalid(f"Không có đơn vị “{step.unit[:100]}”. Xin ghi tên hoặc mã như trong danh mục đơn vị.")
    return StepFacts(unit_id, step.received_at, step.due_at, step.handed_over_at)


# ── what was told of the way ──────────────────────────────────────────────────────────────────────────────────────────


def _tell_more(
    session: Session, actor: Actor, now: datetime, import_id: int, batch: Batch, places: Places
) -> frozenset[int]:
    """Hand on supplements and steps of the rows that were taken; the numbers of unchanged rows they changed."""
    told = {number: row for number, row in enumerate(batch.rows, start=1) if row.supplements or row.steps}
    if not told:
        return frozenset()
    named = _codes(session, batch.as_of)
    query = select(ImportRow.row, ImportRow.record_id, ImportRow.effect).where(
        ImportRow.import_id == import_id, ImportRow.row.in_(told), ImportRow.record_id.is_not(None)
    )
    changed = set()
    for number, record_id, effect in session.execute(query).all():
        row = told[number]
        steps = tuple(_step(step, places, named) for step in row.steps)
        who = {"actor": actor, "now": now, "record_id": record_id}
        news = _tell(session, who, row.supplements, steps)
        if news and effect == UNCHANGED:
            changed.add(number)
    if changed:
        mine = and_(ImportRow.import_id == import_id, ImportRow.row.in_(changed))
        session.execute(update(ImportRow).where(mine).values(effect=CHANGED))
    return frozenset(changed)


def _tell(
    session: Session, who: Mapping[str, Any], supplements: Sequence[SupplementFacts], steps: Sequence[StepFacts]
) -> bool:
    supplemented = bool(supplements) and tell_supplements(session, **who, told=supplements)
    stepped = bool(steps) and tell_steps(session, **who, told=steps)
    return supplemented or stepped


def _outcome(row: Decided, wrong: Mapping[int, str]) -> RowOutcome:
    number = row.checked.number
    reasons = tuple((reason, wrong.get(number) or WORDS.get(reason, reason)) for reason in row.reasons)
    return RowOutcome(number, row.checked.code, row.outcome, row.effect, reasons)
