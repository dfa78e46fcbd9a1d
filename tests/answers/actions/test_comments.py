"""A comment is kept sealed, read masked, hidden further by a person, and its raw words go when their days are over."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers import actions
from feedback.answers.actions.comments import forget_raw, hide_place, keep_place, pass_up, release
from feedback.answers.tables import Comment
from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict, NotFound
from feedback.foundation.sealing import Sealer
from tests.answers.samples import Place, a_counter, a_sheet

Write = Callable[[str], Comment]


@pytest.fixture
def place(session: Session, now: datetime) -> Place:
    return a_counter(session, now)


@pytest.fixture
def write(session: Session, place: Place, now: datetime, sealer: Sealer) -> Write:
    """`write(words)` hands in a sheet with that comment and gives its row."""
    count = iter(range(1, 100))

    def add(words: str) -> Comment:
        sheet = a_sheet(place, now, next(count))
        actions.hand_in(session, sheet=sheet, overall=2, now=now)
        actions.add_comment(session, sealer=sealer, unit_id=place.unit_id, sheet_id=sheet.id, comment=words, now=now)
        return session.scalars(select(Comment).where(Comment.sheet_id == sheet.id)).one()

    return add


def test_a_comment_is_sealed_and_masked_and_a_resend_is_no_second_one(
    session: Session, place: Place, now: datetime, sealer: Sealer
):
    sheet = a_sheet(place, now)
    actions.hand_in(session, sheet=sheet, overall=2, now=now)
    at = {"unit_id": place.unit_id, "sheet_id": sheet.id, "sealer": sealer, "now": now}
    written = "Gọi tôi 0900000001 nhé 🙂"
    for _ in range(2):
        actions.add_comment(session, **at, comment=written)
    row = session.scalars(select(Comment)).one()
    assert row.masked == "Gọi tôi [số điện thoại] nhé 🙂"
    assert row.sealed is not None
    assert b"0900" not in row.sealed
    assert sealer.open(row.sealed, belongs_to=f"comment/{row.id}/sealed").decode() == written
    assert unicodedata.is_normalized("NFC", row.masked)


def test_a_sheet_takes_three_comments(session: Session, place: Place, now: datetime, sealer: Sealer):
    sheet = a_sheet(place, now)
    actions.hand_in(session, sheet=sheet, overall=2, now=now)
    at = {"unit_id": place.unit_id, "sheet_id": sheet.id, "sealer": sealer, "now": now}
    for number in range(3):
        actions.add_comment(session, **at, comment=f"Lời {number}")
    with pytest.raises(Conflict, match="ba lời nhắn"):
        actions.add_comment(session, **at, comment="Lời nữa")
    actions.add_comment(session, **at, comment="Lời 1")


def test_nothing_can_be_written_to_a_sheet_that_was_never_tapped(
    session: Session, place: Place, now: datetime, sealer: Sealer
):
    with pytest.raises(NotFound, match="chọn một khuôn mặt"):
        actions.add_comment(
            session, sealer=sealer, unit_id=place.unit_id, sheet_id=UUID(int=9), comment="Chào", now=now
        )


def test_what_is_marked_and_what_is_serious_is_kept_with_it(write: Write):
    row = write("Chị Hường đòi phong bì")
    assert (row.marks, row.topics, row.serious) == ([[4, 9, "name"]], ["tieu_cuc"], ["nhung_nhieu"])


def test_a_marked_name_is_hidden_for_good_and_it_is_noted(session: Session, write: Write, now: datetime):
    row = write("Chị Hường và anh Tuấn chậm")
    at = {"actor": SYSTEM, "now": now, "comment_id": row.id, "start": 4, "end": 9}
    hide_place(session, **at)
    assert row.masked == "Chị [đã che] và anh Tuấn chậm"
    assert [row.masked[start:end] for start, end, _ in row.marks] == ["Tuấn"]
    with pytest.raises(Conflict, match="đã được xem"):
        hide_place(session, **at)
    note = session.scalars(select(AuditNote).where(AuditNote.verb == "comment.hide")).one()
    assert note.unit_id == row.unit_id
    assert "Hường" not in str(vars(note))


def test_a_mark_that_is_no_name_is_taken_away(session: Session, write: Write, now: datetime):
    row = write("Chị Hường chậm")
    keep_place(session, actor=SYSTEM, now=now, comment_id=row.id, start=4, end=9)
    assert (row.masked, row.marks) == ("Chị Hường chậm", [])


def test_a_comment_goes_up_and_comes_back_and_its_unit_reads_of_neither(session: Session, write: Write, now: datetime):
    row = write("chậm quá")
    pass_up(session, actor=SYSTEM, now=now, comment_id=row.id)
    assert row.serious == ["chuyen_len"]
    with pytest.raises(NotFound):
        pass_up(session, actor=SYSTEM, now=now, comment_id=row.id)
    release(session, actor=SYSTEM, now=now, comment_id=row.id)
    assert row.serious == []
    with pytest.raises(Conflict):
        release(session, actor=SYSTEM, now=now, comment_id=row.id)
    notes = {
        note.verb: note.unit_id
        for note in session.scalars(select(AuditNote).where(AuditNote.verb.startswith("comment.")))
    }
    assert notes == {"comment.pass_up": row.unit_id, "comment.release": None}


def test_raw_words_go_when_their_days_are_over_and_the_masked_ones_stay(
    session: Session, write: Write, place: Place, now: datetime
):
    row = write("gọi 0900000001")
    day = row.received_day
    assert forget_raw(session, unit_id=place.unit_id, before=day) == 0
    assert forget_raw(session, unit_id=place.unit_id + 1, before=day + timedelta(days=1)) == 0
    assert forget_raw(session, unit_id=place.unit_id, before=day + timedelta(days=1)) == 1
    session.refresh(row)
    assert (row.sealed, row.masked) == (None, "gọi [số điện thoại]")
    assert forget_raw(session, unit_id=place.unit_id, before=day + timedelta(days=1)) == 0
