"""What a load would do or did, row by row, in words a clerk can check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    NEW = "new"
    RENAMED = "renamed"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact before and after, both as shown."""

    fact: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row's outcome. `sheet` and `row` say where it was read (row counted as the spreadsheet counts, from 1)."""

    sheet: str
    row: int | None
    label: str
    outcome: Outcome
    differences: tuple[Difference, ...] = ()
    message: str = ""


FACT_WORDS: Mapping[str, str] = {
    "name": "tên",
    "person_name": "họ tên",
    "title": "chức vụ",
    "position": "chức vụ",
    "email": "thư điện tử",
    "phone": "điện thoại",
    "address": "địa chỉ",
    "kind": "loại",
    "valid_from": "từ ngày",
    "valid_to": "đến hết ngày",
    "active": "đang dùng",
    "note": "ghi chú",
    "unit": "đơn vị",
    "value": "giá trị",
    "legal_basis": "căn cứ",
    "effective": "hiệu lực",
}
LINK_WORDS: Mapping[str, str] = {"parent_id": "cấp trên", "unit_id": "đơn vị", "desk_id": "bàn tiếp nhận"}
"""Facts that point at another row: their numbers mean nothing to a reader, so only that they changed is said."""

OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.NEW: "mới",
    Outcome.RENAMED: "đổi tên",
    Outcome.CHANGED: "thay đổi",
    Outcome.UNCHANGED: "giữ nguyên",
    Outcome.ERROR: "sai",
}


def describe(change: Change) -> str:
    """What differs, in a line: “tên: Xã A → Xã B; cấp trên đổi”. Technical facts are left out."""
    told = [
        f"{FACT_WORDS[each.fact]}: {each.before} → {each.after}"
        for each in change.differences
        if each.fact in FACT_WORDS
    ]
    told += [f"{LINK_WORDS[each.fact]} đổi" for each in change.differences if each.fact in LINK_WORDS]
    return change.message or "; ".join(told)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The facts of `after` that are not so in `before`, in the order of `after`."""
    return tuple(
        Difference(fact, shown(before.get(fact)), shown(value))
        for fact, value in after.items()
        if before.get(fact) != value
    )


def shown(value: Any) -> str:
    """A value as a reader sees it: nothing is a dash, yes and no are words, days are 21/11/2026."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "có" if value else "không"
    if hasattr(value, "strftime"):
        return str(value.strftime("%d/%m/%Y"))
    return str(value)


def is_rename(found: tuple[Difference, ...]) -> bool:
    """Whether the name is what differs."""
    return any(each.fact == "name" for each in found)
