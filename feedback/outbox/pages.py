"""What waits for a person (`/viec`) and what leaves the house (`/hop-thu-di`)."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.foundation import clock
from feedback.foundation.access import actor, allow, may_open, require
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Invalid
from feedback.outbox import actions, queries
from feedback.outbox.rules import (
    JOB_WORDS,
    RELEASE_OUTBOX,
    SEE_OUTBOX,
    SEE_TASKS,
    STATE_WORDS,
    WorkState,
    by_place,
    ends_with_its_deed,
    title_of,
)
from feedback.outbox.rules.receipts import RECEIPT_WORDS

pages = Blueprint("outbox", __name__)


@pages.get("/viec")
@allow(SEE_TASKS)
def tasks() -> str:
    """The open tasks of the units this person works for, the most urgent first, those of several units by unit."""
    units = actor().units_for(SEE_TASKS)
    session = read_session()
    groups = by_place(queries.list_tasks(session, units))
    return render_template(
        "outbox/tasks.html",
        groups=groups,
        shown=sum(len(found) for _, found in groups),
        waiting=queries.count_open_tasks(session, units),
        ticked=queries.list_tasks(session, units, done=True)[:20],
        ends_with_its_deed=ends_with_its_deed,
        may_open=may_open,
        now=clock.now(),
    )


@pages.post("/viec/<int:task_id>/xong")
@allow(SEE_TASKS)
def tick_off(task_id: int) -> Response:
    """Tick a task off."""
    require(SEE_TASKS, queries.get_task(read_session(), task_id).unit_id)
    who, now = actor(), clock.now()
    current().run(lambda session: actions.tick_off(session, actor=who, now=now, task_id=task_id))
    flash("Đã đánh dấu xong.")
    return redirect(url_for("outbox.tasks"))


def closed_since() -> datetime | None:
    """Since when nothing may leave, for the banner on every staff page; None when all is as it should be."""
    way = queries.find_way(read_session())
    return way.closed_at if way else None


@pages.get("/hop-thu-di/khoi-phuc")
@allow(RELEASE_OUTBOX)
def restored() -> str | Response:
    """What happened, what would leave, and the one button that lets it."""
    session = read_session()
    way = queries.find_way(session)
    if way is None or way.closed_at is None:
        return redirect(url_for("outbox.letters"))
    waiting = [item for item in queries.list_unsent(session) if item.state != WorkState.FAILED]
    return render_template(
        "outbox/restored.html",
        way=way,
        waiting=waiting,
        title_of=title_of,
        may_release=actor().units_for(RELEASE_OUTBOX) is None,
    )


@pages.post("/hop-thu-di/khoi-phuc")
@allow(RELEASE_OUTBOX)
def release() -> Response:
    """Somebody has looked: what waits may leave, but for what was ticked."""
    who, now = actor(), clock.now()
    drop = [UUID(each) for each in request.form.getlist("bo") if _is_uuid(each)]
    if request.form.get("da_xem") != "1":
        raise Invalid("Chưa đánh dấu đã xem danh sách. Hãy xem các thư sẽ gửi, đánh dấu rồi xác nhận.")
    waiting = current().run(lambda session: actions.release(session, actor=who, now=now, drop=drop))
    flash(f"Đã mở lại hộp thư đi: {waiting} thư đang chờ sẽ đi trong vài phút.")
    return redirect(url_for("outbox.letters"))


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@pages.get("/hop-thu-di")
@allow(SEE_OUTBOX)
def letters() -> str:
    """What was sent, what waits, what failed; failed ones first."""
    units = actor().units_for(SEE_OUTBOX)
    session = read_session()
    state = request.args.get("trang-thai", "")
    return render_template(
        "outbox/letters.html",
        items=queries.list_work(session, units, state),
        counts=queries.count_work(session, units),
        slots=queries.list_failed_slots(session) if units is None else [],
        words=STATE_WORDS,
        jobs=JOB_WORDS,
        title_of=title_of,
        receipts=RECEIPT_WORDS,
        failed=WorkState.FAILED,
        state=state,
    )


@pages.post("/hop-thu-di/<uuid:work_id>/gui-lai")
@allow(SEE_OUTBOX)
def send_again(work_id: UUID) -> Response:
    """Try a failed item again now."""
    require(SEE_OUTBOX, queries.get_work(read_session(), work_id).unit_id)
    who, now = actor(), clock.now()
    current().run(lambda session: actions.send_again(session, actor=who, now=now, work_id=work_id))
    flash("Đã xếp lại để gửi. Thư đi trong vài phút nếu máy chủ thư nhận.")
    return redirect(url_for("outbox.letters"))
