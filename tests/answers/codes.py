"""One-time codes as tests need them: a unit with stickers, a late file with the code of its apology."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from feedback.answers.actions.codes import issue_apology_code, issue_stickers
from feedback.answers.queries.codes import kept_hash
from feedback.answers.rules.codes import token_from
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day
from feedback.foundation.sealing import Sealer
from feedback.questionnaires.actions import publish_definitions
from tests.factories import Factory


def token(number: int) -> str:
    return token_from(number.to_bytes(4, "big") * 6)


@dataclass(frozen=True, slots=True)
class Codes:
    """A unit, the questionnaire in force, three stickers and the code of one file's apology."""

    unit_id: int
    version_id: int
    record_id: int
    record_code: str
    stickers: tuple[str, ...]
    apology: str


RECORD = "H50.41.01-261102-7781"
FIELD = "Đất đai mẫu"


def issue(session: Session, sealer: Sealer, now: datetime, *, day: date | None = None, first: int = 1) -> Codes:
    """A commune with codes of that day; its file ran over yesterday."""
    version = publish_definitions(session, actor=SYSTEM, now=now)[0].id
    make = Factory(session, sealer)
    unit = make.unit(f"Xã Mẫu {first}", code=f"97{first:03d}")
    procedure = make.procedure(code=f"1.97{first:04d}", field=FIELD)
    due = now - timedelta(days=1)
    record = make.record(unit, procedure, code=f"{RECORD[:-4]}{first:04d}", stated_due_at=due, received_at=due)
    day = day or local_day(now)
    stickers = tuple(token(first * 10 + i) for i in range(3))
    hashes = [kept_hash(sealer, each) for each in stickers]
    issue_stickers(session, actor=SYSTEM, now=now, unit_id=unit.id, day=day, hashes=hashes)
    apology = token(first * 10 + 9)
    issue_apology_code(session, record_id=record.id, unit_id=unit.id, code_hash=kept_hash(sealer, apology), day=day)
    return Codes(unit.id, version, record.id, record.code, stickers, apology)
