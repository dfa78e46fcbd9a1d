"""Loading and editing the calendar."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Invalid
from feedback.organisation.rules import Change, Outcome
from feedback.working_calendar import actions
from feedback.working_calendar.queries import calendar_for, count_days, find_day, list_hours, list_years
from feedback.working_calendar.rules.reading import CalendarLine
from feedback.working_calendar.tables import CalendarDay

HEADING = "date,name,kind,is_working_day,pair_date,sessions,status,source\n"
CULTURE_DAY = date(2026, 11, 24)
AS_OFFICIAL = "2026-11-24,Ngày Văn hóa Việt Nam,holiday,0,,,official,NQ 28/2026/QH16\n"


def load_reference(session: Session, now: Any) -> list[Change]:
    return actions.load_reference_calendar(session, actor=SYSTEM, now=now)


def load(session: Session, now: Any, rows: str) -> list[Change]:
    return actions.load_calendar(session, actor=SYSTEM, now=now, text=HEADING + rows)


def outcomes(changes: list[Change]) -> dict[Outcome, int]:
    return Counter(change.outcome for change in changes)


def test_loading_again_changes_nothing_and_notes_nothing(session, now):
    assert outcomes(load_reference(session, now)) == {Outcome.NEW: 77}
    stamps = [(year.year, year.stamp) for year in list_years(session)]
    assert outcomes(load_reference(session, now)) == {Outcome.UNCHANGED: 77}
    assert count_days(session) == 77
    assert [(year.year, year.stamp) for year in list_years(session)] == stamps
    assert len(session.scalars(select(AuditNote)).all()) == 1


def test_the_years_of_the_file_are_loaded_and_2027_awaits_its_notice(session, now):
    load_reference(session, now)
    assert {year.year: year.provisional for year in list_years(session)} == {
        2023: False,
        2024: False,
        2025: False,
        2026: False,
        2027: True,
    }


def test_a_confirmed_day_shows_as_a_change_and_no_longer_unsettles(session, now):
    load_reference(session, now)
    (change,) = load(session, now, AS_OFFICIAL)
    assert change.outcome is Outcome.CHANGED
    assert {each.fact: (each.before, each.after) for each in change.differences}["status"] == (
        "provisional",
        "official",
    )
    calendar = calendar_for(session)
    assert CULTURE_DAY not in calendar.uncertain_days(calendar.first_minute, calendar.last_minute)


def test_the_reference_never_writes_over_what_an_administrator_loaded_or_set(session, now):
    load_reference(session, now)
    load(session, now, AS_OFFICIAL)
    line = CalendarLine(date(2026, 11, 23), "swapped_day_off", "Nghỉ hoán đổi", False, pair_date=date(2026, 11, 28))
    actions.set_day(session, actor=SYSTEM, now=now, line=line)
    assert outcomes(load_reference(session, now)) == {Outcome.UNCHANGED: 77}
    kept = find_day(session, CULTURE_DAY, None)
    assert kept is not None
    assert (kept.status, kept.origin) == ("official", "file")
    assert not calendar_for(session).is_working_day(date(2026, 11, 23))


def test_a_wrong_file_loads_nothing(session, now):
    load_reference(session, now)
    with pytest.raises(Invalid, match="dòng 3"):
        load(session, now, AS_OFFICIAL + "2026-11-25,Lễ,festival,0,,,official,x\n")
    kept = find_day(session, CULTURE_DAY, None)
    assert kept is not None
    assert kept.status == "provisional"


def test_a_single_day_of_an_unknown_year_is_refused(session, now):
    load_reference(session, now)
    with pytest.raises(Invalid, match="lịch năm 2028 chưa đủ"):
        load(session, now, "2028-09-02,Quốc khánh,holiday,0,,,law-derived,BLLĐ\n")
    with pytest.raises(Invalid, match="Lịch năm 2028 chưa được nạp"):
        actions.set_day(
            session, actor=SYSTEM, now=now, line=CalendarLine(date(2028, 9, 2), "holiday", "Quốc khánh", False)
        )


def test_a_whole_new_year_is_loaded_from_its_file(session, now):
    load_reference(session, now)
    load(session, now, "2028-01-01,Tết Dương lịch,holiday,0,,,law-derived,BLLĐ\n")
    assert calendar_for(session).years[-1] == 2028


def test_a_day_off_made_ordinary_again_is_worked_and_stays_so(session, now):
    load_reference(session, now)
    line = CalendarLine(CULTURE_DAY, "ordinary_day", "Làm việc bình thường", True, source="CV 1")
    change = actions.set_day(session, actor=SYSTEM, now=now, line=line)
    assert change.outcome is Outcome.CHANGED
    load_reference(session, now)
    assert calendar_for(session).is_working_day(CULTURE_DAY)


def test_confirming_the_days_in_lieu_settles_the_year(session, now):
    load_reference(session, now)
    for day in (date(2027, 2, 4), date(2027, 2, 10)):
        line = CalendarLine(day, "compensatory_day_off", "Nghỉ bù Tết", False, status="official", source="TB 2027")
        actions.set_day(session, actor=SYSTEM, now=now, line=line)
    assert not next(year for year in list_years(session) if year.year == 2027).provisional


def test_a_units_own_day_is_its_own(session, now, make):
    load_reference(session, now)
    unit, other = make.unit(), make.unit()
    line = CalendarLine(date(2026, 10, 9), "half_day", "Hội nghị", True, sessions="07:00-11:30")
    actions.set_day(session, actor=SYSTEM, now=now, line=line, unit_id=unit.id)
    assert calendar_for(session, unit.id).sessions_on(date(2026, 10, 9)) == ((420, 690),)
    assert len(calendar_for(session, other.id).sessions_on(date(2026, 10, 9))) == 2


def test_hours_are_set_changed_and_noted(session, now, make):
    load_reference(session, now)
    unit = make.unit()
    for sessions in ("07:30-11:30", "7h00-11h00"):
        actions.set_office_hours(session, actor=SYSTEM, now=now, weekday=5, sessions=sessions, unit_id=unit.id)
    (row,) = list_hours(session, unit.id)
    assert row.sessions == "07:00-11:00"
    last = session.scalars(select(AuditNote).order_by(AuditNote.id.desc())).first()
    assert last is not None
    assert (last.verb, last.detail["before"], last.detail["after"]) == (
        "calendar.set_hours",
        "07:30-11:30",
        "07:00-11:00",
    )
    with pytest.raises(Invalid, match="Thứ trong tuần"):
        actions.set_office_hours(session, actor=SYSTEM, now=now, weekday=7, sessions="")


def test_the_same_holiday_cannot_stand_twice_for_everybody(session, now):
    load_reference(session, now)
    twin = {"kind": "holiday", "name": "Quốc khánh", "is_working": False, "status": "official"}
    session.add(CalendarDay(day=date(2026, 9, 2), unit_id=None, sessions=None, pair_date=None, **twin))
    with pytest.raises(IntegrityError):
        session.flush()
