"""Who decides about answers kept apart, and how long a refused one is kept."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from feedback.foundation.actors import Permission
from feedback.foundation.errors import Forbidden, Invalid
from feedback.foundation.text import clean

DECIDE_QUARANTINE = Permission("answers.decide_quarantine")
"""Only an inspector holds it: neither the unit that is judged nor whoever manages its tablets."""

WAITING = "waiting"
KEPT = timedelta(days=90)
"""How long the content of a refused answer stays, for whoever objects; its number stays for ever."""
LONGEST = 300
AT_ONCE = 100


class Decision(StrEnum):
    """What an inspector says; also the state of the row from then on."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


def check_decider(login: str, revoked_by: str | None) -> None:
    """Forbidden for whoever revoked the tablet: two people, or one could choose which answers exist."""
    if revoked_by is not None and login == revoked_by:
        raise Forbidden(
            "Ông/bà đã thu hồi máy này nên không tự quyết định về phiếu của máy. Xin để một thanh tra khác quyết định."
        )


def read_why(text: str) -> str:
    """The reason of a decision. Invalid when there is none."""
    why = clean(text)
    if not why or len(why) > LONGEST:
        raise Invalid(f"Xin ghi lý do quyết định, tối đa {LONGEST} chữ.")
    return why
