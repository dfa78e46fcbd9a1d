"""One row of a register becomes the facts of a file, or a rejection that says why."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from feedback.procedures.rules import Catalogue, Match, ProcedureFacts
from feedback.records.rules.columns import Role
from feedback.records.rules.layout import Cells, Found
from feedback.records.rules.reasons import Reason, Warn
from feedback.records.rules.stamps import BadDate, Stamp, before, read_stamp
from feedback.records.rules.states import FINISHED_STATES, State, derive_state, read_state
from feedback.records.rules.values import (
    cell_text,
    clean_code,
    code_day,
    is_formula_like,
    is_numeric_code,
    name_key,
    read_identity,
    read_phone,
)

_CODE_WITHIN = re.compile(r"(?<![\w.,])\d\.\d{6}(?!\w)")


@dataclass(frozen=True, slots=True)
class Applicant:
    """Personal data: never in a list, never in a log, sealed in the database."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row says about a file. `finished` is when the result was there (else when it was handed over)."""

    code: str
    procedure: ProcedureFacts
    received: Stamp
    due: Stamp | None
    finished: Stamp | None
    returned: Stamp | None
    state: State
    status_text: str
    solving_text: str
    receiving_text: str
    applicant: Applicant


@dataclass(frozen=True, slots=True)
class Checked:
    """A row after checking: facts and warnings, or reasons for rejecting it."""

    number: int
    line: int | None
    code: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    facts: Facts | None = None
    found: Found | None = None

    @property
    def accepted(self) -> bool:
        return self.facts is not None and not self.reasons

    def rejected(self, reason: Reason) -> Checked:
        """The same row, refused for a reason found later."""
        return replace(self, facts=None, warnings=(), reasons=(reason.value,))

    def warned(self, *warnings: str) -> Checked:
        return replace(self, warnings=tuple(sorted({*self.warnings, *warnings})))


@dataclass(frozen=True, slots=True)
class Dates:
    received: Stamp | None
    due: Stamp | None
    result: Stamp | None
    returned: Stamp | None

    @property
    def finished(self) -> Stamp | None:
        return self.result or self.returned


def check_row(found: Found, catalogue: Catalogue, as_of: datetime, pattern: re.Pattern[str]) -> Checked:
    """Decide on one row alone; duplicates and earlier imports are decided later. `as_of` is aware."""
    cells = found.cells
    code = clean_code(cells.get(Role.CODE))
    reasons: set[str] = set(_code_reasons(code, pattern))
    procedure, procedure_warnings = find_procedure(found, catalogue)
    if procedure is None:
        reasons.add(Reason.UNKNOWN_PROCEDURE)
    status = cell_text(cells.get(Role.STATUS))
    state = found.state or (read_state(status) if status else None)
    dates = _dates(cells, reasons)
    reasons |= _date_reasons(dates, as_of, state)
    if reasons or procedure is None or dates.received is None:
        return Checked(found.number, found.line, code, tuple(sorted(reasons)), found=found)
    facts = _facts(code, procedure, dates, state, status, cells)
    warnings = {*procedure_warnings, *_warnings(found, facts)}
    if status and state is None:
        warnings.add(Warn.UNKNOWN_STATUS)
    return Checked(found.number, found.line, code, (), tuple(sorted(warnings)), facts, found)


def _code_reasons(code: str, pattern: re.Pattern[str]) -> list[Reason]:
    if not code:
        return [Reason.MISSING_RECORD_CODE]
    return [] if pattern.match(code) else [Reason.BAD_RECORD_CODE]


def find_procedure(found: Found, catalogue: Catalogue) -> tuple[ProcedureFacts | None, list[str]]:
    """The row's procedure by code, else by its exact name, with the warnings that deserves."""
    cell = found.cells.get(Role.PROCEDURE_CODE)
    name = cell_text(found.cells.get(Role.PROCEDURE_NAME))
    by_code = catalogue.find_by_code(cell_text(cell)) or _by_code_within(catalogue, cell_text(cell))
    if by_code is not None:
        return by_code.procedure, [Warn.PROCEDURE_CODE_NUMERIC] if is_numeric_code(cell) else []
    by_name = catalogue.find_by_name(name) or catalogue.find_by_name(name.rstrip(" .;,")) if name else None
    by_name = by_name or _by_code_within(catalogue, name)
    # A register without a code column (BM.06) goes by name as a matter of course: nothing to warn about.
    if by_name is None:
        return None, []
    return by_name.procedure, [Warn.PROCEDURE_FOUND_BY_NAME] if found.has_procedure_code else []


def _by_code_within(catalogue: Catalogue, text: str) -> Match | None:
    """“1.004873 - Thủ tục cấp …”, “[1.004873]”: the whole code of one procedure, printed beside other words."""
    codes = set(_CODE_WITHIN.findall(text))
    return catalogue.find_by_code(codes.pop()) if len(codes) == 1 else None


def _dates(cells: Cells, reasons: set[str]) -> Dates:
    def read(role: Role) -> Stamp | None:
        try:
            return read_stamp(cells.get(role))
        except BadDate:
            bad.add(role)
            return None

    bad: set[Role] = set()
    dates = Dates(*(read(role) for role in (Role.RECEIVED, Role.DUE, Role.RESULT, Role.RETURNED)))
    if bad:
        reasons.add(Reason.INVALID_DATE)
    if dates.received is None and Role.RECEIVED not in bad:
        reasons.add(Reason.MISSING_RECEIVED_DATE)
    return dates


def _date_reasons(dates: Dates, as_of: datetime, state: State | None) -> set[str]:
    now = Stamp(as_of, True)
    reasons: set[str] = set()
    if dates.received is not None and before(now, dates.received):
        reasons.add(Reason.RECEIVED_AFTER_AS_OF)
    if dates.received is not None and dates.due is not None and before(dates.due, dates.received):
        reasons.add(Reason.DUE_BEFORE_RECEIVED)
    for end in filter(None, (dates.result, dates.returned)):
        if dates.received is not None and before(end, dates.received):
            reasons.add(Reason.RESULT_BEFORE_RECEIVED)
        if before(now, end):
            reasons.add(Reason.RESULT_AFTER_AS_OF)
    return reasons


def _facts(code: str, procedure: ProcedureFacts, dates: Dates, state: State | None, status: str, cells: Cells) -> Facts:
    if dates.received is None:
        raise ValueError("a file without receipt has no facts")
    phone, _ = read_phone(cells.get(Role.PHONE))
    return Facts(
        code=code,
        procedure=procedure,
        received=dates.received,
        due=dates.due,
        finished=dates.finished,
        returned=dates.returned,
        state=state or derive_state(finished=dates.finished is not None, returned=dates.returned is not None),
        status_text=status,
        solving_text=cell_text(cells.get(Role.SOLVING_UNIT)),
        receiving_text=cell_text(cells.get(Role.RECEIVING_UNIT)),
        applicant=Applicant(
            name=cell_text(cells.get(Role.APPLICANT)),
            address=cell_text(cells.get(Role.ADDRESS)),
            phone=phone,
            email=cell_text(cells.get(Role.EMAIL)),
            identity=read_identity(cells.get(Role.IDENTITY))[0],
        ),
    )


def _warnings(found: Found, facts: Facts) -> set[str]:
    warnings = _cell_warnings(found)
    told, received = code_day(facts.code), facts.received.day
    if told != received:
        warnings.add(Warn.CODE_DATE_MISMATCH)
        if told is not None and (told.year, told.day, told.month) == (received.year, received.month, received.day):
            warnings.add(Warn.DAY_MONTH_SWAPPED)
    if facts.due is None and facts.state is not State.NOT_YET_RECEIVED:
        warnings.add(Warn.MISSING_DUE_DATE)
    if facts.state in FINISHED_STATES and facts.finished is None:
        warnings.add(Warn.MISSING_RESULT_DATE)
    return warnings


def _cell_warnings(found: Found) -> set[str]:
    """What is odd about the cells themselves."""
    warnings: set[str] = set()
    phone = found.cells.get(Role.PHONE)
    others = [cell for cell in found.row.cells.values() if cell is not phone]
    if any(cell.formula for cell in found.row.cells.values()):
        warnings.add(Warn.FORMULA_CELL)
    if any(is_formula_like(cell) for cell in others):
        warnings.add(Warn.FORMULA_LIKE_TEXT)
    if found.hidden:
        warnings.add(Warn.HIDDEN_ROW)
    if not read_phone(phone)[1]:
        warnings.add(Warn.BAD_PHONE)
    if not read_identity(found.cells.get(Role.IDENTITY))[1]:
        warnings.add(Warn.BAD_IDENTITY)
    return warnings


def due_warning(stated: Stamp, earliest: date | datetime, latest: date | datetime) -> Warn | None:
    """How a stated due compares with the statutory one.

    With both times known `earliest` = `latest` is the computed moment; where an hour is missing they are the days on
    which the limit may end (receipt at the day's first and last minute), and only days are compared.
    """
    mine: date | datetime = stated.at if isinstance(earliest, datetime) else stated.day
    if mine < earliest:
        return Warn.DUE_EARLIER
    return Warn.DUE_LATER if mine > latest else None


def reject_duplicates(rows: list[Checked]) -> list[Checked]:
    """Keep the first of each code among the valid rows; later ones are identical or in conflict with it."""
    first: dict[str, Facts] = {}
    out: list[Checked] = []
    for row in rows:
        if row.facts is None:
            out.append(row)
        elif row.code not in first:
            first[row.code] = row.facts
            out.append(row)
        else:
            alike = identity(first[row.code]) == identity(row.facts)
            out.append(row.rejected(Reason.DUPLICATE_IDENTICAL if alike else Reason.DUPLICATE_CONFLICT))
    return out


def identity(facts: Facts) -> tuple[object, ...]:
    """What makes two rows the same file told twice: procedure, times, state, and whose file it is.

    The address and who handled it are left out: the same file is printed with them abbreviated or not.
    """
    times = (facts.received, facts.due, facts.finished, facts.returned)
    whose = (name_key(facts.applicant.name), facts.applicant.phone)
    return (facts.procedure.id, facts.state, *(each and each.local_iso for each in times), *whose)
