from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.reports.actions import keep_edition
from feedback.reports.queries.editions import find_newest, list_weeks
from feedback.reports.rules.numbers import ScopeKind, sha256, to_json
from feedback.reports.tables import Edition
from tests.reports.samples import CUT_OFF, numbers


def test_the_same_numbers_read_later_are_the_same_edition(session: Session) -> None:
    first = keep_edition(session, actor=SYSTEM, now=CUT_OFF, numbers=numbers())
    later = replace(numbers(), cut_off=CUT_OFF + timedelta(hours=3))
    again = keep_edition(session, actor=SYSTEM, now=CUT_OFF + timedelta(hours=3), numbers=later)
    assert again == first
    assert again.numbers.cut_off == CUT_OFF


def test_other_numbers_are_a_new_edition_and_the_old_one_stays(session: Session) -> None:
    first = keep_edition(session, actor=SYSTEM, now=CUT_OFF, numbers=numbers(1))
    second = keep_edition(session, actor=SYSTEM, now=CUT_OFF, numbers=numbers(2), late=True)
    assert (first.edition, second.edition, second.late) == (1, 2, True)
    assert find_newest(session, "2026-W46", ScopeKind.UNIT, 1) == second
    assert list_weeks(session, 5) == ["2026-W46"]


def test_the_hash_is_that_of_the_stored_numbers(session: Session) -> None:
    kept = keep_edition(session, actor=SYSTEM, now=CUT_OFF, numbers=numbers(3, 5))
    session.expire_all()
    row = session.scalars(select(Edition)).one()
    assert sha256(row.numbers) == row.sha256 == kept.sha256
    assert row.numbers == to_json(numbers(3, 5))


def test_making_an_edition_is_noted(session: Session) -> None:
    keep_edition(session, actor=SYSTEM, now=CUT_OFF, numbers=numbers())
    session.flush()
    assert session.scalars(select(AuditNote.verb)).all() == ["report.make"]
