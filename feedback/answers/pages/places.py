"""What a citizen's address stands for: a counter's printed code under `/q/`, a one-time code under `/h/`."""

from __future__ import annotations

from datetime import datetime

from flask import request

from feedback.answers.pages.desk import Place, Problem, desk
from feedback.answers.queries.codes import find_place
from feedback.answers.rules.codes import CodePlace, hash_of, read_code
from feedback.foundation.engine import read_session, sealer

PURPOSE = "one-time-code"
CODES = "/h/"


def place_of(typed: str, now: datetime) -> Place:
    """The place of this request's address. Problem when there is none."""
    return code_place(typed) if request.path.startswith(CODES) else desk().point(typed, now)


def code_place(typed: str) -> CodePlace:
    """What a one-time code stands for, used or over as it may be. Problem when it is none of ours."""
    token = read_code(typed)
    place = find_place(read_session(), code_hash(token), token) if token else None
    if place is None:
        raise Problem("no_code", 404)
    return place


def code_hash(token: str) -> str:
    """The keyed hash under which this installation knows a token."""
    return hash_of(sealer().derive(PURPOSE), token)
