"""The head reads plain comments of the own unit; serious ones are in no list, no filter and no count of theirs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from feedback.answers import actions, queries
from feedback.answers.queries import CommentFilter, get_comment_place, list_raw_units
from feedback.answers.queries.comments import serious_since
from feedback.foundation.clock import local_day
from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from tests.answers.samples import Place, a_counter, a_sheet

WORDS = ("gọi tôi 0900000001, chờ lâu", "Chị Hường đòi phong bì", "Chị Hường dễ thương")


@pytest.fixture
def places(session: Session, now: datetime, sealer: Sealer) -> list[Place]:
    """Two communes, each with the three comments."""
    found = [a_counter(session, now), a_counter(session, now, token="zzzzzzz2", name="Xã Mẫu Hai")]
    for index, place in enumerate(found):
        for number, words in enumerate(WORDS):
            sheet = a_sheet(place, now, 10 * index + number + 1)
            actions.hand_in(session, sheet=sheet, overall=1, now=now)
            actions.add_comment(
                session, sealer=sealer, unit_id=place.unit_id, sheet_id=sheet.id, comment=words, now=now
            )
    return found


def masked(session: Session, wanted: CommentFilter) -> set[str]:
    return {comment.masked for comment in queries.list_comments(session, wanted)}


def test_comments_are_masked_and_only_those_of_the_units_asked_for(session: Session, places: list[Place]):
    mine = CommentFilter({places[0].unit_id})
    assert masked(session, mine) == {"gọi tôi [số điện thoại], chờ lâu", WORDS[2]}
    assert queries.count_comments(session, mine) == 2
    assert queries.count_comments(session, None) == 4
    assert queries.list_comments(session, set()) == []
    (first, *_) = queries.list_comments(session, mine)
    assert (first.unit_name, first.counter_name) == ("Xã Mẫu Một", "Quầy số 1")


def test_serious_comments_are_listed_only_when_asked_for(session: Session, places: list[Place]):
    serious = CommentFilter({places[1].unit_id}, serious=True)
    assert masked(session, serious) == {WORDS[1]}
    assert queries.count_comments(session, serious) == 1
    for narrowed in (CommentFilter(None, topic="tieu_cuc"), CommentFilter(None, marked=True)):
        assert WORDS[1] not in masked(session, narrowed)


def test_comments_are_narrowed_by_topic_and_marks(session: Session, places: list[Place]):
    assert masked(session, CommentFilter(None, topic="thai_do")) == {WORDS[2]}
    assert masked(session, CommentFilter(None, marked=True)) == {WORDS[2]}
    assert masked(session, CommentFilter(None, topic="thoi")) == set()


def test_the_unit_of_a_comment_is_known(session: Session, places: list[Place]):
    (row,) = queries.list_comments(session, CommentFilter({places[0].unit_id}, serious=True))
    assert row.id is not None
    place = get_comment_place(session, row.id)
    assert (place.unit_id, place.serious) == (places[0].unit_id, True)
    with pytest.raises(NotFound):
        get_comment_place(session, UUID(int=99))


def test_units_with_sealed_words_and_new_serious_comments_are_found(
    session: Session, places: list[Place], now: datetime
):
    assert sorted(list_raw_units(session)) == sorted(place.unit_id for place in places)
    assert {unit for _, unit in serious_since(session, local_day(now))} == {place.unit_id for place in places}
