"""How far a place reaches."""

from datetime import date

import pytest

from feedback.organisation.queries import (
    area_ids,
    area_subtree_ids,
    ids_with_predecessors,
    scope_ids,
    subtree_ids,
    unit_path,
)
from feedback.organisation.tables import UnitSuccession

OLD = {"generation": "old", "valid_from": None, "valid_to": date(2025, 6, 30)}


@pytest.fixture
def tree(session, make):
    """An old province with a district and its commune; today's province and commune after them; an agency below."""
    ids = {}
    ids["old province"] = make.unit("Tỉnh cũ", level="province", **OLD)
    ids["district"] = make.unit("Huyện cũ", level="district", parent=ids["old province"], **OLD)
    ids["old commune"] = make.unit("Xã cũ", parent=ids["district"], **OLD)
    ids["province"] = make.unit("Tỉnh", level="province")
    ids["commune"] = make.unit("Xã", parent=ids["province"])
    ids["other"] = make.unit("Xã khác", parent=ids["province"])
    ids["agency"] = make.unit("Phòng", level="agency", parent=ids["commune"])
    for old, new in (("old province", "province"), ("old commune", "commune")):
        session.add(
            UnitSuccession(
                old_unit_id=ids[old].id,
                new_unit_id=ids[new].id,
                effective=date(2025, 7, 1),
                legal_basis="",
                confidence="high",
            )
        )
    session.flush()
    return {name: unit.id for name, unit in ids.items()}


def named(tree, ids):
    return {name for name, unit_id in tree.items() if unit_id in ids}


def test_a_subtree_stays_in_its_generation(session, tree):
    assert named(tree, subtree_ids(session, tree["province"])) == {"province", "commune", "other", "agency"}
    assert named(tree, subtree_ids(session, tree["district"])) == {"district", "old commune"}


def test_predecessors_come_along_however_far_back(session, tree):
    assert named(tree, ids_with_predecessors(session, [tree["commune"]])) == {"commune", "old commune"}


def test_a_role_reaches_below_and_before_but_never_beside(session, tree):
    assert named(tree, scope_ids(session, tree["commune"])) == {"commune", "agency", "old commune"}


def test_the_province_reaches_every_file_there_ever_was(session, tree):
    assert named(tree, scope_ids(session, tree["province"])) == set(tree)


def test_an_area_reaches_its_communes_with_what_is_below_and_before(session, make, tree):
    area = make.area()
    assert area_ids(session, area.id) == frozenset()
    assert area_subtree_ids(session, area.id) == frozenset()
    with_commune = make.area(type("Row", (), {"id": tree["commune"]})())
    assert named(tree, area_subtree_ids(session, with_commune.id)) == {"commune", "agency", "old commune"}


def test_a_path_names_the_unit_from_the_root(session, tree):
    assert unit_path(session, tree["agency"]) == "Tỉnh / Xã / Phòng"
