"""Counts equal a recount, and nothing a query gives leads from a sheet to its score."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from feedback.answers import actions, queries
from feedback.answers.rules.sheets import Flag, Value
from tests.answers.samples import Place, a_counter, a_sheet

DAY = date(2026, 11, 20)


@pytest.fixture
def place(session: Session, now: datetime) -> Place:
    return a_counter(session, now)


def answered(session: Session, place: Place, now: datetime, number: int, face: int, **more: object) -> None:
    items: dict[str, Value] = more.pop("items", {})  # type: ignore[assignment]
    actions.hand_in(session, sheet=a_sheet(place, now, number, **more), overall=face, now=now, items=items)


def test_counts_are_by_unit_and_channel_with_each_item_and_factor_its_own_n(
    session: Session, place: Place, now: datetime
):
    answered(session, place, now, 1, 5, items={"xin_chao": "yes", "f24": 5, "f25": 3, "late": "no"})
    answered(session, place, now, 2, 2, items={"xin_chao": "unsure", "f27": 4, "late": "yes"}, flags=(Flag.TOO_OLD,))
    answered(session, place, now, 3, 4, channel="tablet", items={"xin_chao": "no"})
    actions.hand_in(session, sheet=a_sheet(place, now, 2), overall=1, now=now)
    qr, tablet = queries.week_counts(session, {place.unit_id}, DAY, DAY)
    assert (qr.channel, qr.n, qr.corrected, tablet.channel, tablet.n) == ("qr", 2, 1, "tablet", 1)
    assert qr.levels == {5: 1, 1: 1}
    assert qr.courtesy == {"xin_chao": {"yes": 1, "unsure": 1}}
    assert qr.items == {"f24": {5: 1}, "f25": {3: 1}, "f27": {4: 1}}
    assert qr.factors == {"access": {5: 1, 3: 1}, "procedure": {4: 1}}
    assert qr.late == {"no": 1, "yes": 1}
    assert qr.flags == {"too_old": 1}


def test_days_are_days_in_viet_nam_and_both_ends_belong_to_the_week(session: Session, place: Place, now: datetime):
    evening = datetime.fromisoformat("2026-11-15T17:30:00+00:00")
    answered(session, place, evening, 1, 5)
    answered(session, place, evening - timedelta(hours=1), 2, 5)
    answered(session, place, datetime.fromisoformat("2026-11-22T16:59:00+00:00"), 3, 5)
    (counts,) = queries.week_counts(session, None, date(2026, 11, 16), date(2026, 11, 22))
    assert counts.n == 2


def test_other_units_are_left_out(session: Session, place: Place, now: datetime):
    other = a_counter(session, now, token="zzzzzzz2", name="Xã Mẫu Hai")
    answered(session, place, now, 1, 5)
    answered(session, other, now, 2, 1)
    assert [each.unit_id for each in queries.week_counts(session, {other.unit_id}, DAY, DAY)] == [other.unit_id]
    assert queries.week_counts(session, set(), DAY, DAY) == []


def test_a_sheet_is_found_only_after_its_first_tap_and_tells_no_answer(session: Session, place: Place, now: datetime):
    sheet = a_sheet(place, now)
    assert queries.find_sheet(session, place.unit_id, sheet.id) is None
    answered(session, place, now, 1, 5)
    state = queries.find_sheet(session, place.unit_id, sheet.id)
    assert state == queries.SheetState(place.version_id, 0, sheet.receipt)


def test_a_receipt_is_counted_or_unknown(session: Session, place: Place, now: datetime):
    answered(session, place, now, 1, 5)
    assert queries.is_counted(session, f"{1:013d}")
    assert not queries.is_counted(session, f"{2:013d}")
