"""The reference data that ships with the product."""

import csv
import shutil
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from feedback.foundation.actors import SYSTEM
from feedback.organisation.actions import load_reference
from feedback.organisation.actions.reference import DATA
from feedback.organisation.queries import (
    get_area,
    get_unit_at,
    list_area_units,
    list_predecessors,
    list_prefixes,
    list_units,
    scope_ids,
    unit_path,
)
from feedback.organisation.rules import Outcome
from feedback.organisation.tables import Area, AreaUnit, Unit, UnitPrefix, UnitSuccession

TODAY = date(2026, 11, 20)
TABLES = (Unit, UnitSuccession, Area, AreaUnit, UnitPrefix)


def sizes(session):
    return [session.scalar(select(func.count()).select_from(table)) for table in TABLES]


@pytest.fixture
def loaded(session, now):
    return load_reference(session, actor=SYSTEM, now=now)


def test_every_row_of_the_files_is_loaded_once(session, now, loaded):
    assert {change.outcome for change in loaded} == {Outcome.NEW}
    first = sizes(session)
    again = load_reference(session, actor=SYSTEM, now=now)
    assert {change.outcome for change in again} == {Outcome.UNCHANGED}
    assert sizes(session) == first
    assert first[0] == 372


def test_the_province_holds_78_communes_today_and_18_districts_before(session, loaded):
    province = get_unit_at(session, "44", TODAY)
    communes = list_units(session, TODAY, level="commune")
    assert Counter(unit.kind for unit in communes) == {"xã": 69, "phường": 8, "đặc khu": 1}
    assert {unit.parent_id for unit in communes} == {province.id}
    assert list_units(session, TODAY, level="district") == []
    assert len(list_units(session, date(2025, 6, 30), level="district")) == 18
    assert len(scope_ids(session, province.id)) == 372


def test_an_old_commune_hangs_below_its_district(session, loaded):
    old = get_unit_at(session, "19333@2025-06-30", TODAY)
    assert unit_path(session, old.id) == "Tỉnh Quảng Trị / Thành phố Đông Hà / Phường 1"


def test_a_commune_knows_what_it_was_made_of(session, loaded):
    before = list_predecessors(session, get_unit_at(session, "19333", TODAY).id)
    assert "Phường 1" in {unit.name for unit in before}
    assert len(before) == 5


def test_each_former_district_is_an_area_of_todays_communes(session, loaded):
    area = get_area(session, "DB470")
    assert area.name == "Địa bàn huyện Hải Lăng cũ"
    assert "Xã Hải Lăng" in {unit.name for unit in list_area_units(session, area.id)}
    assert [unit.code for unit in list_area_units(session, get_area(session, "DB471").id)] == ["19742"]
    members = session.scalar(select(func.count()).select_from(AreaUnit))
    assert members == 78


def test_prefixes_name_todays_units(session, loaded):
    assert list_prefixes(session)["H50.41.01"] == get_unit_at(session, "19702", TODAY).id


def test_a_rename_and_a_new_row_show_as_changes(session, now, loaded, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    with (folder / "units.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    hai_lang = next(row for row in rows if row["code"] == "19702" and row["generation"].startswith("new"))
    rows.append(hai_lang | {"code": "19999", "name": "Xã Mới Lập"})
    hai_lang["name"] = "Xã Hải Lăng Mới"
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    changes = load_reference(session, actor=SYSTEM, now=now, folder=folder)
    told = {
        change.label.split(" (")[0]: change.outcome for change in changes if change.outcome is not Outcome.UNCHANGED
    }
    assert told == {"Xã Hải Lăng Mới": Outcome.RENAMED, "Xã Mới Lập": Outcome.NEW}
    assert get_unit_at(session, "19702", TODAY).name == "Xã Hải Lăng Mới"


def test_an_administrators_area_and_prefix_survive_a_reload(session, now, loaded):
    area = get_area(session, "DB470")
    area.name = "Địa bàn phía nam"
    session.delete(session.scalars(select(AreaUnit).where(AreaUnit.area_id == area.id)).first())
    prefix = session.get(UnitPrefix, "H50.41.01")
    prefix.unit_id = get_unit_at(session, "44", TODAY).id
    session.flush()
    members = len(list_area_units(session, area.id))
    load_reference(session, actor=SYSTEM, now=now)
    assert area.name == "Địa bàn phía nam"
    assert len(list_area_units(session, area.id)) == members
    assert list_prefixes(session)["H50.41.01"] == get_unit_at(session, "44", TODAY).id
