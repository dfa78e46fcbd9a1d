"""Where units belong: in their branch, its area, and everything; week by week."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from feedback.reports.queries.places import list_neighbourhoods
from tests.factories import Factory
from tests.reports.worlds import WEEK


def test_a_unit_belongs_to_its_branch_the_branchs_area_and_everything(session: Session, make: Factory) -> None:
    province = make.unit(level="province")
    commune, other = make.unit(parent=province), make.unit(parent=province)
    office = make.unit(parent=commune)
    area = make.area(commune)
    found = list_neighbourhoods(session, WEEK.period)
    assert found[office.id] == found[commune.id] == (str(commune.id), str(area.id), "")
    assert found[other.id] == (str(other.id), "none", "")
    assert found[province.id] == (str(province.id), "none", "")


def test_of_two_areas_the_older_one_holds_it(session: Session, make: Factory) -> None:
    commune = make.unit(parent=make.unit(level="province"))
    first = make.area(commune)
    make.area(commune)
    assert list_neighbourhoods(session, WEEK.period)[commune.id][1] == str(first.id)


def test_only_units_of_the_period_are_neighbours(session: Session, make: Factory) -> None:
    gone = make.unit(valid_to=WEEK.monday + timedelta(days=2))
    new = make.unit(valid_from=WEEK.monday + timedelta(days=3))
    periods = (WEEK.shifted(-1).period, WEEK.period, WEEK.shifted(1).period)
    found = [set(list_neighbourhoods(session, period)) for period in periods]
    assert found == [{gone.id}, {gone.id, new.id}, {new.id}]
