"""`/api/v1/tablet/…`: enrolling, the tablet's state, its content, and its sign of life."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any, cast
from uuid import UUID

from flask import Blueprint, Flask, Response, current_app
from flask.blueprints import BlueprintSetupState
from pydantic import Field, StringConstraints

from feedback.collection_points.actions import tablet_requests as actions
from feedback.collection_points.api.door import BASE, Problem, Strict, answer, guard, proved, read_body, take
from feedback.collection_points.queries.tablet_content import find_content
from feedback.collection_points.rules.signatures import LAST_MS, ms_of, read_public_key
from feedback.collection_points.rules.tablets import (
    CODE_PURPOSE,
    TabletState,
    code_hash,
    device_state,
    digits_of,
    read_code,
)
from feedback.foundation import clock
from feedback.foundation.access import public
from feedback.foundation.engine import current, read_session, sealer, settings
from feedback.foundation.text import LARGEST, clean
from feedback.languages.queries import Languages, load_languages
from feedback.questionnaires.queries import audio_urls

api = guard(Blueprint("tablets", __name__, url_prefix=BASE))
EXTENSION = "tablet-languages"

Version = Annotated[str, StringConstraints(max_length=40)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Count = Annotated[int, Field(ge=0, le=100_000)]


class Enrolment(Strict):
    code: Annotated[str, StringConstraints(max_length=40)]
    public_key: Annotated[str, StringConstraints(max_length=100)]
    version: Version
    last_seq: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    before: Annotated[UUID, Field(strict=False)] | None = None


class Beat(Strict):
    queue: Annotated[int, Field(ge=0, le=LARGEST)]
    last_seq: Annotated[int, Field(ge=0, le=LARGEST)]
    recorded: Annotated[dict[Day, Count], Field(max_length=31)]
    storage: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    persisted: bool
    version: Version
    last_sync: Annotated[int, Field(ge=0, le=LAST_MS)] | None


@api.record
def _languages_once(state: BlueprintSetupState) -> None:
    """Language files are read when the program starts, here as on the telephone's pages."""
    app = cast(Flask, state.app)
    with app.app_context():
        app.extensions[EXTENSION] = load_languages(settings().language_folder)


@api.post("/enrol")
@public
def enrol() -> Response:
    """A one-time code and a new key: the tablet waits until somebody has compared the six digits."""
    sent, now = read_body(Enrolment), clock.now()
    key, version = read_public_key(sent.public_key), clean(sent.version)
    wanted = code_hash(sealer().derive(CODE_PURPOSE), read_code(sent.code))
    begin = partial(actions.enrol, code_hash=wanted, public_key=key, version=version, now=now)
    found = current().run(partial(begin, last_seq=sent.last_seq, before=sent.before))
    if found is None:
        raise Problem("code")
    return answer({"tablet": str(found), "digits": digits_of(key, found)}, 201)


@api.get("/state")
@public
def state() -> Response:
    """Where the tablet stands; also for one that waits or was revoked, so that it can say so."""
    accepted, _ = take(lambda _session, _accepted: None, proved())
    return answer(_state(accepted))


@api.get("/content")
@public
def content() -> Response:
    """Everything the tablet shows, in one document."""
    proof = proved()
    accepted, _ = take(lambda _session, _accepted: None, proof)
    _in_use(accepted.state)
    found = _find_content(accepted)
    if found is None:
        raise Problem("closed")
    return answer(found)


@api.post("/beat")
@public
def beat() -> Response:
    """A sign of life with what waits on the tablet."""
    proof = proved()
    sent, now = read_body(Beat), clock.now()
    health = actions.Health(
        queue=sent.queue,
        last_seq=sent.last_seq,
        recorded=_days(sent.recorded),
        storage=min(round(sent.storage), 100),
        persisted=sent.persisted,
        version=clean(sent.version),
    )

    def work(session: Any, accepted: actions.Accepted) -> None:
        if accepted.state == TabletState.ACTIVE:
            actions.beat(session, tablet_id=accepted.tablet_id, health=health, now=now)

    accepted, _ = take(work, proof, seq=sent.last_seq)
    _in_use(accepted.state)
    return answer(_state(accepted))


def _days(recorded: dict[str, int]) -> dict[date, int]:
    """A day that is none in the calendar is left out: the counts of the others are still true."""
    found = {}
    for text, count in recorded.items():
        try:
            found[date.fromisoformat(text)] = count
        except ValueError:
            continue
    return found


def _state(accepted: actions.Accepted) -> dict[str, Any]:
    """`last_seq` is the highest number ever told of: a tablet that lost its own goes on after it."""
    said = {"now": ms_of(clock.now()), "state": device_state(accepted.state), "last_seq": accepted.last_seq}
    content = _find_content(accepted) if accepted.state == TabletState.ACTIVE else None
    return said | {"content": content["etag"] if content else ""}


def _find_content(accepted: actions.Accepted) -> dict[str, Any] | None:
    """The tablet's document; None before the first questionnaire is published."""
    languages: Languages = current_app.extensions[EXTENSION]
    audio = {code: audio_urls(code) for code in languages.known}
    today = clock.local_day(clock.now())
    return find_content(read_session(), accepted.tablet_id, languages=languages.known, audio=audio, today=today)


def _in_use(tablet_state: str) -> None:
    if tablet_state != TabletState.ACTIVE:
        raise Problem("waiting" if tablet_state == TabletState.WAITING else "revoked")
