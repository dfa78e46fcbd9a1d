"""Pages of records: lists, one file, files that are or will be late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import read_session, sealer
from feedback.foundation.errors import Forbidden
from feedback.foundation.pages import page_number
from feedback.foundation.text import whole
from feedback.organisation.queries.successors import successor_names
from feedback.records import queries
from feedback.records.queries import File, FileFilter
from feedback.records.queries.calendar_decisions import list_file_moves
from feedback.records.queries.clocks import (
    explain_computed,
    late_causes,
    list_steps,
    list_supplements,
    read_clock,
    tell_uncertain,
)
from feedback.records.queries.flags import flags_of, list_flagged
from feedback.records.rules import (
    CATEGORY_WORDS,
    FACT_WORDS,
    FLAG_WORDS,
    IMPORT_RECORDS,
    LATENESS_WORDS,
    LIMIT_WORDS,
    SEE_APPLICANTS,
    SEE_RECORDS,
    STATE_WORDS,
    Category,
    Lateness,
    State,
    Times,
    categorise,
    due_moment,
    same,
)
from feedback.records.rules.explaining import IN_TIME_WORDS, explain_moved
from feedback.records.rules.steps import RESULT_WORDS, StepFacts, overran, result_of, step_late
from feedback.records.rules.supplements import KIND_WORDS, ORIGIN_WORDS, Kind, asked_in_time
from feedback.records.rules.wording import say_change, say_stamp, say_unsettled
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import MissingCalendar, WorkCalendar, say_span

pages = Blueprint("records", __name__)
PER_PAGE = 50
DATED_BACK_SHOWN = timedelta(days=30)


@pages.context_processor
def words() -> dict[str, Any]:
    """What every template of this slice may say."""
    return {
        "say": say_stamp,
        "state_words": STATE_WORDS,
        "category_words": CATEGORY_WORDS,
        "lateness_words": LATENESS_WORDS,
        "limit_words": LIMIT_WORDS,
        "flag_words": FLAG_WORDS,
        "kind_words": KIND_WORDS,
        "origin_words": ORIGIN_WORDS,
        "in_time_words": IN_TIME_WORDS,
        "result_words": RESULT_WORDS,
    }


@pages.get("/ho-so")
@allow(SEE_RECORDS)
def file_list() -> str:
    session, now, reach = read_session(), clock.now(), actor().units_for(SEE_RECORDS)
    state = request.args.get("trang_thai", "")
    wanted = FileFilter(
        reach,
        code=request.args.get("ma", ""),
        state=state if state in set(State) else "",
        without_due=request.args.get("chua_co_han") == "1",
    )
    number = page_number()
    files = queries.list_files(session, wanted, skip=(number - 1) * PER_PAGE, take=PER_PAGE)
    return render_template(
        "records/list.html",
        files=files,
        wanted=wanted,
        page=number,
        pages=-(-queries.count_files(session, wanted) // PER_PAGE),
        standing={file.id: categorise(file.times, now) for file in files},
        uncertain=tell_uncertain(session, files),
        marked=flags_of(session, [file.id for file in files]),
        today=successor_names(session, {file.solving_unit_id for file in files}, clock.local_day(now)),
        late=_count_late(session, now, reach),
        without_due=queries.count_without_due(session, reach),
        total=queries.count_files(session, FileFilter(reach)),
        may_import=actor().may(IMPORT_RECORDS),
    )


def _count_late(session: Session, now: Any, reach: Any) -> dict[str, int] | None:
    """How many files stand where; None where this year's calendar is not loaded (the late page says so)."""
    try:
        standings = queries.list_standings(session, now, reach)
    except MissingCalendar:
        return None
    return {kind.value: sum(standing.kind is kind for standing in standings) for kind in Lateness}


@pages.get("/ho-so/<int:record_id>")
@allow(SEE_RECORDS)
def one_file(record_id: int) -> str:
    session, now = read_session(), clock.now()
    file = queries.get_file(session, record_id)
    if not _may(file, SEE_RECORDS):
        raise Forbidden("Hồ sơ này của đơn vị khác: tài khoản của ông/bà không được xem.")
    changes = queries.list_changes(session, record_id)
    return render_template(
        "records/file.html",
        file=file,
        now=now,
        category=categorise(file.times, now),
        explanation=_explain(session, file),
        uncertain=tell_uncertain(session, [file]).get(record_id, ""),
        calendar_moves=list_file_moves(session, record_id),
        **_waiting(session, file),
        **_steps(session, file, now),
        changes=changes,
        dated_back={flag for change in changes for flag in change.flags},
        may_enter=_may(file, IMPORT_RECORDS),
        today=successor_names(session, {file.solving_unit_id, file.receiving_unit_id}, clock.local_day(now)),
        fact_words=FACT_WORDS,
        say_change=say_change,
        unsettled=say_unsettled(file.computed_provisional),
        agrees=same(file.due, file.computed_due),
        applicant=queries.find_applicant(session, sealer(), record_id) if _may(file, SEE_APPLICANTS) else None,
        may_see_applicant=_may(file, SEE_APPLICANTS),
    )


def _may(file: File, permission: Any) -> bool:
    return any(actor().may(permission, unit) for unit in (file.solving_unit_id, file.receiving_unit_id))


def _waiting(session: Session, file: File) -> dict[str, Any]:
    """The file's supplements, which of them count, and the lines from the first due to the one that holds."""
    lines = list_supplements(session, file.id)
    reading, calendar = read_clock(session, file.id), calendar_for(session, file.solving_unit_id)
    moved: tuple[str, ...] = ()
    in_time: dict[Any, bool] = {}
    try:
        in_time = {line.supplement: asked_in_time(file.received, line.supplement.asked_at, calendar) for line in lines}
        if lines and reading.moved is not None:
            moved = explain_moved(reading.moved, reading.believed, file.received, calendar)
    except MissingCalendar as missing:
        moved = (missing.message,)
    believed = {each.asked_at for each in reading.believed.supplements}
    requests = [line for line in lines if line.supplement.kind is Kind.SUPPLEMENT]
    numbered = [line.supplement for line in requests if line.supplement.asked_at in believed]
    return {
        "supplements": lines,
        "numbers": {supplement: number for number, supplement in enumerate(numbered, 1)},
        "requests": reading.believed.requests,
        "in_time": in_time,
        "moved_lines": moved,
    }


def _steps(session: Session, file: File, now: datetime) -> dict[str, Any]:
    """The control slip: each step with its result and how late it was; whose step it was when the due passed."""
    lines, calendar = list_steps(session, file.id), calendar_for(session, file.solving_unit_id)
    told = []
    for line in lines:
        try:
            late = step_late(line.facts, now, calendar)
        except MissingCalendar:
            late = None
        told.append((line, result_of(line.facts, now), say_span(late) if late else ""))
    cause = _cause(file, [line.facts for line in lines], calendar, now)
    names = {line.facts.unit_id: line.unit for line in lines}
    return {"steps": told, "cause": names.get(cause, "") if cause is not None else ""}


def _cause(file: File, steps: list[StepFacts], calendar: WorkCalendar, now: datetime) -> int | None:
    """Whose step it was when the due passed; None for a file that was never late: withdrawn, refused, or waiting then.

    None also where the year of a due without its hour is not loaded.
    """
    late = categorise(Times(file.clock_state, file.best_due, file.finished), now) in (
        Category.OPEN_OVERDUE,
        Category.DONE_LATE,
    )
    if file.best_due is None or not steps or not late:
        return None
    try:
        return overran(steps, due_moment(file.best_due, calendar), file.finished.at if file.finished else None, now)
    except MissingCalendar:
        return None


def _explain(session: Session, file: File) -> tuple[str, ...]:
    """Why the computed due is what it is, line by line."""
    try:
        return explain_computed(session, file)
    except MissingCalendar as missing:
        return (missing.message,)


@pages.get("/ho-so/sap-tre")
@allow(SEE_RECORDS)
def late_list() -> str:
    session, now = read_session(), clock.now()
    asked = whole(request.args.get("ngay", ""))
    days = min(max(asked, 1), 60) if asked else None
    reach = actor().units_for(SEE_RECORDS)
    found = queries.list_late(session, now, reach, days)
    elsewhere = queries.list_late(session, now, reach, days, elsewhere=True)
    groups = [(kind, [each for each in found if each.kind is kind]) for kind in Lateness]
    return render_template(
        "records/late.html",
        groups=groups,
        elsewhere=elsewhere,
        days=days,
        now=now,
        uncertain=tell_uncertain(session, [each.file for each in found]),
        causes=late_causes(session, {each.file.id: each.due_at for each in groups[0][1]}, now),
        dated_back=list_flagged(session, reach, now - DATED_BACK_SHOWN, now),
    )
