"""Tablets and stands of a week: their books now, and what arrived after the editions of the weeks before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from feedback.answers.queries.swapped import suspected_swaps
from feedback.answers.queries.tablets import completeness
from feedback.foundation.clock import local_day
from feedback.reports.queries.editions import find_newest
from feedback.reports.rules.numbers import Scope
from feedback.reports.rules.tablets import Halls, SwapLine, Told, late_arrivals, line_of
from feedback.reports.rules.weeks import Week

A_MOMENT = timedelta(seconds=1)


def get_halls(
    session: Session, scope: Scope, unit_ids: Collection[int], week: Week, as_of: datetime, cut_off: datetime
) -> Halls:
    """The week's books as they stand at `cut_off`, its days up to `as_of`; what came late of the four weeks before."""
    until = min(week.sunday, local_day(as_of - A_MOMENT))
    if until < week.monday:
        return Halls()
    books = completeness(session, unit_ids, week.monday, until, now=cut_off)
    earlier = week.period_before
    before = completeness(session, unit_ids, earlier.first, earlier.last, now=cut_off)
    return Halls(
        tablets=tuple(line_of(book) for book in books),
        late=late_arrivals((line_of(book) for book in before), _told(session, scope, week)),
        swaps=tuple(
            SwapLine(
                each.unit_id,
                each.unit_name,
                each.closed_name,
                each.open_name,
                each.days,
                each.answers,
                each.both_ways,
            )
            for each in suspected_swaps(session, unit_ids, week.monday, until)
        ),
    )


def _told(session: Session, scope: Scope, week: Week) -> list[Told]:
    """What the editions of the four weeks before told of the same scope."""
    found = [(past, find_newest(session, str(past), scope.kind, scope.id)) for past in week.before]
    return [
        Told(past.monday, past.sunday, edition.numbers.cut_off, edition.numbers.halls)
        for past, edition in found
        if edition is not None
    ]
