"""Invented units: in a tree of their own, marked, made once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.organisation.actions.sample import SAMPLE_SOURCE, SampleUnit, add_sample_area, add_sample_units
from feedback.organisation.tables import Area, AreaUnit, Unit

SINCE = date(2025, 7, 1)
UNITS = (
    SampleUnit("MAU", "Tỉnh Mẫu", "tỉnh", "province"),
    SampleUnit("MAU01", "Xã Mẫu Một", "xã", "commune", "MAU"),
)


def test_sample_units_are_marked_and_stand_in_their_own_tree(session: Session):
    ids = add_sample_units(session, units=UNITS, since=SINCE)
    commune = session.get_one(Unit, ids["MAU01"])
    assert commune.is_sample
    assert commune.source == SAMPLE_SOURCE
    assert commune.parent_id == ids["MAU"]
    assert session.get_one(Unit, ids["MAU"]).parent_id is None


def test_adding_them_again_adds_nothing(session: Session):
    assert add_sample_units(session, units=UNITS, since=SINCE) == add_sample_units(session, units=UNITS, since=SINCE)


def test_the_sample_area_holds_its_communes_and_is_made_once(session: Session):
    ids = add_sample_units(session, units=UNITS, since=SINCE)
    area_id = add_sample_area(session, code="MAU-DB", name="Địa bàn Mẫu", unit_ids=[ids["MAU01"]])
    assert add_sample_area(session, code="MAU-DB", name="Địa bàn Mẫu", unit_ids=[ids["MAU01"]]) == area_id
    assert session.get_one(Area, area_id).is_sample
    assert session.scalars(select(AreaUnit.unit_id).where(AreaUnit.area_id == area_id)).all() == [ids["MAU01"]]
