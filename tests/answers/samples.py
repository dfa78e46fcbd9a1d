"""A published questionnaire, a counter with its code, and sheets as they are opened there."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from feedback.answers.rules.sheets import OpenedSheet
from feedback.foundation.actors import SYSTEM
from feedback.questionnaires.actions import publish_definitions
from tests.factories import Factory

TOKEN = "k7m2xq9d"
OPENED = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Place:
    """Ids of the sample counter."""

    unit_id: int
    counter_id: int
    version_id: int
    token: str = TOKEN


def a_counter(session: Session, now: datetime, *, token: str = TOKEN, name: str = "Xã Mẫu Một") -> Place:
    """A commune with one counter, its code, and the questionnaire in force."""
    version = publish_definitions(session, actor=SYSTEM, now=now)[0].id
    make = Factory(session)
    counter = make.counter(make.unit(name, code=f"9{token[:4]}"), name="Quầy số 1")
    make.printed_code(counter, token=token)
    return Place(counter.unit_id, counter.id, version, token)


def a_sheet(place: Place, now: datetime, number: int = 1, **more: object) -> OpenedSheet:
    """A sheet opened twenty seconds ago; the number makes it another."""
    values: dict[str, object] = {
        "id": UUID(int=number),
        "unit_id": place.unit_id,
        "counter_id": place.counter_id,
        "channel": "qr",
        "version_id": place.version_id,
        "receipt": f"{number:013d}",
        "block": 0,
        "lang": "vi",
        "opened_at": now - OPENED,
    }
    return OpenedSheet(**values | more)


def hand_written(name: str = "comments_dev.csv") -> list[dict[str, str]]:
    """Comments written for tests by hand, with what to hide, what to keep and their topics."""
    with (Path(__file__).parent / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
