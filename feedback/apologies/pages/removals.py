"""Taking a line off the public list: the head asks, a second person decides."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from feedback.apologies import actions, queries
from feedback.apologies.forms import read_version
from feedback.apologies.pages.notices import WORDS, pages
from feedback.apologies.queries.removals import get_removal_unit
from feedback.apologies.rules import REMOVE_PUBLIC, SIGN_APOLOGIES
from feedback.audit.rules import READ_AUDIT
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Invalid


@pages.app_context_processor
def _waiting_removals() -> dict[str, object]:
    """The audit's page, a floor above, shows what waits for a second person."""
    return {
        "waiting_removals": lambda: queries.list_removals(read_session(), actor().units_for(READ_AUDIT), pending=True)
    }


@pages.post("/xin-loi/<int:notice_id>/go-cong-khai")
@allow(SIGN_APOLOGIES)
def ask_removal(notice_id: int) -> AnyResponse:
    """The head asks; the line stays until somebody else has confirmed."""
    require(SIGN_APOLOGIES, queries.get_line(read_session(), notice_id).unit_id)
    who, now, why = actor(), clock.now(), request.form.get("ly_do", "")
    current().run(lambda session: actions.ask_removal(session, actor=who, now=now, notice_id=notice_id, why=why))
    flash("Đã gửi đề nghị. Dòng vẫn được đăng cho đến khi thanh tra hoặc lãnh đạo cấp trên xác nhận.")
    return redirect(url_for("apologies.notice", notice_id=notice_id))


@pages.get("/xin-loi/go-cong-khai")
@allow(REMOVE_PUBLIC)
def removals() -> str:
    """Requests that wait for the second person, and what became of earlier ones."""
    units = actor().units_for(REMOVE_PUBLIC)
    return render_template(
        "apologies/removals.html",
        waiting=queries.list_removals(read_session(), units, pending=True),
        decided=queries.list_removals(read_session(), units, pending=False, take=50),
        **WORDS,
    )


@pages.post("/xin-loi/go-cong-khai/<int:removal_id>")
@allow(REMOVE_PUBLIC)
def decide_removal(removal_id: int) -> AnyResponse:
    """Confirm or refuse."""
    require(REMOVE_PUBLIC, get_removal_unit(read_session(), removal_id))
    choice = request.form.get("quyet_dinh", "")
    if choice not in ("go", "giu"):
        raise Invalid("Hãy chọn xác nhận gỡ hoặc giữ lại.")
    who, now, version, answer = actor(), clock.now(), read_version(request.form), request.form.get("tra_loi", "")
    current().run(
        lambda session: actions.decide_removal(
            session,
            actor=who,
            now=now,
            removal_id=removal_id,
            version=version,
            confirmed=choice == "go",
            answer=answer,
        )
    )
    flash("Đã gỡ dòng khỏi trang công khai." if choice == "go" else "Đã giữ dòng trên trang công khai.")
    return redirect(url_for("apologies.removals"))
