"""`/thu-tuc`: the catalogue with a search; one procedure with its limit, its sources and a due time worked through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.actors import Actor
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Forbidden, Invalid, Refused
from feedback.foundation.pages import page_number
from feedback.organisation.rules import Outcome
from feedback.procedures import actions, queries
from feedback.procedures.forms import ConfirmForm, FileForm
from feedback.procedures.rules import EDIT_PROCEDURES, SEE_PROCEDURES, ProcedureLine, read_procedures, say_limit
from feedback.procedures.rules.packing import LARGEST, pack, unpack
from feedback.working_calendar.rules import LimitKind
from feedback.working_calendar.rules.changes import tell_changes
from feedback.working_calendar.rules.reading import decode

pages = Blueprint("procedures", __name__)

PER_PAGE = 50
LIMIT_WORDS = {
    LimitKind.WORKING_DAYS: "ngày làm việc",
    LimitKind.CALENDAR_DAYS: "ngày (kể cả ngày nghỉ)",
    LimitKind.WORKING_HOURS: "giờ làm việc",
    LimitKind.SAME_DAY: "trong ngày",
    LimitKind.NONE: "chưa có thời hạn",
}


@pages.get("/thu-tuc")
@allow(SEE_PROCEDURES)
def catalogue() -> str:
    """Procedures by words of the name or code (`?tim=`), by field and kind of limit, fifty a page."""
    session = read_session()
    wanted = {
        "words": request.args.get("tim", "")[:200],
        "field": request.args.get("linh-vuc", ""),
        "limit_kind": request.args.get("thoi-han", ""),
    }
    total = queries.count_procedures(session, **wanted)
    page = min(page_number(), max(1, -(-total // PER_PAGE)))
    rows = queries.list_procedures(session, **wanted, skip=(page - 1) * PER_PAGE, take=PER_PAGE)
    return render_template(
        "procedures/catalogue.html",
        procedures=[(row, say_limit(queries.limit_of(row), row.limit_max)) for row in rows],
        total=total,
        page=page,
        last_page=max(1, -(-total // PER_PAGE)),
        wanted=wanted,
        fields=queries.list_fields(session),
        limits=LIMIT_WORDS,
        by_limit=queries.count_by_limit(session),
        may_load=actor().may(EDIT_PROCEDURES),
    )


@pages.get("/thu-tuc/nap")
@allow(EDIT_PROCEDURES)
def load_form() -> str:
    """Choose a catalogue file."""
    return render_template("procedures/load.html", form=FileForm(formdata=None), problem="")


@pages.post("/thu-tuc/nap")
@allow(EDIT_PROCEDURES)
def preview() -> str:
    """What the file would change; nothing is stored yet."""
    _require_everywhere()
    form = FileForm()
    if not form.validate_on_submit():
        return render_template("procedures/load.html", form=form, problem="")
    try:
        text = decode(form.file.data.read(LARGEST + 1), form.file.data.filename)
        lines, packed = read_procedures(text), pack(text)
    except Refused as refusal:
        return render_template("procedures/load.html", form=form, problem=refusal.message)
    changes = [
        change
        for start, batch in _batches(lines)
        for change in actions.compare_procedures(
            queries.find_many(read_session(), [line.code for line in batch]), batch, first_row=start + 2
        )
    ]
    return render_template(
        "procedures/preview.html",
        told=list(tell_changes(changes)),
        anything=any(change.outcome is not Outcome.UNCHANGED for change in changes),
        form=ConfirmForm(formdata=None, data={"packed": packed}),
    )


@pages.post("/thu-tuc/nap/ghi")
@allow(EDIT_PROCEDURES)
def load() -> Response:
    """Store what was looked at."""
    _require_everywhere()
    for start, batch in _batches(read_procedures(unpack(ConfirmForm().packed.data or ""))):
        _store(batch, start + 2, actor())
    flash("Đã nạp danh mục thủ tục.")
    return redirect(url_for("procedures.catalogue"))


def _store(lines: Sequence[ProcedureLine], first_row: int, who: Actor) -> None:
    now = clock.now()
    current().run(
        lambda session: actions.load_procedures(session, actor=who, now=now, lines=lines, first_row=first_row)
    )


def _batches(lines: Sequence[ProcedureLine]) -> Iterator[tuple[int, Sequence[ProcedureLine]]]:
    return ((start, lines[start : start + actions.BATCH]) for start in range(0, len(lines), actions.BATCH))


def _require_everywhere() -> None:
    """The catalogue is everybody's: changing it needs the right at every unit."""
    if actor().units_for(EDIT_PROCEDURES) is not None:
        raise Forbidden("Danh mục thủ tục dùng chung: chỉ người quản trị toàn tỉnh được nạp.")


@pages.get("/thu-tuc/<code>")
@allow(SEE_PROCEDURES)
def procedure(code: str) -> str:
    """One procedure; with `?nhan=2026-08-21T16:10` the due moment of a file received then, step by step."""
    session = read_session()
    row = queries.get_by_code(session, code)
    asked = request.args.get("nhan", "")
    lines: tuple[str, ...] = ()
    problem = ""
    if asked:
        try:
            lines = queries.explain_for(session, row, _moment(asked))
        except Refused as refusal:
            problem = refusal.message
    return render_template(
        "procedures/procedure.html",
        procedure=row,
        limit=say_limit(queries.limit_of(row), row.limit_max),
        received=asked or clock.to_local(clock.now()).strftime("%Y-%m-%dT%H:%M"),
        lines=lines,
        problem=problem,
    )


def _moment(text: str) -> datetime:
    try:
        return clock.parse_local(text)
    except ValueError:
        raise Invalid(f"“{text}” không phải là thời điểm. Hãy chọn ngày và giờ nhận.") from None
