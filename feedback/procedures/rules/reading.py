"""The catalogue file: one line a procedure, checked before anything is stored."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.foundation.csv_files import read_lines
from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean
from feedback.procedures.rules.codes import restore_code
from feedback.working_calendar.rules import LimitKind, TimeLimit

NEEDED = ("code", "name", "field")
# Same day comes first: such lines carry one working day as well, the portal's way of writing it.
LIMITS = (
    (LimitKind.WORKING_DAYS, "working_days", "working_days_max"),
    (LimitKind.CALENDAR_DAYS, "calendar_days", "calendar_days_max"),
    (LimitKind.WORKING_HOURS, "hours", ""),
)
TEXTS = (
    "level",
    "portal_number",
    "time_text",
    "time_evidence",
    "decision",
    "implementer",
    "fee_text",
    "confidence",
    "source",
    "note",
)


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """One procedure as a file states it; the texts are as on the portal, "" where it says nothing."""

    code: str
    name: str
    field: str
    limit: TimeLimit
    limit_max: int | None
    texts: Mapping[str, str]


def read_procedures(text: str) -> list[ProcedureLine]:
    """The lines of a catalogue file (CSV with a heading). Invalid names every wrong line at once."""
    return read_lines(text, what="File thủ tục", needed=NEEDED, read_line=_read_line, check=_repeated)


def _repeated(lines: list[ProcedureLine]) -> list[str]:
    counts = Counter(line.code for line in lines)
    return [f"mã {code} có {times} dòng" for code, times in counts.items() if times > 1]


def _read_line(row: Mapping[str | Any, str | Any]) -> ProcedureLine:
    fact = {key: clean(value or "") for key, value in row.items() if isinstance(key, str)}
    code = restore_code(fact["code"])
    if code is None:
        raise Invalid(f"“{fact['code']}” không phải mã thủ tục; mã có dạng 1.000720")
    if not fact["name"]:
        raise Invalid(f"thủ tục {code} thiếu tên")
    limit, longest = _limit(fact)
    texts = {name: fact.get(name, "") for name in TEXTS}
    return ProcedureLine(code, fact["name"], fact["field"], limit, longest, texts)


def _limit(fact: Mapping[str, str]) -> tuple[TimeLimit, int | None]:
    """The limit and its longer form. `portal_number` alone is no limit: its unit is not stated."""
    if fact.get("same_day") == "1":
        return TimeLimit(LimitKind.SAME_DAY), _number(fact, "working_days_max")
    for kind, column, longest in LIMITS:
        amount = _number(fact, column)
        if amount is not None:
            return TimeLimit(kind, amount), _number(fact, longest)
    return TimeLimit(LimitKind.NONE), None


def _number(fact: Mapping[str, str], column: str) -> int | None:
    written = fact.get(column, "")
    if not written:
        return None
    if not written.isdecimal():
        raise Invalid(f"cột {column} là “{written}”; phải là một số nguyên")
    return int(written)
