"""Pages of records: lists, one file, importing, files that are or will be late."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import current, read_session, sealer
from feedback.foundation.errors import Forbidden, Invalid
from feedback.foundation.pages import page_number
from feedback.foundation.text import whole
from feedback.organisation.queries import list_units
from feedback.procedures.queries import read_catalogue
from feedback.records import actions, queries
from feedback.records.actions.storing import raw_binding
from feedback.records.forms import read_upload
from feedback.records.queries import File, FileFilter, RowLine
from feedback.records.rules import (
    CATEGORY_WORDS,
    FACT_WORDS,
    IGNORED_WORDS,
    IMPORT_RECORDS,
    LATENESS_WORDS,
    LIMIT_WORDS,
    SEE_APPLICANTS,
    SEE_RECORDS,
    STATE_WORDS,
    WORDS,
    Lateness,
    State,
    categorise,
    same,
)
from feedback.records.rules.raw import unpack
from feedback.records.rules.wording import Conversion, conversions, say_change, say_stamp, say_unsettled
from feedback.working_calendar.queries import calendar_for, policy_for
from feedback.working_calendar.rules import MissingCalendar, explain_due

pages = Blueprint("records", __name__)
PER_PAGE = 50
OUTCOMES = {
    "rejected": "Bị từ chối",
    "accepted_with_warning": "Nhận kèm cảnh báo",
    "accepted": "Nhận",
    "ignored": "Bỏ qua",
}


@pages.context_processor
def words() -> dict[str, Any]:
    """What every template of this slice may say."""
    return {
        "say": say_stamp,
        "state_words": STATE_WORDS,
        "category_words": CATEGORY_WORDS,
        "lateness_words": LATENESS_WORDS,
        "limit_words": LIMIT_WORDS,
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
    return render_template(
        "records/file.html",
        file=file,
        category=categorise(file.times, now),
        explanation=_explain(session, file),
        changes=queries.list_changes(session, record_id),
        fact_words=FACT_WORDS,
        say_change=say_change,
        unsettled=say_unsettled(file.computed_provisional),
        agrees=same(file.due, file.computed_due),
        applicant=queries.find_applicant(session, sealer(), record_id) if _may(file, SEE_APPLICANTS) else None,
        may_see_applicant=_may(file, SEE_APPLICANTS),
    )


def _may(file: File, permission: Any) -> bool:
    return any(actor().may(permission, unit) for unit in (file.solving_unit_id, file.receiving_unit_id))


def _explain(session: Session, file: File) -> tuple[str, ...]:
    """Why the computed due is what it is, line by line."""
    limit = read_catalogue(session).by_id[file.procedure_id].limit
    calendar, policy = calendar_for(session, file.solving_unit_id), policy_for(session, file.solving_unit_id)
    try:
        return explain_due(limit, file.received.at, calendar, policy)
    except MissingCalendar as missing:
        return (missing.message,)


@pages.get("/ho-so/sap-tre")
@allow(SEE_RECORDS)
def late_list() -> str:
    session, now = read_session(), clock.now()
    days = min(max(whole(request.args.get("ngay", "")) or queries.SOON_DAYS, 1), 60)
    found = queries.list_late(session, now, actor().units_for(SEE_RECORDS), days)
    groups = [(kind, [each for each in found if each.kind is kind]) for kind in Lateness]
    return render_template("records/late.html", groups=groups, days=days, now=now)


# ── importing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pages.get("/ho-so/nhap")
@allow(IMPORT_RECORDS)
def import_form() -> str:
    session, who = read_session(), actor()
    units = list_units(session, clock.local_day(clock.now()), ids=who.units_for(IMPORT_RECORDS))
    mine = None if who.units_for(IMPORT_RECORDS) is None else who.login
    return render_template("records/import.html", units=units, imports=queries.list_imports(session, actor_login=mine))


@pages.post("/ho-so/nhap")
@allow(IMPORT_RECORDS)
def import_upload() -> Any:
    now = clock.now()
    try:
        upload = read_upload(request.form, request.files, now)
        outcome = actions.prepare_import(current(), sealer=sealer(), actor=actor(), now=now, upload=upload)
    except Invalid as refusal:
        flash(refusal.message, "error")
        return redirect(url_for("records.import_form"), 303)
    return redirect(url_for("records.import_page", import_id=outcome.import_id), 303)


@pages.get("/ho-so/nhap/<int:import_id>")
@allow(IMPORT_RECORDS)
def import_page(import_id: int) -> str:
    session, number = read_session(), page_number()
    actions.require_reach(session, actor(), import_id)
    head = queries.get_import(session, import_id)
    counts = queries.count_import_rows(session, import_id)
    asked = request.args.get("xem", "")
    shown = asked if asked in OUTCOMES else next((each for each in OUTCOMES if counts.get(each)), "ignored")
    rows = queries.list_import_rows(session, import_id, outcome=shown, skip=(number - 1) * PER_PAGE, take=PER_PAGE)
    return render_template(
        "records/preview.html",
        head=head,
        counts=counts,
        outcomes=OUTCOMES,
        shown=shown,
        rows=[(row, _told(import_id, row), _reasons(row)) for row in rows],
        page=number,
        pages=-(-counts.get(shown, 0) // PER_PAGE),
    )


def _told(import_id: int, row: RowLine) -> list[Conversion]:
    if row.sealed_raw is None:
        return []
    return conversions(unpack(sealer().open_json(row.sealed_raw, belongs_to=raw_binding(import_id, row.number))))


def _reasons(row: RowLine) -> list[str]:
    if row.outcome == "ignored":
        return [IGNORED_WORDS.get(row.effect, row.effect)]
    return [WORDS.get(reason, reason) for reason in row.reasons]


@pages.post("/ho-so/nhap/<int:import_id>/xac-nhan")
@allow(IMPORT_RECORDS)
def confirm(import_id: int) -> Any:
    who, now, seal = actor(), clock.now(), sealer()
    current().run(lambda session: actions.confirm_import(session, sealer=seal, actor=who, now=now, import_id=import_id))
    flash("Đã nhập xong. Các hồ sơ trong tệp đã có trong hệ thống.")
    return redirect(url_for("records.import_page", import_id=import_id), 303)


@pages.post("/ho-so/nhap/<int:import_id>/huy")
@allow(IMPORT_RECORDS)
def discard(import_id: int) -> Any:
    who = actor()
    current().run(lambda session: actions.discard_import(session, actor=who, import_id=import_id))
    flash("Đã hủy lần nhập này. Chưa có gì thay đổi.")
    return redirect(url_for("records.import_form"), 303)


@pages.post("/ho-so/nhap/<int:import_id>/thu-lai")
@allow(IMPORT_RECORDS)
def retry(import_id: int) -> Any:
    who, now = actor(), clock.now()
    actions.require_reach(read_session(), who, import_id)
    done = actions.retry_rejected(current(), sealer=sealer(), actor=who, now=now, import_id=import_id)
    taken = sum(outcome.counts["accepted"] for outcome in done)
    flash(f"Đã nhận thêm {taken} hồ sơ." if taken else "Chưa có dòng nào nhận được thêm; lý do vẫn ghi ở từng dòng.")
    return redirect(url_for("records.import_page", import_id=import_id), 303)
