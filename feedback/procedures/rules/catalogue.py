"""The catalogue in memory: finding a procedure by what an export says, many times over."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from feedback.foundation.text import clean, fold
from feedback.procedures.rules.codes import restore_code
from feedback.working_calendar.rules import LimitKind, TimeLimit


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """What others need of a procedure. `limit_max` is the limit where verification or remote areas need longer."""

    id: int
    code: str
    name: str
    field: str
    limit: TimeLimit
    limit_max: int | None = None


class MatchedBy(StrEnum):
    CODE = "code"
    RESTORED_CODE = "restored_code"
    NAME = "name"
    FOLDED_NAME = "folded_name"


@dataclass(frozen=True, slots=True)
class Match:
    """A procedure and by what it was found: only a code or name letter for letter is beyond doubt."""

    procedure: ProcedureFacts
    by: MatchedBy


class Catalogue:
    """All procedures by code, exact name and folded name. A name that two procedures share finds neither."""

    def __init__(self, procedures: Iterable[ProcedureFacts]) -> None:
        everything = tuple(procedures)
        self.by_id = {each.id: each for each in everything}
        self.by_code = {each.code: each for each in everything}
        self._by_name = _unique((clean(each.name), each) for each in everything)
        self._by_folded_name = _unique((fold(each.name), each) for each in everything)

    def find(self, code: str = "", name: str = "") -> Match | None:
        """By code, else by code restored from a number, else by name in NFC, else by name without diacritics."""
        return self.find_by_code(code) or self.find_by_name(name)

    def find_by_code(self, code: str) -> Match | None:
        exact = self.by_code.get(clean(code))
        if exact:
            return Match(exact, MatchedBy.CODE)
        restored = self.by_code.get(restore_code(code) or "")
        return Match(restored, MatchedBy.RESTORED_CODE) if restored else None

    def find_by_name(self, name: str) -> Match | None:
        exact = self._by_name.get(clean(name))
        if exact:
            return Match(exact, MatchedBy.NAME)
        folded = self._by_folded_name.get(fold(name))
        return Match(folded, MatchedBy.FOLDED_NAME) if folded else None


def _unique(named: Iterable[tuple[str, ProcedureFacts]]) -> dict[str, ProcedureFacts]:
    pairs = tuple(named)
    times = Counter(name for name, _ in pairs)
    return {name: each for name, each in pairs if name and times[name] == 1}


def say_limit(limit: TimeLimit, longest: int | None = None) -> str:
    """ "3 ngày làm việc", "3 đến 8 ngày làm việc", "trong ngày làm việc", "chưa có thời hạn"."""
    if limit.kind is LimitKind.NONE:
        return "chưa có thời hạn"
    if limit.kind is LimitKind.SAME_DAY:
        return f"{limit} (cần xác minh: đến {longest} ngày làm việc)" if longest and longest > 1 else str(limit)
    if longest is None or longest <= limit.amount:
        return str(limit)
    return str(limit).replace(str(limit.amount), f"{limit.amount} đến {longest}", 1)
