"""`/may-tinh-bang`: the tablets of a unit, how they are, and what arrived from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from flask import render_template

from feedback.answers.pages.desk import pages
from feedback.answers.queries.tablets import completeness
from feedback.answers.rules.completeness import TabletBook
from feedback.collection_points.forms import ChangeForm
from feedback.collection_points.queries import tablets as queries
from feedback.collection_points.rules.tablets import (
    ASK_WORDS,
    ENDED,
    MANAGE_TABLETS,
    STATE_WORDS,
    STORAGE_FULL,
    VIEW_TABLETS,
    TabletState,
    clock_words,
    digits_of,
)
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import read_session
from feedback.organisation.queries import get_unit

SHOWN_DAYS = 14


@pages.get("/may-tinh-bang")
@allow(VIEW_TABLETS, MANAGE_TABLETS)
def tablet_list() -> str:
    """Every tablet by unit, with its book of today; below, those that were revoked."""
    now, session, units = clock.now(), read_session(), actor().units_for(VIEW_TABLETS)
    lines, today = queries.list_tablets(session, units), clock.local_day(now)
    near = {line.tablet.unit_id for line in lines}
    return render_template(
        "answers/tablets.html",
        groups=[(name, list(group)) for name, group in groupby(lines, key=lambda line: line.unit_name)],
        ended=queries.list_tablets(session, units, ended=True),
        books=_by_tablet(completeness(session, near, today, today, now=now)),
        states=STATE_WORDS,
        full=STORAGE_FULL,
        clock_words=clock_words,
        now=now,
        may_add=actor().may(MANAGE_TABLETS),
    )


def _by_tablet(books: Sequence[TabletBook]) -> dict[UUID, TabletBook]:
    return {book.tablet_id: book for book in books}


@pages.get("/may-tinh-bang/<uuid:tablet_id>")
@allow(VIEW_TABLETS, MANAGE_TABLETS)
def tablet(tablet_id: UUID) -> str:
    """One tablet: the six digits while it waits, its health, its book of two weeks, and what may be changed."""
    session, now = read_session(), clock.now()
    row = queries.get_tablet(session, tablet_id)
    require(VIEW_TABLETS, row.unit_id)
    today = clock.local_day(now)
    books = completeness(session, [row.unit_id], today - timedelta(days=SHOWN_DAYS - 1), today, now=now)
    may_manage = actor().may(MANAGE_TABLETS, row.unit_id)
    counters = [(each.id, each.name) for each in queries.list_unit_counters(session, row.unit_id)]
    change = ChangeForm(formdata=None, name=row.name, ask=row.ask, counter=str(row.counter_id or ""))
    change.offer(counters)
    return render_template(
        "answers/tablet.html",
        tablet=row,
        unit=get_unit(session, row.unit_id),
        counter=dict(counters).get(row.counter_id or 0, ""),
        book=_by_tablet(books).get(row.id),
        digits=digits_of(row.public_key, row.id) if row.state == TabletState.WAITING and row.public_key else "",
        states=STATE_WORDS,
        asks=ASK_WORDS,
        full=STORAGE_FULL,
        clock_words=clock_words,
        now=now,
        ended=row.state in ENDED,
        may_manage=may_manage,
        change=change,
    )
