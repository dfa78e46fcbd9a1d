"""`/lich/…`: a change of the calendar is proposed, looked at with all it does to running files, and decided.

The pages stand here because what they show reaches from the calendar over the files to dates citizens were told.
Nothing is stored between preview and decision: the proposal travels in the form, and is checked again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from feedback.apologies.pages.notices import pages
from feedback.apologies.queries.calendar_letters import list_broken_by
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Conflict, Forbidden, Invalid, Refused
from feedback.foundation.text import whole
from feedback.organisation.queries import get_unit, get_unit_at
from feedback.records.actions.calendar_moves import NOTHING_NEW, apply_next, decide
from feedback.records.queries import get_files
from feedback.records.queries.calendar_moves import preview_change
from feedback.records.rules import SEE_RECORDS
from feedback.records.rules.calendar_moves import Choice
from feedback.working_calendar.forms import DecisionForm, OneDayForm, SwapForm, YearForm
from feedback.working_calendar.queries import line_of, list_days, list_years
from feedback.working_calendar.queries.proposals import before_of, calendars_with, narrowed
from feedback.working_calendar.rules import EDIT_CALENDAR
from feedback.working_calendar.rules.legal_days import legal_days
from feedback.working_calendar.rules.months import strip_of
from feedback.working_calendar.rules.notices import write_calendar, write_days_off, write_swaps
from feedback.working_calendar.rules.proposals import Proposal, pack, unpack
from feedback.working_calendar.rules.reading import CalendarLine, check_whole_years
from feedback.working_calendar.rules.wording import say_change

PER_PAGE = 50
AT_ONCE = 5
"""Works done while the administrator waits; the timetable does the rest."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The three forms of the page; one of them may hold what somebody typed and what is wrong with it."""

    year: YearForm
    swap: SwapForm
    day: OneDayForm


@pages.get("/lich/thong-bao")
@allow(EDIT_CALENDAR)
def calendar_notice() -> str:
    """The forms, filled with what is known of the year (`?nam=`)."""
    return _notice_page(_blank(_asked_year()))


def _asked_year() -> int:
    """The year asked for, else from October on the next, else this one."""
    today = clock.local_day(clock.now())
    asked = whole(request.args.get("nam", "")) or 0
    return asked if 2020 <= asked <= 2100 else today.year + (today.month >= 10)


def _blank(year: int) -> Forms:
    lines = _known(year) or legal_days(year)
    typed = {"year": year, "days_off": write_days_off(lines), "swaps": write_swaps(lines)}
    return Forms(YearForm(formdata=None, data=typed), SwapForm(formdata=None), OneDayForm(formdata=None))


def _known(year: int) -> list[CalendarLine]:
    return [line_of(row) for row in list_days(read_session(), year)]


def _notice_page(forms: Forms, opened: str = "year") -> str:
    return render_template(
        "apologies/calendar_notice.html",
        forms=forms,
        opened=opened,
        years=list_years(read_session()),
        everywhere=actor().units_for(EDIT_CALENDAR) is None,
    )


@pages.get("/lich/thong-bao/mau.csv")
@allow(EDIT_CALENDAR)
def calendar_template() -> Response:
    """The file of a year to fill in: what is stored, else the legal minimum."""
    year = _asked_year()
    content = write_calendar(_known(year) or legal_days(year))
    name = {"Content-Disposition": f'attachment; filename="lich-nghi-{year}.csv"'}
    return Response(content, mimetype="text/csv", headers=name)


@pages.post("/lich/thong-bao/nam")
@allow(EDIT_CALENDAR)
def calendar_year() -> str:
    """Preview a year's notice."""
    form = YearForm()
    forms = Forms(form, SwapForm(formdata=None), OneDayForm(formdata=None))
    if not form.validate_on_submit():
        return _notice_page(forms, "year")
    return _previewed(lambda: form.proposal(_known(form.year.data)), forms, "year")


@pages.post("/lich/thong-bao/hoan-doi")
@allow(EDIT_CALENDAR)
def calendar_swap() -> str:
    """Preview a swap of two days."""
    form = SwapForm()
    forms = Forms(_blank(_asked_year()).year, form, OneDayForm(formdata=None))
    if not form.validate_on_submit():
        return _notice_page(forms, "swap")
    return _previewed(form.proposal, forms, "swap")


@pages.post("/lich/thong-bao/ngay")
@allow(EDIT_CALENDAR)
def calendar_day() -> str:
    """Preview one day, for everybody or one unit."""
    form = OneDayForm()
    forms = Forms(_blank(_asked_year()).year, SwapForm(formdata=None), form)
    if not form.validate_on_submit():
        return _notice_page(forms, "day")
    unit_id = unit_id_of(form.unit.data or "")
    return _previewed(lambda: form.proposal(unit_id), forms, "day")


def _previewed(propose: Any, forms: Forms, opened: str) -> str:
    """The preview, or the page with what was typed and what is wrong with it."""
    try:
        return show_preview(propose())
    except Invalid as refusal:
        flash(refusal.message, "error")
        return _notice_page(forms, opened)


def unit_id_of(code: str) -> int | None:
    """The unit of today with that code; None without a code."""
    if not code.strip():
        return None
    return get_unit_at(read_session(), code.strip(), clock.local_day(clock.now())).id


def check_place(unit_id: int | None) -> None:
    """Everybody's calendar needs the right everywhere, a unit's the right there."""
    if unit_id is not None:
        get_unit(read_session(), unit_id)
        require(EDIT_CALENDAR, unit_id)
    elif actor().units_for(EDIT_CALENDAR) is not None:
        raise Forbidden("Lịch chung chỉ người quản trị toàn tỉnh được sửa. Hãy ghi mã đơn vị của ông/bà.")


# ── the preview ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pages.post("/lich/xem-truoc")
@allow(EDIT_CALENDAR)
def calendar_preview() -> str:
    """The same preview again, another page of its files."""
    return show_preview(unpack(request.form.get("proposal", "")))


def show_preview(proposal: Proposal, form: DecisionForm | None = None) -> str:
    """What the proposal would do now. Invalid where it changes nothing or a new year is not whole."""
    check_place(proposal.change.unit_id)
    session, now = read_session(), clock.now()
    change = narrowed(session, proposal.change)
    if not change:
        raise Invalid(NOTHING_NEW)
    if change.unit_id is None:
        check_whole_years([line for _, line in change.days if line], [each.year for each in list_years(session)])
    preview = preview_change(session, change, now)
    promises = list_broken_by(session, change, now)
    typed = form or DecisionForm(formdata=None, data={"proposal": pack(proposal), "stamp": preview.stamp})
    return render_template(
        "apologies/calendar_preview.html",
        proposal=proposal,
        unit=get_unit(session, change.unit_id) if change.unit_id is not None else None,
        days=say_change(change, before_of(session, change)),
        months=strip_of(change, calendars_with(session, change, [change.unit_id])[change.unit_id]),
        preview=preview,
        promises=promises,
        form=typed,
        now=now,
        today=clock.local_day(now),
        **_page_of(session, preview, {each.record_id for each in promises}),
    )


def _page_of(session: Session, preview: Any, told: set[int]) -> dict[str, Any]:
    """One page of the files that move or owe an apology sooner, as far as this person may see files."""
    reach = actor().units_for(SEE_RECORDS)
    mine = [each for each in preview.effects if reach is None or each.file.unit_id in reach]
    listed = [each for each in mine if each.moved or each.sooner or each.closed]
    pages_count = max(1, -(-len(listed) // PER_PAGE))
    number = min(max(whole(request.form.get("trang", "")) or 1, 1), pages_count)
    shown = listed[(number - 1) * PER_PAGE : number * PER_PAGE]
    files = get_files(session, [each.file.id for each in shown])
    rows = [(files[each.file.id], each) for each in shown]
    return {"rows": rows, "page": number, "pages": pages_count, "told": told}


@pages.post("/lich/quyet-dinh")
@allow(EDIT_CALENDAR)
def calendar_decide() -> str | AnyResponse:
    """Decide about a previewed change; the first works are done at once."""
    form, now = DecisionForm(), clock.now()
    proposal = unpack(form.proposal.data or "")
    check_place(proposal.change.unit_id)
    if not form.validate_on_submit():
        return show_preview(proposal, form)
    facts: dict[str, Any] = {
        "actor": actor(),
        "now": now,
        "proposal": proposal,
        "stamp": form.stamp.data,
        "choice": Choice(form.choice.data),
        "reason": form.reason.data,
    }
    try:
        decision_id = current().run(lambda session: decide(session, **facts))
    except Conflict as refusal:
        return _preview_anew(proposal, refusal)
    except Invalid as refusal:
        flash(refusal.message, "error")
        return show_preview(proposal, form)
    _begin(decision_id, now)
    flash("Đã ghi quyết định. Lịch mới có hiệu lực ngay; hồ sơ đang chạy được áp dụng dần, xem tiến độ ở trang này.")
    return redirect(url_for("apologies.calendar_decision", decision_id=decision_id))


def _preview_anew(proposal: Proposal, refusal: Refused) -> str | AnyResponse:
    """Somebody was faster: what the change would do now; nothing of the old preview counts any more."""
    flash(refusal.message, "error")
    try:
        return show_preview(proposal)
    except Invalid:
        return redirect(url_for("apologies.calendar_decisions"))


def _begin(decision_id: int, now: datetime) -> None:
    for _ in range(AT_ONCE):
        if not current().run(lambda session: apply_next(session, now=now, decision_id=decision_id)):
            return
