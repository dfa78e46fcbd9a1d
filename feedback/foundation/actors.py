"""Who acts: a person signed in, or the system itself. Every action takes its actor as an argument."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NewType

Permission = NewType("Permission", str)
"""A plain word such as `apologies.sign`; each slice's rules list their own."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Permissions over some units. `unit_ids` None means every unit there is."""

    permissions: frozenset[Permission]
    unit_ids: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Actor:
    """`account_id` is None for the system and for anonymous visitors."""

    name: str
    account_id: int | None = None
    grants: tuple[Grant, ...] = field(default=())
    login: str = ""
    all_powerful: bool = False

    @property
    def id(self) -> int | None:
        return self.account_id

    @property
    def signed_in(self) -> bool:
        return self.account_id is not None

    def units_for(self, permission: Permission) -> frozenset[int] | None:
        """The ids of the units where this actor holds the permission; None stands for all units."""
        units: set[int] = set()
        if self.all_powerful:
            return None
        for grant in self.grants:
            if permission in grant.permissions:
                if grant.unit_ids is None:
                    return None
                units |= grant.unit_ids
        return frozenset(units)

    def may(self, permission: Permission, unit_id: int | None = None) -> bool:
        """Whether the permission is held at that unit (or, without one, anywhere). Default: no."""
        units = self.units_for(permission)
        if units is None:
            return True
        return bool(units) if unit_id is None else unit_id in units


ANONYMOUS = Actor(name="khách")
SYSTEM = Actor(name="hệ thống", all_powerful=True)
