"""The numbers of a week, computed from the rows: the one place they come from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import TypeVar

from sqlalchemy.orm import Session

from feedback.foundation.clock import at_local, local_day
from feedback.foundation.errors import Invalid
from feedback.foundation.words import weekday
from feedback.organisation.queries import get_setting
from feedback.reports.queries.answers import DayAnswers, get_details, get_labels, list_answers
from feedback.reports.queries.apologies import OwedApology, list_owed
from feedback.reports.queries.code_cells import list_code_cells
from feedback.reports.queries.files import list_dated_back, list_files
from feedback.reports.queries.groups import list_groups
from feedback.reports.queries.halls import get_halls
from feedback.reports.queries.places import list_neighbourhoods
from feedback.reports.queries.scopes import Place, list_places
from feedback.reports.rules.building import Counts, Member, build
from feedback.reports.rules.files import FileRow, Standing, Window, count_repeated, is_transaction, on_time, tally
from feedback.reports.rules.numbers import Scope, WeekNumbers
from feedback.reports.rules.parts import Details, Limits, pool_details
from feedback.reports.rules.running import told_days
from feedback.reports.rules.weeks import Period, Week
from feedback.scoring.rules.shares import MIN_JUDGED, MIN_SHOWN, satisfied

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of all units of the scope over five weeks, by unit."""

    answers: dict[int, list[DayAnswers]]
    received: dict[int, list[FileRow]]
    solved: dict[int, list[FileRow]]
    owed: dict[int, list[OwedApology]]
    dated_back: dict[int, list[datetime]]


def compute(session: Session, scope: Scope, week: Week, cut_off: datetime) -> WeekNumbers:
    """The week of the scope as the rows stand, read at `cut_off` (aware). A week still running is counted up to it.

    Invalid for a week that has not begun, or in which the scope has no unit.
    """
    as_of = _as_of(week, cut_off)
    places = list_places(session, scope, week)
    if not places:
        raise Invalid(f"{scope.name} không có đơn vị nào trong tuần {week.words}. Chọn tuần khác.")
    ids = [place.unit_id for place in places]
    found = _find(session, ids, week, as_of, cut_off)
    labels, limits = get_labels(session), get_limits(session)
    provisional = as_of < at_local(week.period.after)
    if provisional:
        found, labels = replace(found, answers=_told(found.answers, week)), replace(labels, courtesies={}, factors={})
    details = _running(found, ids, week) if provisional else get_details(session, ids, week.period, cut_off, labels)
    numbers = build(
        week=week,
        scope=scope,
        members=[_member(place, found, week, as_of) for place in places],
        details=pool_details(details, limits),
        labels=labels,
        as_of=as_of,
        cut_off=cut_off,
        provisional=provisional,
        limits=limits,
        places=list_neighbourhoods(session, week.period_before),
    )
    groups = list_groups(session, scope, _told_units(found, ids, week, limits), week, cut_off, limits)
    return replace(
        numbers,
        groups=groups,
        # Not both: from a group and the cells that make it up a hidden cell could be subtracted.
        code_cells=() if groups else list_code_cells(session, scope, week, cut_off, limits),
        halls=get_halls(session, scope, ids, week, as_of, cut_off),
    )


def _told_units(found: Found, ids: Sequence[int], week: Week, limits: Limits) -> list[int]:
    """Whose answers the share over all of them holds: groups over others could be subtracted from it."""
    counts = {unit: sum(_within(each.day, week.period) for each in found.answers.get(unit, ())) for unit in ids}
    return [unit for unit, n in counts.items() if len(ids) == 1 or n >= limits.shown]


def _told(answers: Mapping[int, list[DayAnswers]], week: Week) -> dict[int, list[DayAnswers]]:
    """The answers of a running week that may be told; those of the weeks before as they are."""
    running = [each for of in answers.values() for each in of if each.day >= week.monday]
    until = told_days(((each.unit_id, each.channel), each.day) for each in running)

    def is_told(each: DayAnswers) -> bool:
        return each.day < week.monday or each.day <= until.get((each.unit_id, each.channel), date.min)

    return {unit_id: [each for each in of if is_told(each)] for unit_id, of in answers.items()}


def _running(found: Found, ids: Sequence[int], week: Week) -> dict[int, Details]:
    """Channels alone: of courtesies and factors only some people speak, a block of them may be a single person."""
    levels: dict[int, dict[str, list[int | None]]] = {unit: defaultdict(list) for unit in ids}
    for each in chain.from_iterable(found.answers.values()):
        if each.day >= week.monday:
            levels[each.unit_id][each.channel].append(each.level)
    return {
        unit: Details(channels={channel: satisfied(given) for channel, given in of.items()})
        for unit, of in levels.items()
    }


def get_limits(session: Session) -> Limits:
    """How many answers a share needs, by setting (`reports.min_shown`, `reports.min_judged`), never under ten."""
    shown = int(get_setting(session, None, "reports.min_shown", MIN_SHOWN))
    judged = int(get_setting(session, None, "reports.min_judged", MIN_JUDGED))
    return Limits(max(shown, MIN_SHOWN), max(judged, shown, MIN_SHOWN))


def whole_days(week: Week, now: datetime) -> datetime:
    """Until when a page tells a week: now, but for a running week the last midnight.

    Numbers that move with every answer would tell whoever reloads the page beside a citizen what that one has tapped.
    """
    midnight = at_local(local_day(now))
    return midnight if at_local(week.monday) <= midnight < at_local(week.period.after) else now


def _as_of(week: Week, cut_off: datetime) -> datetime:
    if cut_off < at_local(week.monday):
        raise Invalid(f"Tuần {week.words} bắt đầu {weekday(week.monday)}, chưa có số liệu. Chọn tuần đã qua.")
    return min(at_local(week.period.after), cut_off)


def _find(session: Session, ids: Sequence[int], week: Week, as_of: datetime, cut_off: datetime) -> Found:
    whole = Period(week.period_before.first, week.sunday)
    window = Window(at_local(whole.first), as_of)
    files = list_files(session, ids, window)
    return Found(
        answers=_by(list_answers(session, ids, whole, cut_off)),
        received=_grouped((file.receiving_unit_id, file) for file in files),
        solved=_grouped((file.solving_unit_id, file) for file in files),
        owed=_grouped(
            (apology.unit_id, apology)
            for apology in list_owed(session, ids, window.start, at_local(whole.after), cut_off)
        ),
        dated_back=_grouped(list_dated_back(session, ids, window)),
    )


def _by(answers: Iterable[DayAnswers]) -> dict[int, list[DayAnswers]]:
    return _grouped((answer.unit_id, answer) for answer in answers)


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    grouped: dict[int, list[T]] = defaultdict(list)
    for unit_id, value in pairs:
        grouped[unit_id].append(value)
    return grouped


def _member(place: Place, found: Found, week: Week, as_of: datetime) -> Member:
    return Member(
        unit_id=place.unit_id,
        code=place.code,
        name=place.name,
        now=_counts(place.unit_id, found, week.period, as_of),
        before=_counts(place.unit_id, found, week.period_before, as_of),
        past=tuple(_counts(place.unit_id, found, past.period, as_of) for past in week.before),
    )


def _counts(unit_id: int, found: Found, period: Period, as_of: datetime) -> Counts:
    """One unit over one period. Answers and transactions are the receiving unit's, the rest the solving one's."""
    window = Window(at_local(period.first), min(at_local(period.after), as_of))
    answers = [answer for answer in found.answers.get(unit_id, ()) if _within(answer.day, period)]
    solved = found.solved.get(unit_id, ())
    files = tally(solved, window)
    owed = [a for a in found.owed.get(unit_id, ()) if window.start <= a.limit_at < at_local(period.after)]
    return Counts(
        answers=satisfied(answer.level for answer in answers),
        flagged=sum(answer.flagged for answer in answers),
        transactions=sum(is_transaction(file, window) for file in found.received.get(unit_id, ())),
        on_time=on_time(files),
        no_due=files[Standing.NO_DUE],
        computed_in_time=files[Standing.COMPUTED_IN_TIME],
        computed_late=files[Standing.COMPUTED_LATE],
        aside=files[Standing.ASIDE],
        repeated=count_repeated(solved, window),
        dated_back=sum(moment in window for moment in found.dated_back.get(unit_id, ())),
        owed=len(owed),
        in_time=sum(apology.in_time for apology in owed),
        sent_late=sum(apology.late for apology in owed),
        by_channel=Counter(answer.channel for answer in answers),
    )


def _within(day: date, period: Period) -> bool:
    return period.first <= day <= period.last
