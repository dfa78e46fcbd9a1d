"""Reads: what a tablet has to know, put together into its document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from feedback.collection_points.queries.tablets import get_tablet, list_unit_counters, list_unit_officers
from feedback.collection_points.rules.tablet_content import Place, asked, document
from feedback.collection_points.rules.tablet_time import sessions_from
from feedback.collection_points.rules.tablets import Ask, pin_for_tablet
from feedback.collection_points.tables import Tablet
from feedback.languages.rules import Language, in_languages
from feedback.organisation.queries import get_unit
from feedback.questionnaires.queries import find_current
from feedback.questionnaires.rules import read
from feedback.working_calendar.queries import calendar_for


def find_content(
    session: Session,
    tablet_id: UUID,
    *,
    languages: Mapping[str, Language],
    audio: Mapping[str, Mapping[str, str]],
    today: date,
) -> dict[str, Any] | None:
    """The tablet's document; None before the first questionnaire is published."""
    version = find_current(session)
    if version is None:
        return None
    tablet = get_tablet(session, tablet_id)
    questionnaire = in_languages(read(version.content), languages)
    return document(
        _place(session, tablet),
        languages={code: each.name for code, each in languages.items()},
        questionnaire=asked(version.id, questionnaire, languages),
        words={code: each.tablet for code, each in languages.items()},
        audio=audio,
        sessions=sessions_from(calendar_for(session, tablet.unit_id), today),
    )


def _place(session: Session, tablet: Tablet) -> Place:
    unit = get_unit(session, tablet.unit_id)
    counters = list_unit_counters(session, unit.id) if tablet.ask == Ask.COUNTER else ()
    officers = list_unit_officers(session, unit.id) if tablet.ask == Ask.OFFICER else ()
    return Place(
        unit_name=unit.name,
        unit_code=unit.code,
        name=tablet.name,
        ask=tablet.ask,
        fixed_counter=tablet.counter_id,
        counters=[(each.id, each.name) for each in counters],
        officers=[(each.id, each.person_name) for each in officers],
        pin=pin_for_tablet(tablet.pin_hash),
    )
