"""`/api/v1/records`: batches that come in, files that are asked for."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from feedback.accounts.actions.api_requests import count_rows
from feedback.accounts.api import answer_once, caller, read_json
from feedback.foundation import clock
from feedback.foundation.access import actor, api_key
from feedback.foundation.engine import read_session, sealer
from feedback.foundation.errors import Forbidden, NotFound
from feedback.organisation.queries import get_unit_at, scope_ids
from feedback.records import queries
from feedback.records.actions.api_intake import Batch, Taken, take_batch
from feedback.records.api import replying, shapes
from feedback.records.api.blueprint import answer, api
from feedback.records.api.checking import check, check_query
from feedback.records.api.telling import brief, iso_moment, whole_record
from feedback.records.queries import programs
from feedback.records.rules import IMPORT_RECORDS, SEE_RECORDS
from feedback.records.rules.supplements import SupplementFacts
from feedback.records.rules.told_rows import ToldRow, ToldStep


@api.post("/records", provide_automatic_options=False)
@api_key(IMPORT_RECORDS)
def send_records() -> Response:
    """A batch of 1 to 1,000 files: each row is decided on by itself, the whole is one transaction."""
    check_query(shapes.Query, request.args)
    sent = check(shapes.BatchSent, read_json())
    now, seal, who = clock.now(), sealer(), caller()
    digest = hashlib.sha256(request.get_data()).hexdigest()
    as_of = sent.as_of or now
    batch = Batch(tuple(_told(row) for row in sent.rows), as_of, digest, sent.unit)

    def work(session: Session) -> dict[str, Any]:
        count_rows(session, now=now, key_id=who.key_id, rows=len(batch.rows))
        taken = take_batch(session, sealer=seal, actor=who.actor, now=now, batch=batch)
        return _given(taken, min(as_of, now)).model_dump(mode="json")

    return answer_once(work)


def _told(row: shapes.RowSent) -> ToldRow:
    supplements = (SupplementFacts(each.asked_at, each.answered_at, each.note) for each in row.supplements)
    steps = (ToldStep(each.unit, each.received_at, each.due_at, each.handed_over_at) for each in row.steps)
    return ToldRow(row.texts(), tuple(supplements), tuple(steps))


def _given(taken: Taken, as_of: datetime) -> replying.BatchGiven:
    rows = [
        replying.RowGiven(
            row=row.number,
            code=row.code,
            outcome=row.outcome,
            effect=row.effect,
            reasons=[replying.ReasonGiven(code=code, message=message) for code, message in row.reasons],
        )
        for row in taken.rows
    ]
    names = replying.CountsGiven.model_fields
    counts = replying.CountsGiven(**{name: taken.counts[name] for name in names})
    return replying.BatchGiven(import_id=taken.import_id, as_of=iso_moment(as_of), counts=counts, rows=rows)


@api.get("/records", provide_automatic_options=False)
@api_key(SEE_RECORDS)
def list_records() -> Response:
    """Files of the key's units behind a cursor."""
    asked = check_query(shapes.RecordsQuery, request.args)
    session, now = read_session(), clock.now()
    wanted = programs.Wanted(
        _units(session, asked.unit, now),
        state=asked.state.value if asked.state else "",
        changed_since=asked.changed_since,
        after=asked.cursor,
        take=asked.limit,
    )
    files = programs.list_after(session, wanted)
    named = {each for file in files for each in (file.receiving_unit_id, file.solving_unit_id)}
    codes = programs.unit_codes(session, named)
    return answer(
        replying.RecordsGiven(
            as_of=iso_moment(now),
            next_cursor=files[-1].id if len(files) == asked.limit else None,
            records=[replying.BriefGiven(**brief(file, codes, now)) for file in files],
        ),
        passing={"as_of"},
    )


def _units(session: Session, code: str | None, now: datetime) -> frozenset[int] | None:
    """The units asked for, within those of the key."""
    reach = actor().units_for(SEE_RECORDS)
    if code is None:
        return reach
    unit = get_unit_at(session, code, clock.local_day(now))
    if not actor().may(SEE_RECORDS, unit.id):
        raise Forbidden("Khóa API này không đọc được hồ sơ của đơn vị đó.")
    asked = scope_ids(session, unit.id)
    return asked if reach is None else asked & reach


@api.get("/records/<code>", provide_automatic_options=False)
@api_key(SEE_RECORDS)
def one_record(code: str) -> Response:
    """One file with what happened to it. A file of another unit is as little there as one that does not exist."""
    check_query(shapes.Query, request.args)
    session, now = read_session(), clock.now()
    file = programs.find_one(session, code, actor().units_for(SEE_RECORDS))
    if file is None:
        raise NotFound("Không có hồ sơ mã này trong các đơn vị của khóa API.")
    codes = programs.unit_codes(session, {file.receiving_unit_id, file.solving_unit_id})
    changes = queries.list_changes(session, file.id)
    return answer(whole_record(session, file, codes, changes, now))
