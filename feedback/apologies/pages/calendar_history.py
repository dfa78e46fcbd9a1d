"""`/lich/quyet-dinh`: what was decided about the calendar, why, and what it meant; the paper for a citizen."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template

from feedback.apologies.pages.notices import pages
from feedback.apologies.queries import decision_of, get_line, notice_facts, read_notice
from feedback.apologies.queries.calendar_letters import letter_facts
from feedback.apologies.rules import SEE_APOLOGIES
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.documents import compile_pdf
from feedback.foundation.engine import read_session, sealer
from feedback.foundation.pages import page_number
from feedback.organisation.queries import unit_names
from feedback.records.queries.calendar_decisions import (
    count_decisions,
    count_listed,
    count_moves,
    count_moves_by_unit,
    get_decision,
    list_decisions,
    list_moves,
)
from feedback.records.rules import SEE_RECORDS
from feedback.records.rules.calendar_moves import CHOICE_WORDS, Choice
from feedback.working_calendar.rules import EDIT_CALENDAR, SEE_CALENDAR
from feedback.working_calendar.rules.proposals import from_json
from feedback.working_calendar.rules.wording import say_change

PER_PAGE = 50


def _words(choice: str) -> str:
    return CHOICE_WORDS[Choice(choice)]


@pages.get("/lich/quyet-dinh")
@allow(SEE_CALENDAR)
def calendar_decisions() -> str:
    """All decisions, newest first, with how many files each was about and how many citizens were told."""
    session, number = read_session(), page_number()
    decisions = list_decisions(session, skip=(number - 1) * PER_PAGE, take=PER_PAGE)
    return render_template(
        "apologies/calendar_decisions.html",
        decisions=decisions,
        counts=count_moves(session, [each.id for each in decisions]),
        units=unit_names(session, [each.unit_id for each in decisions if each.unit_id is not None]),
        choice=_words,
        page=number,
        pages=-(-count_decisions(session) // PER_PAGE),
        may_edit=actor().may(EDIT_CALENDAR),
    )


@pages.get("/lich/quyet-dinh/<int:decision_id>")
@allow(SEE_CALENDAR)
def calendar_decision(decision_id: int) -> str:
    """One decision: what changed, why, and its files as far as this person may see files."""
    session, number = read_session(), page_number()
    decision = get_decision(session, decision_id)
    change, before = from_json(decision.change), from_json(decision.before)
    shown: dict[str, Any] = {"lines": [], "listed": 0, "by_unit": []}
    if actor().may(SEE_RECORDS):
        reach = actor().units_for(SEE_RECORDS)
        lines = list_moves(session, decision_id, reach, skip=(number - 1) * PER_PAGE, take=PER_PAGE)
        listed = count_listed(session, decision_id, reach)
        shown = {"lines": lines, "listed": listed, "by_unit": count_moves_by_unit(session, decision_id, reach)}
    return render_template(
        "apologies/calendar_decision.html",
        decision=decision,
        choice=_words(decision.choice),
        days=say_change(change, before),
        unit=unit_names(session, [decision.unit_id]).get(decision.unit_id) if decision.unit_id is not None else None,
        counts=count_moves(session, [decision_id])[decision_id],
        page=number,
        pages=-(-shown["listed"] // PER_PAGE),
        may_edit=actor().may(EDIT_CALENDAR),
        **shown,
    )


@pages.get("/xin-loi/<int:notice_id>/dieu-chinh/<int:decision_id>.pdf")
@allow(SEE_APOLOGIES)
def calendar_paper(notice_id: int, decision_id: int) -> Response:
    """The notice about the moved date, to print and hand over. The same bytes each time."""
    session = read_session()
    require(SEE_APOLOGIES, get_line(session, notice_id).unit_id)
    facts = letter_facts(session, notice_id, decision_id)
    notice = read_notice(session, notice_id)
    told = notice_facts(
        session,
        notice,
        decision_of(notice),
        number=notice.number or 0,
        now=facts.told_at,
        sealer=sealer(),
        base_url="",
    )
    data = {
        "upper": told.upper_line,
        "lower": told.lower_line,
        "date": f"{told.place}, ngày {clock.to_local(facts.told_at):%d tháng %m năm %Y}",
        "to": told.applicant.name or "Ông/Bà/Tổ chức",
        "unit": facts.unit,
        "code": facts.code,
        "procedure": facts.procedure,
        "before": facts.before,
        "after": facts.after,
        "source": facts.source,
        "sample": "MẪU" if told.is_sample else "",
    }
    return Response(compile_pdf("calendar_letter", data, timestamp=facts.told_at), mimetype="application/pdf")
