"""`/gop-y`: what citizens wrote, masked, for the head of the unit; `/gop-y/nghiem-trong`: what goes past that head."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.answers import queries
from feedback.answers.actions import comments as actions
from feedback.answers.pages.desk import pages
from feedback.answers.queries import CommentFilter
from feedback.answers.rules import READ_COMMENTS, READ_SERIOUS
from feedback.answers.rules.comments import pieces
from feedback.answers.rules.serious import HELD_WORDS
from feedback.answers.rules.topics import TOPIC_WORDS
from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import current
from feedback.foundation.errors import Invalid, NotFound
from feedback.foundation.pages import page_number, read_session
from feedback.foundation.text import whole
from feedback.organisation.queries import unit_path

PAGE = 50
MARK_WORDS = {"name": "có thể là tên người", "address": "có thể là địa chỉ"}


@pages.get("/gop-y")
@allow(READ_COMMENTS)
def comment_list() -> str:
    """Newest day first, without the score it came with and without the time of day."""
    topic = request.args.get("chu-de", "")
    wanted = CommentFilter(
        actor().units_for(READ_COMMENTS),
        topic=topic if topic in TOPIC_WORDS else "",
        marked=request.args.get("xem") == "danh-dau",
    )
    return _list("answers/comments.html", wanted)


@pages.get("/gop-y/nghiem-trong")
@allow(READ_SERIOUS)
def serious_list() -> str:
    """Talk of bribery or harassment at the units below: read here and nowhere else."""
    return _list("answers/serious.html", CommentFilter(actor().units_for(READ_SERIOUS), serious=True))


@pages.post("/gop-y/<uuid:comment_id>/che")
@allow(READ_COMMENTS, READ_SERIOUS)
def hide(comment_id: UUID) -> Response:
    """Hide a marked name or address for good."""
    return _look_at_place(comment_id, actions.hide_place, "Đã che. Chữ đó không còn trong lời nhắn.")


@pages.post("/gop-y/<uuid:comment_id>/khong-phai-ten")
@allow(READ_COMMENTS, READ_SERIOUS)
def unmark(comment_id: UUID) -> Response:
    """What is marked there names nobody."""
    return _look_at_place(comment_id, actions.keep_place, "Đã bỏ đánh dấu.")


def _look_at_place(comment_id: UUID, decide: Callable[..., None], done: str) -> Response:
    """A person's decision about one marked place of a comment."""
    place = _place(comment_id)
    start, end = _span()
    who, now, path = actor(), clock.now(), _path(place)
    work = partial(decide, actor=who, now=now, comment_id=comment_id, start=start, end=end, unit_path=path)
    current().run(work)
    flash(done)
    return _back(place, comment_id)


@pages.post("/gop-y/<uuid:comment_id>/chuyen-len")
@allow(READ_COMMENTS)
def pass_up(comment_id: UUID) -> Response:
    """The head sees that this is for the upper level: it leaves the head's own list."""
    place = _place(comment_id)
    if place.serious:
        raise NotFound(actions.GONE)
    who, now, path = actor(), clock.now(), _path(place)
    current().run(lambda session: actions.pass_up(session, actor=who, now=now, comment_id=comment_id, unit_path=path))
    flash("Đã chuyển lên cấp trên và thanh tra. Lời nhắn không còn ở trang này.")
    return redirect(url_for("answers.comment_list"))


@pages.post("/gop-y/<uuid:comment_id>/chuyen-ve")
@allow(READ_SERIOUS)
def release(comment_id: UUID) -> Response:
    """The inspector has read it and it is an ordinary comment: its own head gets it."""
    place = _place(comment_id)
    if not place.serious:
        raise NotFound(actions.GONE)
    who, now, path = actor(), clock.now(), _path(place)
    current().run(lambda session: actions.release(session, actor=who, now=now, comment_id=comment_id, unit_path=path))
    flash("Đã chuyển về cho người đứng đầu đơn vị đọc.")
    return redirect(url_for("answers.serious_list"))


def _list(template: str, wanted: CommentFilter) -> str:
    session, page = read_session(), page_number()
    total = queries.count_comments(session, wanted)
    return render_template(
        template,
        comments=queries.list_comments(session, wanted, limit=PAGE, offset=(page - 1) * PAGE),
        total=total,
        page=page,
        last_page=max((total + PAGE - 1) // PAGE, 1),
        wanted=wanted,
        pieces=pieces,
        mark_words=MARK_WORDS,
        topic_words=TOPIC_WORDS,
        held_words=HELD_WORDS,
    )


def _place(comment_id: UUID) -> queries.CommentPlace:
    """Where the comment is, for whoever may read it; for others it is not there, whatever it holds."""
    place = queries.get_comment_place(read_session(), comment_id)
    if not actor().may(READ_SERIOUS if place.serious else READ_COMMENTS, place.unit_id):
        raise NotFound(actions.GONE)
    return place


def _span() -> tuple[int, int]:
    start, end = whole(request.form.get("tu", "")), whole(request.form.get("den", ""))
    if start is None or end is None:
        raise Invalid("Chưa rõ chỗ nào. Hãy tải lại trang rồi bấm lại nút ở cạnh chữ đó.")
    return start, end


def _path(place: queries.CommentPlace) -> str:
    return unit_path(read_session(), place.unit_id)


def _back(place: queries.CommentPlace, comment_id: UUID) -> Response:
    page = "answers.serious_list" if place.serious else "answers.comment_list"
    return redirect(url_for(page, trang=page_number(), _anchor=f"ln-{comment_id}"))
