"""Today's units in place of those that are gone, by day."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from feedback.organisation.queries.successors import list_successors_on, successor_names
from feedback.organisation.tables import UnitSuccession
from tests.factories import Factory

BEFORE, TODAY = date(2025, 6, 30), date(2026, 11, 20)
OLD = {"generation": "old", "valid_from": None, "valid_to": BEFORE}


def succeed(session: Session, old: int, *new: int) -> None:
    for unit in new:
        row = UnitSuccession(
            old_unit_id=old, new_unit_id=unit, effective=date(2025, 7, 1), legal_basis="NQ", confidence="high"
        )
        session.add(row)
    session.flush()


def test_a_unit_speaks_for_itself_until_it_is_gone(session: Session, make: Factory):
    old, new, other = make.unit("Xã Cũ", **OLD), make.unit("Xã Mới"), make.unit("Xã Khác")
    succeed(session, old.id, new.id)
    ids = [old.id, new.id, other.id]
    assert list_successors_on(session, ids, BEFORE) == {each: (each,) for each in ids}
    assert list_successors_on(session, ids, TODAY) == {old.id: (new.id,), new.id: (new.id,), other.id: (other.id,)}
    assert successor_names(session, ids, TODAY) == {old.id: "Xã Mới"}
    assert successor_names(session, [], TODAY) == {}


def test_a_divided_unit_has_all_its_successors(session: Session, make: Factory):
    old, first, second = make.unit("Xã Cũ", **OLD), make.unit("Xã Bắc"), make.unit("Xã Nam")
    succeed(session, old.id, first.id, second.id)
    assert successor_names(session, [old.id], TODAY) == {old.id: "Xã Bắc, Xã Nam"}
