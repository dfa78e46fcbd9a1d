"""Loading the catalogue."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.organisation.rules import Outcome
from feedback.procedures import actions
from feedback.procedures.queries import get_by_code, limit_of
from feedback.procedures.rules import read_procedures
from feedback.procedures.tables import Procedure
from feedback.working_calendar.rules import LimitKind, TimeLimit

HEADING = "code,name,field,working_days,same_day\n"


def load_reference(session, now):
    return actions.load_reference_procedures(session, actor=SYSTEM, now=now)


def load(session, now, rows):
    return actions.load_procedures(session, actor=SYSTEM, now=now, lines=read_procedures(HEADING + rows))


def test_loading_again_changes_nothing_and_notes_nothing(session, now):
    for outcome in (Outcome.NEW, Outcome.UNCHANGED):
        assert Counter(change.outcome for change in load_reference(session, now)) == {outcome: 128}
    assert session.scalar(select(func.count(Procedure.id))) == 128
    assert session.scalar(select(func.count(AuditNote.id))) == 1


def test_a_shortened_limit_shows_as_a_change_in_words(session, now, make):
    make.procedure("1.000720", name="Thủ tục A", field="Hộ tịch", limit_amount=3, portal_number="3")
    (change,) = load(session, now, "1.000720,Thủ tục A,Hộ tịch,2,0\n")
    assert change.outcome is Outcome.CHANGED
    assert {each.fact: (each.before, each.after) for each in change.differences} == {
        "limit": ("3 ngày làm việc", "2 ngày làm việc"),
        "portal_number": ("3", "—"),
    }
    assert limit_of(get_by_code(session, "1.000720")) == TimeLimit(LimitKind.WORKING_DAYS, 2)


def test_a_new_name_shows_as_a_rename(session, now, make):
    make.procedure("1.000720", name="Thủ tục A", field="Hộ tịch")
    (change,) = load(session, now, "1.000720,Thủ tục B,Hộ tịch,3,0\n")
    assert change.outcome is Outcome.RENAMED
    assert get_by_code(session, "1.000720").name_folded == "thu tuc b"


def test_the_reference_leaves_a_provinces_own_limits_alone(session, now):
    load_reference(session, now)
    procedure = get_by_code(session, "1.004873")
    load(session, now, f"1.004873,{procedure.name},Hộ tịch,2,0\n")
    changes = load_reference(session, now)
    assert {change.outcome for change in changes} == {Outcome.UNCHANGED}
    assert limit_of(get_by_code(session, "1.004873")).amount == 2
