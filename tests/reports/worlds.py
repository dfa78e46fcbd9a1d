"""Invented weeks in a database: units, sheets, files and apologies with every kind of edge, from a seed."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from feedback.answers.tables import Sheet
from feedback.apologies.tables import Apology
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import at_local
from feedback.organisation.tables import Unit
from feedback.procedures.tables import Procedure
from feedback.questionnaires.actions import publish
from feedback.questionnaires.queries import DEFINITIONS, find_current, load_definition
from feedback.questionnaires.rules import Questionnaire, read
from feedback.records.tables import Record
from feedback.reports.rules.weeks import Week
from tests.factories import Factory

WEEK = Week(2026, 46)
CUT_OFF = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)
STATES = ("received",) * 6 + ("awaiting_supplement", "withdrawn", "refused", "stopped", "not_yet_received")


@dataclass(frozen=True)
class World:
    parent: Unit
    units: list[Unit]


class Worlds:
    """Makes worlds in one session; each has its own units, so many fit beside each other."""

    def __init__(self, session: Session, make: Factory) -> None:
        self.session = session
        self.make = make
        self.procedure: Procedure = make.procedure()
        self.version_id = published(session)
        version = find_current(session)
        assert version is not None
        self.questionnaire: Questionnaire = read(version.content)

    def world(self, seed: int, units: int = 3) -> World:
        dice = random.Random(seed)
        parent = self.make.unit(name=f"Tỉnh Mẫu {seed}", level="province")
        members = [self.make.unit(name=f"Xã Mẫu {seed} {i}", parent=parent) for i in range(units)]
        ids = [unit.id for unit in members]
        for unit in members:
            self._sheets(dice, unit.id)
        self._files(dice, ids)
        self.session.flush()
        return World(parent, members)

    def _sheets(self, dice: random.Random, unit_id: int) -> None:
        rows = [self.sheet(dice, unit_id) for _ in range(dice.choice((0, 4, 9, 10, 35, 80)))]
        if rows:
            self.session.execute(insert(Sheet), rows)

    def sheet(self, dice: random.Random, unit_id: int) -> dict[str, Any]:
        day = WEEK.monday + timedelta(days=dice.randint(-32, 8))
        items: dict[str, Any] = {}
        if dice.random() < 0.6:
            asked = [item.key for item in self.questionnaire.courtesy_items]
            items |= {key: dice.choice(("yes", "yes", "no", "unsure")) for key in asked if dice.random() < 0.9}
        block = dice.randrange(len(self.questionnaire.blocks))
        if dice.random() < 0.5:
            items |= {key: dice.randint(1, 5) for key in self.questionnaire.blocks[block]}
        key = uuid.UUID(int=dice.getrandbits(128))
        return {
            "unit_id": unit_id,
            "id": key,
            "counter_id": None,
            "channel": dice.choice(("qr", "qr", "tablet")),
            "version_id": self.version_id,
            "receipt": key.hex[:16],
            "opened_at": None,
            "first_at": at_local(day) + timedelta(hours=9),
            "last_at": at_local(day) + timedelta(hours=9),
            "observed_day": day,
            "lang": "vi",
            "block": block,
            "overall": dice.choice((1, 2, 3, 4, 4, 5, 5, 5)),
            "items": items,
            "earlier": [],
            "flags": dice.choice(([], [], [], ["too_fast"])),
        }

    def _files(self, dice: random.Random, ids: list[int]) -> None:
        for number in range(dice.randint(5, 40)):
            record = self._file(dice, ids, number)
            if dice.random() < 0.3:
                self._apology(dice, record)

    def _file(self, dice: random.Random, ids: list[int], number: int) -> Record:
        start = at_local(WEEK.monday) - timedelta(days=40)
        received = start + timedelta(minutes=dice.randint(0, 50 * 24 * 60))
        due = received + timedelta(minutes=dice.randint(0, 20 * 24 * 60))
        finished = received + timedelta(minutes=dice.randint(1, 25 * 24 * 60)) if dice.random() < 0.6 else None
        edges = (at_local(WEEK.monday), at_local(WEEK.period.after))
        if finished is not None and dice.random() < 0.2:
            finished = max(dice.choice(edges), received)
        state = dice.choice(STATES) if finished is None else dice.choice(("done", "returned", "withdrawn"))
        stated = due if dice.random() < 0.8 else None
        return self.make.record(
            self.session.get_one(Unit, dice.choice(ids)),
            self.procedure,
            code=f"H50.41.{ids[0]}-261116-{number:04d}",
            solving_unit_id=dice.choice(ids),
            state=state,
            received_at=received,
            stated_due_at=stated,
            computed_due_at=due if stated is None and dice.random() < 0.5 else None,
            finished_at=finished,
            **self._waiting(dice, received, stated, state),
        )

    def _waiting(self, dice: random.Random, received: datetime, due: datetime | None, state: str) -> dict[str, Any]:
        """What is known of a file's supplements, and since when its clock stands."""
        later = timedelta(minutes=dice.randint(0, 30 * 24 * 60))
        stands = state not in ("received", "done", "returned") and dice.random() < 0.7
        asked = state == "received" and dice.random() < 0.2
        return {
            "moved_due_at": due + later / 4 if due is not None and dice.random() < 0.2 else None,
            "paused_since": received + later if stands else None,
            "awaiting_since": received + later if asked else None,
            "requests": dice.choice((0, 0, 1, 1, 2)),
        }

    def _apology(self, dice: random.Random, record: Record) -> None:
        limit = at_local(WEEK.monday) + timedelta(minutes=dice.randint(-30 * 24 * 60, 9 * 24 * 60))
        approved = limit + timedelta(hours=dice.randint(-20, 20)) if dice.random() < 0.7 else None
        row = Apology(
            record_id=record.id,
            unit_id=record.solving_unit_id,
            kind=dice.choice(("expected", "late", "second")),
            state=dice.choice(("cancelled", "drafted")) if approved is None else "approved",
            year=None,
            number=None,
            field="Chứng thực",
            due_at=limit,
            limit_at=limit,
            new_due_at=None,
            created_at=limit - timedelta(days=2),
            approved_at=approved,
            document_id=None,
            sent_in_time=None if approved is None else approved <= limit,
            published_until=None,
            escalated_at=None,
            detail={},
        )
        self.session.add(row)
        self.session.flush()


def published(session: Session) -> int:
    """The id of the counter questionnaire, published if it was not."""
    current = find_current(session)
    if current is not None:
        return current.id
    content = load_definition(DEFINITIONS / "counter.toml")
    return publish(session, actor=SYSTEM, now=CUT_OFF, content=content).id
