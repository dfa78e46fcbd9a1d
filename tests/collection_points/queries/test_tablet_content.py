"""The document as the database makes it: what the tablet asks for, and nothing of other units."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from feedback.collection_points.queries.tablet_content import find_content
from feedback.collection_points.rules.tablets import Ask
from feedback.languages.queries import load_languages
from tests.answers.samples import a_counter
from tests.collection_points.devices import Device, a_tablet

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
KNOWN = load_languages().known
DAY = date(2026, 11, 20)


def content(session: Session, device: Device, day: date = DAY) -> dict[str, object]:
    found = find_content(session, device.id, languages=KNOWN, audio={}, today=day)
    assert found is not None
    return found


def test_only_what_is_asked_for_is_in_it(session: Session):
    place = a_counter(session, NOW)
    devices = [a_tablet(session, NOW, place.unit_id, name=ask, ask=ask) for ask in Ask]
    found = {str(each["ask"]): each for each in (content(session, device) for device in devices)}
    assert found["none"]["counters"] == found["officer"]["counters"] == []
    assert found["counter"]["counters"] == [{"id": place.counter_id, "name": "Quầy số 1"}]


def test_a_fixed_counter_is_named(session: Session):
    place = a_counter(session, NOW)
    device = a_tablet(session, NOW, place.unit_id, counter_id=place.counter_id)
    assert content(session, device)["fixed_counter"] == place.counter_id


def test_the_tag_changes_with_the_day_and_the_words_are_those_of_the_languages(session: Session):
    place = a_counter(session, NOW)
    device = a_tablet(session, NOW, place.unit_id)
    today, tomorrow = content(session, device), content(session, device, date(2026, 11, 21))
    assert today == content(session, device)
    assert today["etag"] != tomorrow["etag"]
    assert today["words"] == {code: dict(each.tablet) for code, each in KNOWN.items()}


def test_without_a_questionnaire_there_is_none(session: Session, make: object):
    assert find_content(session, Device().id, languages=KNOWN, audio={}, today=DAY) is None
