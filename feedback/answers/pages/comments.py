"""`/gop-y`: what citizens wrote, masked, for the head of the unit alone."""

from __future__ import annotations

from flask import render_template

from feedback.answers import queries
from feedback.answers.pages.desk import pages
from feedback.answers.rules import READ_COMMENTS
from feedback.foundation.access import actor, allow
from feedback.foundation.pages import page_number, read_session

PAGE = 50


@pages.get("/gop-y")
@allow(READ_COMMENTS)
def comment_list() -> str:
    """Newest day first, without the score it came with and without the time of day."""
    units, page = actor().units_for(READ_COMMENTS), page_number()
    session = read_session()
    total = queries.count_comments(session, units)
    return render_template(
        "answers/comments.html",
        comments=queries.list_comments(session, units, limit=PAGE, offset=(page - 1) * PAGE),
        total=total,
        page=page,
        last_page=max((total + PAGE - 1) // PAGE, 1),
    )
