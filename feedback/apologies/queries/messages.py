"""The words of short messages: templates that come with the program, filled in from a notice."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from feedback.apologies.queries.facts import find_survey_url
from feedback.apologies.queries.forms import DATA
from feedback.apologies.queries.notices import get_line
from feedback.apologies.rules import FAULTS
from feedback.apologies.rules.messages import write_message
from feedback.apologies.tables import Apology
from feedback.foundation.sealing import Sealer
from feedback.foundation.words import moment
from feedback.organisation.queries import get_setting

LATE, FAULT = "late", "fault"
MARKS = "apology_message_marks"
"""Setting of a unit: true writes SMS with diacritics (70 letters a part instead of 160). Default false."""


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((DATA / "messages.toml").read_text(encoding="utf-8"))


def message_templates(about: str = LATE) -> Mapping[str, Sequence[str]]:
    """Templates by channel (sms, zalo), the first choice first; `about` a late file, another fault, or a moved date."""
    return _file() if about == LATE else _file()[about]


def message_source() -> str:
    """Where the words come from."""
    return str(_file()["source"])


def message_text(session: Session, notice: Apology, channel: str, sealer: Sealer, base_url: str) -> str:
    """What the person of this notice reads: who apologises, which file, until when, and where to say how it was."""
    line = get_line(session, notice.id)
    facts = {
        "unit": line.unit,
        "code": line.code,
        "due": moment(notice.new_due_at) if notice.new_due_at else "",
        "address": find_survey_url(session, sealer, notice.id, base_url),
    }
    about = FAULT if notice.kind in FAULTS or not facts["due"] else LATE
    marks = get_setting(session, notice.unit_id, MARKS, False) is True
    return write_message(message_templates(about), channel, facts, marks=marks)
