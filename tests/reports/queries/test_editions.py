from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.reports.actions import keep_edition
from feedback.reports.queries.editions import find_newest, list_weeks
from feedback.reports.rules.numbers import ScopeKind
from tests.reports.samples import CUT_OFF, numbers


def test_the_newest_edition_is_read_back_with_its_numbers(session: Session) -> None:
    for seed in (1, 2):
        keep_edition(session, actor=SYSTEM, now=CUT_OFF, numbers=numbers(seed))
    found = find_newest(session, "2026-W46", ScopeKind.UNIT, 1)
    assert found is not None
    assert (found.edition, found.numbers) == (2, numbers(2))


def test_another_scope_or_week_has_none(session: Session) -> None:
    keep_edition(session, actor=SYSTEM, now=CUT_OFF, numbers=numbers())
    assert find_newest(session, "2026-W46", ScopeKind.AREA, 1) is None
    assert find_newest(session, "2026-W45", ScopeKind.UNIT, 1) is None


def test_weeks_are_listed_newest_first(session: Session) -> None:
    for week in ("2026-W44", "2026-W46", "2026-W45"):
        keep_edition(session, actor=SYSTEM, now=CUT_OFF, numbers=replace(numbers(), week=week))
    assert list_weeks(session, 2) == ["2026-W46", "2026-W45"]
