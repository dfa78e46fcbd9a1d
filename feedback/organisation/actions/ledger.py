"""A load's book-keeping: each row put once, its outcome noted."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from feedback.foundation.database import Base
from feedback.foundation.errors import Refused
from feedback.organisation.rules.changes import Change, Difference, Outcome, differences, is_rename

R = TypeVar("R", bound=Base)


class Ledger:
    """Collects the changes of one load, in the order they were made."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.changes: list[Change] = []
        self._told: dict[tuple[str, Base], int | None] = {}

    def put(
        self,
        kind: type[R],
        found: R | None,
        *,
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        sheet: str,
        row: int | None,
        label: str,
    ) -> R:
        """Make the row from key and values, or bring the found one to the values; note which of the two it was.

        Refused where an earlier row of the same sheet told the same thing otherwise: every reload would change it back
        and forth.
        """
        if found is None:
            made = kind(**key, **values)
            self.session.add(made)
            self.session.flush()
            self._told[sheet, made] = row
            self.note(sheet, row, label, Outcome.NEW)
            return made
        changed = differences({name: getattr(found, name) for name in values}, values)
        earlier = self._told.setdefault((sheet, found), row)
        if changed and row is not None and earlier is not None and earlier != row:
            raise Refused(f"Dòng {earlier} cũng ghi mục này, với nội dung khác. Giữ một dòng, xóa dòng kia.")
        for name, value in values.items():
            setattr(found, name, value)
        outcome = Outcome.RENAMED if is_rename(changed) else Outcome.CHANGED if changed else Outcome.UNCHANGED
        self.note(sheet, row, label, outcome, changed)
        return found

    def note(
        self, sheet: str, row: int | None, label: str, outcome: Outcome, changed: tuple[Difference, ...] = ()
    ) -> None:
        self.changes.append(Change(sheet, row, label, outcome, changed))

    def error(self, sheet: str, row: int | None, message: str, label: str = "") -> None:
        self.changes.append(Change(sheet, row, label, Outcome.ERROR, message=message))

    def counts(self) -> dict[str, int]:
        """Outcome → how many rows."""
        return dict(Tally(change.outcome.value for change in self.changes))

    @property
    def worth_noting(self) -> list[Change]:
        """Everything but the unchanged rows."""
        return [change for change in self.changes if change.outcome is not Outcome.UNCHANGED]
