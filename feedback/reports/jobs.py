"""Monday morning: the editions of the week that ended, and a letter to each leader. Every working morning: warnings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import at_local, local_day
from feedback.foundation.database import Database
from feedback.foundation.engine import Store
from feedback.foundation.settings import Settings
from feedback.organisation.queries import area_ids
from feedback.outbox.actions import enqueue, hand_over, keep_document
from feedback.outbox.queries import find_work_id, get_work
from feedback.records.queries import Group, list_warnings
from feedback.reports.actions import keep_edition
from feedback.reports.documents.html import Letter, weekly_letter
from feedback.reports.documents.warnings import MOST, warnings_letter
from feedback.reports.exports.papers import Paper, pdf_paper, xlsx_paper
from feedback.reports.queries.busy import list_busy_units
from feedback.reports.queries.editions import Archived
from feedback.reports.queries.leaders import Leader, list_leaders
from feedback.reports.queries.recipients import Recipient, list_recipients
from feedback.reports.queries.scopes import has_places
from feedback.reports.queries.weekly import compute
from feedback.reports.rules.numbers import Scope, ScopeKind
from feedback.reports.rules.slugs import slug
from feedback.reports.rules.weeks import Week, parse_week
from feedback.working_calendar.queries import calendars_for

LETTER = "weekly_report"
WARNINGS = "warnings"
MONDAY_MORNING = time(7)
PATIENCE = timedelta(hours=1)
"""A report made later than this after Monday 07:00 says that it is late."""

Papers = Callable[[Archived], tuple[Paper, ...]]


def weekly(store: Store, now: datetime, slot: str) -> int:
    """The editions of week `slot` (2026-W46) for every busy unit and every leader's scopes, and the leaders' letters.

    Returns how many letters are new. Run again, after a crash or by two schedulers, it changes nothing: an edition
    that says the same is kept, a letter is unique by week and account.
    """
    week = parse_week(slot)
    with store.database.read() as session:
        leaders = [leader for leader in list_leaders(session) if leader.scopes]
        led = [scope for leader in leaders for scope in leader.scopes if has_places(session, scope, week)]
        scopes = list(dict.fromkeys([*list_busy_units(session, week), *led]))
    late = is_late(week, now)
    editions = {scope: make_edition(store.database, scope, week, now, late=late) for scope in scopes}
    papers = cache(_papers)
    return sum(_write_to(store, leader, week, editions, papers, now, late=late) for leader in leaders)


def is_late(week: Week, now: datetime) -> bool:
    """Whether the report of that week comes after its Monday morning ("gửi muộn")."""
    return now > at_local(week.period.after, MONDAY_MORNING) + PATIENCE


def make_edition(database: Database, scope: Scope, week: Week, now: datetime, *, late: bool) -> Archived:
    """The edition of that week and scope as the rows stand now; the one already kept if nothing changed since."""
    with database.read() as session:
        numbers = compute(session, scope, week, now)
    return database.run(lambda session: keep_edition(session, actor=SYSTEM, now=now, numbers=numbers, late=late))


def _papers(edition: Archived) -> tuple[Paper, ...]:
    return pdf_paper(edition.numbers, edition.sha256), xlsx_paper(edition.numbers, edition.sha256)


def _write_to(
    store: Store,
    leader: Leader,
    week: Week,
    editions: dict[Scope, Archived],
    papers: Papers,
    now: datetime,
    *,
    late: bool,
) -> bool:
    """Whether a new letter to that leader now waits in the outbox."""
    mine = [editions[scope] for scope in leader.scopes if scope in editions]
    if not mine:
        return False
    email = leader.email
    if not email:
        store.database.run(lambda session: _ask_for_address(session, leader, now))
        return False
    subject = f"{week}/{leader.account_id}"
    with store.database.read() as session:
        if find_work_id(session, LETTER, subject) is not None:
            return False
    links = [(each.numbers, each.sha256, link_to(store.settings, week, each)) for each in mine]
    letter = weekly_letter(links, person_name=leader.person_name, late=late)
    files = [paper for edition in mine for paper in papers(edition)]
    mark = message_id(store.settings, subject, email)
    return store.database.run(
        lambda session: _enqueue(session, subject, mark, leader.person_name, email, letter, files, now)
    )


def message_id(settings: Settings, subject: str, email: str) -> str:
    """The letter's Message-ID, the same whenever it is made: a restored database makes the weeks since then again."""
    return f"<{uuid5(NAMESPACE_URL, f'{settings.url}/{LETTER}/{subject}/{email}')}@lang-nghe>"


def link_to(settings: Settings, week: Week, edition: Archived) -> str:
    scope = edition.numbers.scope
    return f"{settings.url}/bao-cao/{week}/{slug(scope.kind, scope.id)}"


def _enqueue(
    session: Session, subject: str, mark: str, name: str, email: str, letter: Letter, files: list[Paper], now: datetime
) -> bool:
    """Files and letter in one transaction; nothing at all where another process was quicker."""
    if find_work_id(session, LETTER, subject) is not None:
        return False
    payload = {"to": email, "to_name": name, "subject": letter.subject, "text": letter.text, "html": letter.html}
    with session.begin_nested() as part:
        kept = [
            keep_document(session, name=file.name, media_type=file.media_type, content=file.content, now=now)
            for file in files
        ]
        asked = partial(enqueue, session, kind=LETTER, subject=subject, now=now, payload=payload, message_id=mark)
        first = get_work(session, asked(document_ids=kept)).document_ids == [str(each) for each in kept]
        if not first:
            part.rollback()  # Both had looked before either wrote: the other's letter stands, these files go with none.
    return first


def _ask_for_address(session: Session, leader: Leader, now: datetime) -> None:
    """A leader without address gets no letter: somebody is asked for it, once."""
    first = leader.scopes[0]
    units = sorted(area_ids(session, first.id)) if first.kind is ScopeKind.AREA else [first.id]
    if units:
        hand_over(
            session,
            kind="weekly_report_address",
            subject=str(leader.account_id),
            unit_id=units[0],
            title=f"Bổ sung địa chỉ thư của {leader.person_name} để nhận báo cáo tuần",
            now=now,
            link="/tai-khoan",
            for_role="administrator",
        )


# ── every working morning ─────────────────────────────────────────────────────────────────────────────────────────────


def warn(store: Store, now: datetime, slot: str) -> int:
    """A letter to each officer and head whose units have files overdue, owing an apology today, or due soon; how many.

    One a person and day, whatever runs twice; none on days off, none when there is nothing to say. A turn of a day
    that is over is let go: today's letter tells all that still stands.
    """
    today = local_day(now)
    if slot != today.isoformat():
        return 0
    with store.database.read() as session:
        recipients = [each for each in list_recipients(session, today) if not _is_off(session, each, today)]
    told = cache(lambda units: _groups(store, now, units))
    return sum(_warn_one(store, each, told(each.unit_ids), now) for each in recipients)


def _is_off(session: Session, recipient: Recipient, today: date) -> bool:
    """Whether nobody of these units works today."""
    calendars = calendars_for(session, recipient.unit_ids).values()
    return not any(calendar.is_working_day(today) for calendar in calendars)


Groups = tuple[Group, ...]


def _groups(store: Store, now: datetime, units: frozenset[int]) -> tuple[Groups, Groups]:
    """Of the files these units solve, and of those they received for others to solve."""
    with store.database.read() as session:
        mine = list_warnings(session, now, units, most=MOST)
        return mine, list_warnings(session, now, units, most=MOST, elsewhere=True)


def _warn_one(store: Store, recipient: Recipient, told: tuple[Groups, Groups], now: datetime) -> bool:
    """Whether a new letter to that address waits in the outbox."""
    if not any(group.total for groups in told for group in groups):
        return False
    link = f"{store.settings.url}/ho-so/sap-tre"
    letter = warnings_letter(*told, names=recipient.names, now=now, link=link, sample=store.settings.demo)
    mark = uuid5(NAMESPACE_URL, f"{store.settings.url}/{WARNINGS}/{local_day(now)}/{recipient.email}")
    # The address is no subject of a row: who may see the outbox reads a mark instead.
    subject = f"{local_day(now)}/{mark.hex[:16]}"
    payload = {
        "to": recipient.email,
        "to_name": recipient.names[0],
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
    }

    def put(session: Session) -> bool:
        if find_work_id(session, WARNINGS, subject) is not None:
            return False
        enqueue(session, kind=WARNINGS, subject=subject, now=now, payload=payload, message_id=f"<{mark}@lang-nghe>")
        return True

    return store.database.run(put)
