"""`/may-tinh-bang/cach-ly`: answers from tablets kept apart; an inspector lets them count or refuses them."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from feedback.answers.actions.quarantine import Decided, Wanted, decide
from feedback.answers.pages.desk import desk, pages
from feedback.answers.queries import quarantine as queries
from feedback.answers.rules.quarantine import DECIDE_QUARANTINE, Decision, check_decider, read_why
from feedback.answers.rules.tablets import REASON_WORDS, Reason
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session, sealer
from feedback.foundation.errors import Invalid

ALL = "tat-ca"
GROUP = "/may-tinh-bang/<uuid:tablet_id>/cach-ly/<any({}):reason>".format(",".join(f'"{each}"' for each in Reason))


@pages.get("/may-tinh-bang/cach-ly")
@allow(DECIDE_QUARANTINE)
def quarantine() -> str:
    """Groups by tablet and reason, with numbers and days alone: no decision by what somebody answered."""
    groups = queries.list_groups(read_session(), actor().units_for(DECIDE_QUARANTINE))
    return render_template("answers/quarantine.html", groups=groups, reasons=REASON_WORDS)


@pages.get(GROUP)
@allow(DECIDE_QUARANTINE)
def quarantined(tablet_id: UUID, reason: str) -> str:
    """One group, with the numbers that wait for a decision."""
    session = read_session()
    group = queries.get_group(session, tablet_id, reason)
    require(DECIDE_QUARANTINE, group.unit_id)
    return render_template(
        "answers/quarantined.html",
        group=group,
        waiting=queries.list_waiting(session, tablet_id, reason),
        reasons=REASON_WORDS,
        own=queries.who_revoked(session, tablet_id) == actor().login,
        everything=ALL,
    )


@pages.post(GROUP)
@allow(DECIDE_QUARANTINE)
def decide_quarantined(tablet_id: UUID, reason: str) -> Any:
    """Count or refuse all that wait, or the ones that were ticked."""
    session, who = read_session(), actor()
    group = queries.get_group(session, tablet_id, reason)
    require(DECIDE_QUARANTINE, group.unit_id)
    check_decider(who.login, queries.who_revoked(session, tablet_id))
    wanted = Wanted(tablet_id, group.unit_id, reason, _chosen())
    said: dict[str, Any] = {"decision": _decision(), "why": read_why(request.form.get("reason", "")), "wanted": wanted}
    one = partial(decide, actor=who, now=clock.now(), secret=desk().secret, sealer=sealer(), **said)
    done, left, more = 0, frozenset[UUID](), True
    while more:
        decided: Decided = current().run(partial(one, passed=left))
        done, left, more = done + decided.done, left | decided.left, decided.more
    flash(_said(_decision(), done, len(left)))
    return redirect(url_for("answers.quarantined", tablet_id=tablet_id, reason=reason), 303)


def _decision() -> Decision:
    found = {"nhan": Decision.ACCEPTED, "tu-choi": Decision.REFUSED}.get(request.form.get("quyet-dinh", ""))
    if found is None:
        raise Invalid("Xin chọn tính các phiếu này hay từ chối.")
    return found


def _chosen() -> frozenset[UUID] | None:
    """The ticked ones; None for all. Invalid when nothing was chosen."""
    if request.form.get("pham-vi") == ALL:
        return None
    try:
        chosen = frozenset(UUID(each) for each in request.form.getlist("phieu"))
    except ValueError:
        chosen = frozenset()
    if not chosen:
        raise Invalid("Xin đánh dấu ít nhất một phiếu, hoặc chọn tất cả.")
    return chosen


def _said(decision: Decision, done: int, left: int) -> str:
    said = f"Đã tính {done} phiếu." if decision is Decision.ACCEPTED else f"Đã từ chối {done} phiếu."
    if left:
        said += f" Còn {left} phiếu không tính được vì nội dung không đúng phiếu hỏi nào: chỉ có thể từ chối."
    return said
