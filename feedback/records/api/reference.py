"""`/api/v1/units` and `/api/v1/procedures`: what a program needs to name units and procedures as we know them."""

from __future__ import annotations

from flask import Response, request

from feedback.foundation import clock
from feedback.foundation.access import api_key
from feedback.foundation.engine import read_session
from feedback.procedures.queries import limit_of
from feedback.procedures.rules import say_limit
from feedback.records.api import replying, shapes
from feedback.records.api.blueprint import answer, api
from feedback.records.api.checking import check_query
from feedback.records.queries import programs
from feedback.records.rules import IMPORT_RECORDS, SEE_RECORDS


@api.get("/units", provide_automatic_options=False)
@api_key(IMPORT_RECORDS, SEE_RECORDS)
def units() -> Response:
    """The units of today."""
    asked = check_query(shapes.ReferenceQuery, request.args)
    today = clock.local_day(clock.now())
    found = programs.list_units_after(read_session(), today, after=asked.cursor, take=asked.limit)
    return answer(
        replying.UnitsGiven(
            next_cursor=found[-1].id if len(found) == asked.limit else None,
            units=[
                replying.UnitGiven(code=each.code, name=each.name, level=each.level, parent_code=each.parent_code)
                for each in found
            ],
        )
    )


@api.get("/procedures", provide_automatic_options=False)
@api_key(IMPORT_RECORDS, SEE_RECORDS)
def procedures() -> Response:
    """The procedures in force."""
    asked = check_query(shapes.ReferenceQuery, request.args)
    found = programs.list_procedures_after(read_session(), after=asked.cursor, take=asked.limit)
    return answer(
        replying.ProceduresGiven(
            next_cursor=found[-1].id if len(found) == asked.limit else None,
            procedures=[
                replying.ProcedureGiven(
                    code=each.code,
                    name=each.name,
                    field=each.field,
                    limit_kind=each.limit_kind,
                    limit_amount=each.limit_amount,
                    limit=say_limit(limit_of(each), each.limit_max),
                )
                for each in found
            ],
        )
    )
