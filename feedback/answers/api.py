"""`/api/v1/tablet/answers`: what a tablet has collected, up to fifty at a time; a receipt for each."""

from __future__ import annotations

from typing import Annotated, Any, cast

from flask import Blueprint, Flask, Response, current_app
from flask.blueprints import BlueprintSetupState
from pydantic import Field
from sqlalchemy.orm import Session

from feedback.answers.actions.tablet_answers import Delivery, Receipt, Tables, take_in
from feedback.answers.queries.tablet_receipts import find_table
from feedback.answers.rules.tablets import Arrived, arrived
from feedback.collection_points.actions.tablet_requests import Accepted
from feedback.collection_points.api.door import BASE, Problem, Strict, answer, guard, proved, read_body, take
from feedback.collection_points.rules.signatures import ms_of
from feedback.collection_points.rules.tablet_content import BATCH
from feedback.collection_points.rules.tablets import TabletState
from feedback.foundation import clock
from feedback.foundation.access import public
from feedback.foundation.engine import read_session, sealer

api = guard(Blueprint("tablet_answers", __name__, url_prefix=BASE))
EXTENSION = "tablet-answers"


class Answers(Strict):
    """The elements are read one by one: one that is wrong must not hold up the others."""

    answers: Annotated[list[Any], Field(max_length=BATCH)]


class Shelf:
    """What this process keeps: the secret, and tables of published versions, which never change."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self._tables: dict[int, Any] = {}

    def tables(self, batch: list[Arrived]) -> Tables:
        """The tables of the versions that this batch names; a version nobody published is left out."""
        wanted = {each.answer.version_id for each in batch if each.answer is not None}
        for version_id in wanted - self._tables.keys():
            table = find_table(read_session(), version_id)
            if table is not None:
                self._tables[version_id] = table
        return {version_id: self._tables[version_id] for version_id in wanted if version_id in self._tables}


@api.record
def _shelf(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    with app.app_context():
        app.extensions[EXTENSION] = Shelf(sealer().derive("survey-key"))


@api.post("/answers")
@public
def answers() -> Response:
    """Counted, or kept apart with a reason; either way the tablet may let go of it."""
    proof = proved()
    batch = [arrived(raw) for raw in read_body(Answers).answers]
    shelf, now, key = cast(Shelf, current_app.extensions[EXTENSION]), clock.now(), sealer()
    tables = shelf.tables(batch)

    def work(session: Session, accepted: Accepted) -> list[Receipt]:
        if accepted.state not in (TabletState.ACTIVE, TabletState.REVOKED):
            return []
        delivery = Delivery(
            tablet_id=accepted.tablet_id,
            unit_id=accepted.unit_id,
            revoked=accepted.state == TabletState.REVOKED,
            offset=ms_of(now) - proof.claim.time_ms,
            now=now,
            secret=shelf.secret,
            sealer=key,
            tables=tables,
        )
        return take_in(session, delivery=delivery, batch=batch)

    highest = max((each.answer.seq for each in batch if each.answer is not None), default=0)
    accepted, receipts = take(work, proof, seq=highest)
    if accepted.state not in (TabletState.ACTIVE, TabletState.REVOKED):
        raise Problem("waiting" if accepted.state == TabletState.WAITING else "revoked")
    return answer({"now": ms_of(now), "receipts": [each.as_json() for each in receipts]})
