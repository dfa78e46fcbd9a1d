"""Taking an approved paper back, and giving up a draft written by hand."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from feedback.apologies import actions, queries
from feedback.apologies.forms import TakingBack, Typed, read_version
from feedback.apologies.pages.notices import notice_page, pages
from feedback.apologies.rules import MARK_LATE, SIGN_APOLOGIES
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Invalid


def _require_at(unit_id: int) -> None:
    """Whoever prepares or signs papers of that unit."""
    if not actor().may(SIGN_APOLOGIES, unit_id):
        require(MARK_LATE, unit_id)


@pages.post("/xin-loi/<int:notice_id>/thu-hoi")
@allow(MARK_LATE, SIGN_APOLOGIES)
def draft_withdrawal(notice_id: int) -> AnyResponse | tuple[str, int]:
    """A draft of the paper that takes this notice back; the head approves it. A refusal keeps the words."""
    line = queries.get_line(read_session(), notice_id)
    _require_at(line.unit_id)
    who, now, version, why = actor(), clock.now(), read_version(request.form), request.form.get("ly_do", "")
    try:
        draft = current().run(
            lambda session: actions.draft_withdrawal(
                session, actor=who, now=now, notice_id=notice_id, version=version, why=why
            )
        )
    except Invalid as refusal:
        return notice_page(line, Typed(), back=TakingBack(why, refusal.message)), 422
    flash("Đã lập dự thảo phiếu thu hồi. Phiếu cũ còn hiệu lực cho đến khi người đứng đầu duyệt phiếu thu hồi.")
    return redirect(url_for("apologies.notice", notice_id=draft))


@pages.post("/xin-loi/<int:notice_id>/huy")
@allow(MARK_LATE, SIGN_APOLOGIES)
def cancel_draft(notice_id: int) -> AnyResponse:
    """Give up a withdrawal or a letter about a fault that was not approved."""
    _require_at(queries.get_line(read_session(), notice_id).unit_id)
    who, now, version = actor(), clock.now(), read_version(request.form)
    current().run(
        lambda session: actions.cancel_draft(session, actor=who, now=now, notice_id=notice_id, version=version)
    )
    flash("Đã hủy dự thảo. Chưa có số nào bị lấy.")
    return redirect(url_for("apologies.notices"))
