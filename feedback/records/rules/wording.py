"""How files and their rows are told to people: times, and what a cell was read as."""

from __future__ import annotations

from dataclasses import dataclass

from feedback.records.rules.columns import ROLE_WORDS, Role
from feedback.records.rules.layout import Found
from feedback.records.rules.stamps import BadDate, Stamp, read_stamp
from feedback.records.rules.states import STATE_WORDS, read_state
from feedback.records.rules.values import cell_text, clean_code
from feedback.working_calendar.rules.days import LOCAL

ENDS = {"supplement": ("hỏi", "xong"), "step": ("nhận", "hạn", "giao")}
"""What the moments of a change mean that is told as “a/b/c words”."""
WHEN = (Role.RECEIVED, Role.DUE, Role.RESULT, Role.RETURNED)


@dataclass(frozen=True, slots=True)
class Conversion:
    """One cell: its column, what stands there, what it was read as; `good` is False where it could not be read."""

    column: str
    written: str
    read: str
    good: bool = True

    @property
    def converted(self) -> bool:
        return self.written != self.read


def say_stamp(stamp: Stamp | None) -> str:
    """ "11:05 ngày 01/07/2026", "01/07/2026" when only the day is known, "—" for nothing."""
    if stamp is None:
        return "—"
    local = stamp.at.astimezone(LOCAL)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}" if stamp.has_time else f"{local:%d/%m/%Y}"


def say_change(fact: str, value: str | None) -> str:
    """A stored before or after of a change, as people read it."""
    if value is None:
        return "chưa có"
    if fact == "state":
        return next((words for state, words in STATE_WORDS.items() if state.value == value), value)
    if fact in ENDS:
        moments, _, rest = value.partition(" ")
        said = (f"{end}: {_say_iso(told)}" for end, told in zip(ENDS[fact], moments.split("/"), strict=False) if told)
        return "; ".join((*said, rest)) if rest else "; ".join(said)
    return _say_iso(value)


def _say_iso(value: str) -> str:
    day, _, at = value.partition("T")
    year, month, number = day.split("-")
    return f"{at[:5]} ngày {number}/{month}/{year}" if at else f"{number}/{month}/{year}"


def say_unsettled(words: str) -> str:
    """ "2026-11-24 2027" (as `computed_provisional` keeps it) → "24/11/2026, cả năm 2027"."""
    told = (f"cả năm {word}" if len(word) == 4 else "/".join(reversed(word.split("-"))) for word in words.split())
    return ", ".join(told)


def conversions(found: Found) -> list[Conversion]:
    """What was read from the cells that decide about a file; nothing personal."""
    out = [Conversion(ROLE_WORDS[Role.CODE], _written(found, Role.CODE), clean_code(found.cells.get(Role.CODE)))]
    procedure = (role for role in (Role.PROCEDURE_CODE, Role.PROCEDURE_NAME) if role in found.cells)
    out += [Conversion(ROLE_WORDS[role], _written(found, role), cell_text(found.cells[role])) for role in procedure]
    out += [_when(found, role) for role in WHEN if role in found.cells]
    if Role.STATUS in found.cells:
        text = cell_text(found.cells[Role.STATUS])
        state = found.state or read_state(text)
        out.append(
            Conversion(ROLE_WORDS[Role.STATUS], text, STATE_WORDS[state] if state else "chữ lạ", state is not None)
        )
    return out


def _written(found: Found, role: Role) -> str:
    cell = found.cells.get(role)
    return cell.text if cell is not None else ""


def _when(found: Found, role: Role) -> Conversion:
    written = _written(found, role)
    try:
        return Conversion(ROLE_WORDS[role], written, say_stamp(read_stamp(found.cells[role])))
    except BadDate:
        return Conversion(ROLE_WORDS[role], written, "không đọc được", good=False)
