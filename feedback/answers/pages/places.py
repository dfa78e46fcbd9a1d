"""What a citizen's address stands for: a counter's printed code under `/q/`, a one-time code under `/h/`."""

from __future__ import annotations

from datetime import datetime

from flask import request

from feedback.answers.pages.desk import Place, Problem, desk
from feedback.answers.queries.codes import find_place, kept_hash
from feedback.answers.rules.codes import CodePlace, read_code
from feedback.foundation.engine import read_session, sealer

CODES = "/h/"


def place_of(typed: str, now: datetime) -> Place:
    """The place of this request's address. Problem when there is none."""
    return code_place(typed) if request.path.startswith(CODES) else desk().point(typed, now)


def code_place(typed: str) -> CodePlace:
    """What a one-time code stands for, used or over as it may be. Problem when it is none of ours."""
    token = read_code(typed)
    place = find_place(read_session(), kept_hash(sealer(), token), token) if token else None
    if place is None:
        raise Problem("no_code", 404)
    return place
