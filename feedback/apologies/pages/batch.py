"""Approving several notices from one page: each with its reason in sight, each ticked by itself, each on its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import Response, render_template, request, stream_template

from feedback.apologies import queries
from feedback.apologies.documents import approve_notice
from feedback.apologies.forms import Form, Ticked, read_ticked
from feedback.apologies.pages.notices import WORDS, pages
from feedback.apologies.rules import SIGN_APOLOGIES, State, number_words, working_days_late
from feedback.apologies.rules.signatures import SECRET_WORDS
from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.actors import Actor
from feedback.foundation.engine import Store, read_session, store
from feedback.foundation.errors import Forbidden, Refused
from feedback.foundation.signatures.keys import WrongSecret
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import MissingCalendar

MOST = 40
"""Notices on one page: as many as one person can read in one sitting."""


_SECRETS: dict[str, str] = {way.value: words for way, words in SECRET_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one ticked notice: its number, or why it was refused."""

    notice_id: int
    code: str
    number: str
    refusal: str


@dataclass(slots=True)
class Secrets:
    """What opens the signing keys, by way of signing, typed once for the whole page and never kept.

    One that was wrong is not tried on the next notice: a token would lock itself.
    """

    typed: Mapping[str, str] = field(repr=False)
    wrong: set[str] = field(default_factory=set)

    def of(self, way: str) -> str:
        """ "" where none is needed or given; WrongSecret when an earlier notice has shown that it is wrong."""
        if way in self.wrong:
            raise WrongSecret(f"{_SECRETS[way]} không đúng ở phiếu trước nên không thử nữa. Hãy mở lại trang duyệt.")
        return self.typed.get(way, "")


def _secrets(form: Form) -> Secrets:
    return Secrets({way: form.get(f"bi_mat_{way}", "") for way in _SECRETS})


@pages.get("/xin-loi/duyet-nhieu")
@allow(SIGN_APOLOGIES)
def batch() -> str:
    """All prepared notices of the head's units, nothing ticked."""
    session, now = read_session(), clock.now()
    waiting = queries.list_lines(session, actor().units_for(SIGN_APOLOGIES), {State.AWAITING}, take=MOST + 1)
    lines = [(line, _days_late(line, now)) for line in waiting[:MOST]]
    ways = {unit_id: queries.signature_way(session, unit_id) for unit_id in {line.unit_id for line, _ in lines}}
    return render_template(
        "apologies/batch.html",
        lines=lines,
        uncertain=queries.unsettled_dues(session, waiting),
        more=len(waiting) > MOST,
        most=MOST,
        now=now,
        asked={way: words for way, words in _SECRETS.items() if way in ways.values()},
        only=len(set(ways.values())) == 1,
        **WORDS,
    )


def _days_late(line: queries.NoticeLine, now: datetime) -> int | None:
    """Working days from the due moment to the result, or to now; None where the year's calendar is not loaded."""
    try:
        return working_days_late(line.due_at, line.finished_at or now, calendar_for(read_session(), line.unit_id))
    except MissingCalendar:
        return None


@pages.post("/xin-loi/duyet-nhieu")
@allow(SIGN_APOLOGIES)
def approve_batch() -> Response:
    """Approve what was ticked, one by one; the page grows with each result, a refusal holds up nobody else."""
    ticked = read_ticked(request.form)
    results = _approve_each(store(), actor(), ticked, _secrets(request.form), clock.now())
    return Response(stream_template("apologies/batch_done.html", results=results, count=len(ticked)))


def _approve_each(kept: Store, who: Actor, ticked: list[Ticked], secrets: Secrets, now: datetime) -> Iterator[Result]:
    for each in ticked:
        yield _approve_one(kept, who, each, secrets, now)


def _approve_one(kept: Store, who: Actor, each: Ticked, secrets: Secrets, now: datetime) -> Result:
    code = way = ""
    try:
        with kept.database.read() as session:
            line = queries.get_line(session, each.notice_id)
            way = queries.signature_way(session, line.unit_id)
        if not who.may(SIGN_APOLOGIES, line.unit_id):
            raise Forbidden("Phiếu này của đơn vị khác nên ông/bà không duyệt được.")
        code = line.code
        number = approve_notice(
            kept, actor=who, now=now, notice_id=each.notice_id, version=each.version, secret=secrets.of(way)
        )
    except WrongSecret as refusal:
        secrets.wrong.add(way)
        return Result(each.notice_id, code, "", refusal.message)
    except Refused as refusal:
        return Result(each.notice_id, code, "", refusal.message)
    return Result(each.notice_id, code, number_words(number), "")
