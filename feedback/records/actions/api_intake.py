"""Taking in a batch a program sent: the same door rules and the same storing as an import, in one transaction.

Rows that are good are taken, the others are kept with their reasons like the rejected rows of an import; nothing is
dropped. A batch is an import whose `source` is `api`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, and_, bindparam, select, update
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
from feedback.records.actions.steps import tell_steps_of
from feedback.records.actions.storing import begin, make_visible, stage_rows
from feedback.records.actions.supplements import tell_supplements_of
from feedback.records.rules import (
    IMPORT_RECORDS,
    WORDS,
    Checked,
    Places,
    Reason,
    Role,
    Warn,
    belonging,
    check_row,
    reject_duplicates,
)
from feedback.records.rules.steps import StepFacts, check_step
from feedback.records.rules.supplements import check_told
from feedback.records.rules.told_rows import ToldRow, ToldStep, found_of, pack_way, wrong_times
from feedback.records.tables import ImportRow, Record, RecordImport

SOURCE = "api"
"""The `source` of an import that is such a batch."""
Wrong = dict[tuple[int, str], str]
"""By row and reason: the words that say which field, which step."""
INVALID_TIMES = "Ngày không có thật hoặc không đọc được. Xin ghi như 2026-11-20T08:15:00+07:00 ở: "
CLOCKS_APART = timedelta(minutes=5)
"""A program's clock may be ahead of ours by as much as its signature's time may."""
UNIT_ROLES = (Role.RECEIVING_UNIT, Role.SOLVING_UNIT)


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
    told = dict(enumerate(batch.rows, start=1))
    places = _places(session, actor, batch)
    checked, wrong = check_told_rows(session, told, places, batch.as_of, now)
    decided = decide(session, reject_duplicates(checked), places, batch.as_of, actor.units_for(IMPORT_RECORDS))
    head = {
        "file_name": actor.name,
        "sha256": batch.sha256,
        "unit_id": places.chosen,
        "as_of": batch.as_of,
        "counts": count(decided, ()),
        "source": SOURCE,
    }
    try:
        import_id = begin(session, actor=actor, now=now, head=head)
        stage_rows(session, sealer, import_id, head, decided, {number: pack_way(row) for number, row in told.items()})
        make_visible(session, sealer=sealer, actor=actor, now=now, import_id=import_id)
    except (IntegrityError, Conflict) as error:
        raise TryAgain("Trong lúc ghi, một lần nhập khác đã thay đổi hồ sơ trong lô này. Xin gửi lại lô.") from error
    decided = hand_on(session, actor=actor, now=now, import_id=import_id, decided=decided, told=told, places=places)
    return Taken(import_id, count(decided, ()), tuple(_outcome(row, wrong) for row in decided))


def _places(session: Session, actor: Actor, batch: Batch) -> Places:
    day = local_day(batch.as_of)
    chosen = get_unit_at(session, batch.unit, day).id if batch.unit else None
    if chosen is not None and not actor.may(IMPORT_RECORDS, chosen):
        raise Forbidden(NOT_YOURS)
    return Places(names_on(session, day), list_prefixes(session), None, chosen)


# ── checking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def check_told_rows(
    session: Session, told: Mapping[int, ToldRow], places: Places, as_of: datetime, now: datetime
) -> tuple[list[Checked], Wrong]:
    """The rows after the rules of a row alone; and what exactly is wrong where a reason alone would not say."""
    catalogue, pattern = read_catalogue(session), code_pattern(session)
    named = _codes(session, as_of)
    checked: list[Checked] = []
    wrong: Wrong = {}
    for number, row in told.items():
        found = found_of(number, _by_name(row.texts, named))
        each = check_row(found, catalogue, as_of, pattern)
        if Reason.INVALID_DATE in each.reasons:
            wrong[number, Reason.INVALID_DATE] = f"{INVALID_TIMES}{', '.join(wrong_times(found))}."
        if each.facts is not None and belonging(each.facts, places) is None:
            each = each.rejected(Reason.UNKNOWN_UNIT)
        reason, message = _wrong_more(each, row, places, named, now)
        if reason is not None:
            each, wrong[number, reason] = each.rejected(reason), message
        checked.append(each)
    return checked, wrong


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


def hand_on(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    import_id: int,
    decided: Sequence[Decided],
    told: Mapping[int, ToldRow],
    places: Places,
) -> list[Decided]:
    """Hand on supplements and steps of the rows that were taken; the rows as they are then, which the import says too.

    Of a file known from a later moment than this import speaks of, what is known stays and the row is warned of it.
    """
    head = session.get_one(RecordImport, import_id)
    more = [number for number, row in told.items() if row.supplements or row.steps]
    if not more:
        return list(decided)
    named = _codes(session, head.as_of)
    query = select(ImportRow.row, Record.id, Record.last_import_id)
    query = query.join(Record, Record.id == ImportRow.record_id).where(ImportRow.import_id == import_id)
    numbers: dict[int, int] = {}
    older = set()
    for number, record_id, last_import_id in session.execute(query):
        numbers[record_id] = number
        if last_import_id != import_id:
            older.add(record_id)
    rows = {record_id: told[number] for record_id, number in numbers.items() if number in told}
    waits = {record_id: row.supplements for record_id, row in rows.items() if row.supplements}
    steps = {
        record_id: [_step(step, places, named) for step in row.steps] for record_id, row in rows.items() if row.steps
    }
    news = (
        tell_supplements_of(session, actor=actor, now=now, told=waits, older=older),
        tell_steps_of(session, actor=actor, now=now, told=steps, older=older),
    )
    changed = {numbers[record_id] for each in news for record_id in each.changed}
    held_back = {numbers[record_id] for each in news for record_id in each.held_back}
    after = [_after(row, changed, held_back) for row in decided]
    _write_after(session, head, decided, after)
    return after


def _after(row: Decided, changed: Collection[int], held_back: Collection[int]) -> Decided:
    number = row.checked.number
    if number in changed and row.effect == UNCHANGED:
        row = replace(row, effect=CHANGED)
    return replace(row, checked=row.checked.warned(Warn.OLDER_THAN_KNOWN)) if number in held_back else row


def _write_after(session: Session, head: RecordImport, before: Sequence[Decided], after: Sequence[Decided]) -> None:
    table = cast("Table", ImportRow.__table__)
    mine = and_(table.c.import_id == head.id, table.c.row == bindparam("of"))
    other = [
        {"of": now.checked.number, "effect": now.effect, "outcome": now.outcome, "reasons": now.reasons}
        for then, now in zip(before, after, strict=True)
        if then is not now
    ]
    if other:
        session.execute(update(table).where(mine), other)
        head.counts = head.counts | count(after, ())


def _outcome(row: Decided, wrong: Wrong) -> RowOutcome:
    number = row.checked.number
    reasons = tuple((reason, wrong.get((number, reason)) or WORDS.get(reason, reason)) for reason in row.reasons)
    return RowOutcome(number, row.checked.code, row.outcome, row.effect, reasons)
