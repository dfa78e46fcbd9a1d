"""What may be known of a code before and after it is used."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from feedback.answers.queries.codes import (
    code_days,
    file_traits,
    find_place,
    is_issued,
    kept_hash,
    list_sticker_days,
)
from feedback.answers.rules.codes import Kind, Lateness
from feedback.foundation.sealing import Sealer
from feedback.organisation.tables import UnitSetting
from feedback.records.tables import Record
from tests.answers.codes import FIELD, issue


def test_a_code_is_found_by_its_hash_alone(session: Session, sealer: Sealer, now: datetime):
    codes = issue(session, sealer, now)
    known = kept_hash(sealer, codes.stickers[0])
    place = find_place(session, known, codes.stickers[0])
    assert place is not None
    assert (place.kind, place.unit_id, place.unit_name, place.used) == (Kind.STICKER, codes.unit_id, "Xã Mẫu 1", False)
    assert find_place(session, kept_hash(sealer, "kmqb27xd9ftw4"), "kmqb27xd9ftw4") is None
    other_key = Sealer(b"o" * 32)
    assert find_place(session, kept_hash(other_key, codes.stickers[0]), codes.stickers[0]) is None
    assert (is_issued(session, known), is_issued(session, "00")) == (True, False)


def test_the_traits_of_a_file_are_its_field_and_how_late_it_is_at_that_moment(
    session: Session, sealer: Sealer, now: datetime
):
    codes = issue(session, sealer, now)
    late = file_traits(session, codes.record_id, now)
    assert (late.field, late.lateness) == (FIELD, Lateness.LATE_APOLOGISED)
    assert file_traits(session, codes.record_id, now - timedelta(days=2)).lateness is Lateness.ON_TIME
    record = session.get_one(Record, codes.record_id)
    record.stated_due_at, record.computed_due_at = None, now - timedelta(hours=1)
    session.flush()
    assert file_traits(session, codes.record_id, now).lateness is Lateness.LATE_APOLOGISED
    record.state = "withdrawn"
    session.flush()
    assert file_traits(session, codes.record_id, now).lateness is None


def test_printed_stickers_are_counted_by_unit_and_day_and_apologies_are_not(
    session: Session, sealer: Sealer, now: datetime
):
    first, second = issue(session, sealer, now), issue(session, sealer, now, day=date(2026, 11, 23), first=2)
    found = list_sticker_days(session, None)
    assert [(line.unit_id, line.day, line.printed) for line in found] == [
        (second.unit_id, date(2026, 11, 23), 3),
        (first.unit_id, date(2026, 11, 20), 3),
    ]
    assert [line.unit_id for line in list_sticker_days(session, {first.unit_id})] == [first.unit_id]


def test_days_come_from_the_nearest_setting(session: Session, sealer: Sealer, now: datetime):
    codes = issue(session, sealer, now)
    assert code_days(session, codes.unit_id) == 60
    session.add(UnitSetting(unit_id=None, key="one_time_code_days", value=30, source="QĐ mẫu"))
    session.flush()
    assert code_days(session, codes.unit_id) == 30
