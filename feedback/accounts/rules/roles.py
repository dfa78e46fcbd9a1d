"""The five roles and where each may be held."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from feedback.foundation.actors import Permission
from feedback.foundation.errors import Invalid

MANAGE_ACCOUNTS = Permission("accounts.manage")

OWN_UNIT_ONLY = frozenset({"apologies.sign", "answers.read_comments", "answers.call_backs", "reports.officers"})
"""What reaches no unit below: a notice is its own unit's head's to sign; a comment, a wish to be called and what was
answered for an officer its own unit's head's to read."""

ABOVE_ONLY = frozenset({"answers.read_serious"})
"""What reaches only units below: talk of bribery is read by nobody of the unit it is about, whatever else they hold."""

OF_THE_UNIT = frozenset({"officer", "head"})
"""Roles of a unit's own people."""


class Role(StrEnum):
    OFFICER = "officer"
    HEAD = "head"
    LEADER = "leader"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


ROLE_WORDS: Mapping[Role, str] = {
    Role.OFFICER: "cán bộ",
    Role.HEAD: "người đứng đầu",
    Role.LEADER: "lãnh đạo",
    Role.INSPECTOR: "thanh tra",
    Role.ADMINISTRATOR: "quản trị",
}
NEEDS_A_PLACE = frozenset({Role.OFFICER, Role.HEAD, Role.LEADER})


def check_place(role: Role, *, at_unit: bool, at_area: bool) -> None:
    """Whether the role may be held there; Invalid where not: an area signs nothing, so no head stands at one."""
    words = ROLE_WORDS[role]
    if at_unit and at_area:
        raise Invalid("Một vai trò chỉ giữ ở một nơi. Chọn đơn vị hoặc địa bàn, không chọn cả hai.")
    if role in NEEDS_A_PLACE and not (at_unit or at_area):
        raise Invalid(
            f"Vai trò {words} phải gắn với một nơi. Chọn đơn vị{' hoặc địa bàn' if role is Role.LEADER else ''}."
        )
    if at_area and role is not Role.LEADER:
        raise Invalid(f"Vai trò {words} không gắn với địa bàn được. Chọn đơn vị; chỉ lãnh đạo phụ trách địa bàn.")
