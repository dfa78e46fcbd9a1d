"""Letters about faults other than lateness, begun by hand from a file."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from feedback.apologies import actions, queries
from feedback.apologies.forms import read_fault
from feedback.apologies.pages.notices import WORDS, pages
from feedback.apologies.rules import MARK_LATE, SIGN_APOLOGIES
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Invalid
from feedback.records.queries import get_file


@pages.get("/xin-loi/ho-so/<int:record_id>/loi")
@allow(MARK_LATE, SIGN_APOLOGIES)
def fault(record_id: int) -> str:
    """The form: what went wrong with this file."""
    return _page(record_id)


def _page(record_id: int, error: str = "") -> str:
    file, session = get_file(read_session(), record_id), read_session()
    require(MARK_LATE, file.solving_unit_id)
    letters = [
        queries.get_line(session, row.id)
        for turn, row in sorted(queries.find_turns(session, [record_id]).get(record_id, {}).items())
        if queries.FIRST_FAULT <= turn < queries.FIRST_WITHDRAWAL
    ]
    twice = [each for each in queries.list_asked_twice(session, [file.solving_unit_id]) if each.record_id == record_id]
    return render_template(
        "apologies/fault.html", file=file, letters=letters, twice=twice, error=error, typed=request.form, **WORDS
    )


@pages.post("/xin-loi/ho-so/<int:record_id>/loi")
@allow(MARK_LATE, SIGN_APOLOGIES)
def add_fault(record_id: int) -> AnyResponse | tuple[str, int]:
    """Note it in the file's open letter, or begin one; a refusal keeps what was typed."""
    require(MARK_LATE, get_file(read_session(), record_id).solving_unit_id)
    who, now, happened = actor(), clock.now(), request.form.get("viec", "")
    try:
        kind = read_fault(request.form)
        letter = current().run(
            lambda session: actions.add_fault(
                session, actor=who, now=now, record_id=record_id, kind=kind, happened=happened
            )
        )
    except Invalid as refusal:
        return _page(record_id, refusal.message), 422
    flash("Đã ghi lỗi vào thư xin lỗi của hồ sơ. Hãy ghi nguyên nhân và biện pháp khắc phục rồi trình duyệt.")
    return redirect(url_for("apologies.notice", notice_id=letter))
