"""The audit trail: who did what to what, newest first, within the units one may inspect."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import render_template, request

from feedback.audit.queries import PAGE, NoteFilter, list_notes, list_verbs
from feedback.audit.rules import READ_AUDIT
from feedback.foundation.access import actor, allow, may_open
from feedback.foundation.clock import at_local
from feedback.foundation.errors import Invalid
from feedback.foundation.pages import read_session
from feedback.foundation.text import whole
from feedback.organisation.queries import unit_names
from feedback.reports.documents.verbs import detail_words, object_words, verb_words
from feedback.reports.pages.blueprint import pages


@pages.get("/nhat-ky")
@allow(READ_AUDIT)
def audit_trail() -> str:
    """A page of notes; `truoc` is the last id of the page above."""
    session, asked = read_session(), request.args
    wanted = NoteFilter(
        unit_ids=actor().units_for(READ_AUDIT),
        verb=asked.get("viec", ""),
        object_kind=asked.get("loai", ""),
        object_id=asked.get("ma", ""),
        since=_day(asked.get("tu", "")),
        until=_day(asked.get("den", ""), after=1),
    )
    before = asked.get("truoc", "")
    notes = list_notes(session, wanted, before_id=whole(before))
    return render_template(
        "reports/audit.html",
        notes=notes,
        units=unit_names(session, {note.unit_id for note in notes if note.unit_id is not None}),
        verbs=list_verbs(session),
        words=verb_words,
        object_words=object_words,
        detail_words=detail_words,
        asked=asked,
        may_open=may_open,
        next_id=notes[-1].id if len(notes) == PAGE else None,
    )


def _day(text: str, *, after: int = 0) -> datetime | None:
    """Local midnight of a day written 2026-11-20, `after` days later. None for nothing; Invalid for no day."""
    if not text:
        return None
    try:
        return at_local(date.fromisoformat(text) + timedelta(days=after))
    except (ValueError, OverflowError) as error:
        raise Invalid(f"“{text[:20]}” không phải một ngày. Chọn ngày từ ô lịch.") from error
