"""Reading the book."""

from datetime import timedelta

import pytest

from feedback.audit.actions import note
from feedback.audit.queries import NoteFilter, count_notes, list_notes, list_verbs
from feedback.foundation.actors import SYSTEM, Actor

EVERYWHERE = NoteFilter(unit_ids=None)


@pytest.fixture
def book(session, now):
    """Five notes: units 1, 2, 1, none, 2; verbs a, b, a, b, a; one hour apart."""
    for at, (unit, verb) in enumerate([(1, "a"), (2, "b"), (1, "a"), (None, "b"), (2, "a")]):
        note(
            session,
            actor=SYSTEM if at else Actor("Người Mẫu", account_id=9),
            now=now + timedelta(hours=at),
            verb=verb,
            object_kind="thing",
            object_id=at,
            unit_id=unit,
        )
    session.flush()
    return session


def ids(notes):
    return [each.object_id for each in notes]


def test_newest_first_page_by_page(book):
    first = list_notes(book, EVERYWHERE, limit=3)
    assert ids(first) == ["4", "3", "2"]
    assert ids(list_notes(book, EVERYWHERE, before_id=first[-1].id)) == ["1", "0"]
    assert count_notes(book, EVERYWHERE) == 5


def test_a_reader_of_one_unit_sees_only_that_units_notes(book):
    assert ids(list_notes(book, NoteFilter(unit_ids={1}))) == ["2", "0"]
    assert list_notes(book, NoteFilter(unit_ids=())) == []


def test_notes_are_narrowed_by_verb_object_actor_and_time(book, now):
    assert ids(list_notes(book, NoteFilter(unit_ids=None, verb="b"))) == ["3", "1"]
    assert ids(list_notes(book, NoteFilter(unit_ids=None, object_kind="thing", object_id="2"))) == ["2"]
    assert ids(list_notes(book, NoteFilter(unit_ids=None, actor_id=9))) == ["0"]
    since, until = now + timedelta(hours=1), now + timedelta(hours=3)
    assert ids(list_notes(book, NoteFilter(unit_ids=None, since=since, until=until))) == ["2", "1"]


def test_verbs_are_listed_once(book):
    assert list_verbs(book) == ["a", "b"]
