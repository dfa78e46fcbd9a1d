"""Which tasks a person ticks off, which end only with the deed itself, and how those of several units stand apart."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

FOR_LEADERS = "leader"

ENDS_WITH_ITS_DEED = frozenset({"apologies.sign", "apologies.sign_and_upload", "apologies.morning"})
"""Kinds closed by the deed they ask for (approving a notice, bringing the signed paper back, answering the morning
list): ticking one off by hand would hide a file that still owes its apology, or an approved one that never leaves."""


def ends_with_its_deed(kind: str) -> bool:
    """Whether a task of this kind cannot be ticked off by hand."""
    return kind in ENDS_WITH_ITS_DEED


class Waiting(Protocol):
    """A task as far as its place on the page asks for it."""

    @property
    def unit_id(self) -> int: ...
    @property
    def for_role(self) -> str: ...


AnyTask = TypeVar("AnyTask", bound=Waiting)


def by_place(tasks: Iterable[AnyTask]) -> list[tuple[int | None, list[AnyTask]]]:
    """Tasks by unit id, in the order each unit is first met; under None, before them, what is for the leaders above.

    Who looks after many units finds first what nobody else does; what a unit's own people do stands under its name.
    """
    groups: dict[int | None, list[AnyTask]] = {None: []}
    for task in tasks:
        groups.setdefault(None if task.for_role == FOR_LEADERS else task.unit_id, []).append(task)
    return [(place, found) for place, found in groups.items() if found]
