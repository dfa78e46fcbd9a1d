"""Counting sheets: channels, courtesies and factors by the questions each sheet was asked."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from feedback.answers.tables import Sheet
from feedback.foundation.clock import at_local
from feedback.reports.queries.answers import get_details, get_labels, list_answers
from feedback.scoring.rules.shares import Share, YesNo
from tests.factories import Factory
from tests.reports.worlds import CUT_OFF, WEEK, Worlds


def add(session: Session, worlds: Worlds, unit_id: int, **changes: Any) -> None:
    row = worlds.sheet(random.Random(str(changes)), unit_id) | {"observed_day": WEEK.monday, "items": {}, "flags": []}
    row |= {"first_at": at_local(WEEK.monday), "last_at": at_local(WEEK.monday)}
    session.execute(insert(Sheet), [row | changes])


def test_each_item_is_counted_under_its_factor_and_unsure_apart(session: Session, make: Factory) -> None:
    worlds, unit = Worlds(session, make), make.unit()
    add(session, worlds, unit.id, channel="qr", overall=5, items={"f27": 5, "f31": 2, "xin_chao": "yes", "late": "no"})
    add(session, worlds, unit.id, channel="tablet", overall=2, items={"f28": 4, "xin_chao": "unsure"})
    add(session, worlds, unit.id, channel="qr", overall=3, items={"xin_chao": "no"})
    found = get_details(session, [unit.id], WEEK.period, CUT_OFF, get_labels(session))[unit.id]
    assert found.channels == {"qr": Share(1, 2), "tablet": Share(0, 1)}
    assert found.courtesies == {"xin_chao": YesNo(1, 1, 1)}
    assert found.factors == {"procedure": Share(2, 2), "officer": Share(0, 1)}


def test_who_answers_several_items_of_a_factor_is_one_person(session: Session, make: Factory) -> None:
    worlds, unit = Worlds(session, make), make.unit()
    add(session, worlds, unit.id, overall=5, items={"f27": 5, "f28": 2, "f29": 4, "f31": 0})
    found = get_details(session, [unit.id], WEEK.period, CUT_OFF, get_labels(session))[unit.id]
    assert found.factors["procedure"] == Share(2, 3)
    assert (found.people_of("procedure"), found.people_of("officer")) == (1, 0)


def test_labels_are_the_words_of_the_form_in_its_order(session: Session, make: Factory) -> None:
    assert get_labels(session).courtesies == {}
    Worlds(session, make)
    labels = get_labels(session)
    assert list(labels.courtesies.values())[:2] == ["Xin chào", "Xin lỗi"]
    assert (len(labels.courtesies), len(labels.factors)) == (8, 5)


def test_only_days_of_the_period_count_and_only_what_had_come_by_the_cut_off(session: Session, make: Factory) -> None:
    worlds, unit = Worlds(session, make), make.unit()
    for days in (-1, 0, 6, 7):
        day = WEEK.monday + timedelta(days=days)
        add(session, worlds, unit.id, observed_day=day, first_at=at_local(day), channel=f"c{days}")
    late: datetime = CUT_OFF + timedelta(hours=1)
    add(session, worlds, unit.id, observed_day=WEEK.sunday, first_at=late, channel="late", flags=["too_old"])
    assert len(list_answers(session, [unit.id], WEEK.period, CUT_OFF)) == 2
    after = list_answers(session, [unit.id], WEEK.period, late)
    assert sorted(answer.flagged for answer in after) == [False, False, True]
