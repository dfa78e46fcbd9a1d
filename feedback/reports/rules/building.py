"""From counted rows to the numbers of a week: which figure may be shown, what stays hidden, what really changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from feedback.foundation.text import fold
from feedback.reports.rules.numbers import (
    Apologies,
    Channel,
    Courtesy,
    Factor,
    Figure,
    Files,
    PastWeek,
    Scope,
    Span,
    UnitLine,
    WeekNumbers,
)
from feedback.reports.rules.parts import (
    NONE,
    NOWHERE,
    USUAL,
    Details,
    Limits,
    Places,
    silent_channels,
    told_share,
    told_window,
)
from feedback.reports.rules.rolling import hides_window, is_own_turn
from feedback.reports.rules.weeks import Week
from feedback.scoring.rules import FORMULA_VERSION
from feedback.scoring.rules.changes import Change, change, real_changes
from feedback.scoring.rules.rates import OnTime, sample_size
from feedback.scoring.rules.rounding import percent
from feedback.scoring.rules.shares import Share, Standing, YesNo, pooled, rank_bands
from feedback.scoring.rules.suppression import hidden_cells

NO_FILES = OnTime(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted for one unit and one period, before anything is hidden. Adds up over units."""

    answers: Share = NONE
    flagged: int = 0
    transactions: int = 0
    on_time: OnTime = NO_FILES
    no_due: int = 0
    computed_in_time: int = 0
    computed_late: int = 0
    aside: int = 0
    owed: int = 0
    in_time: int = 0
    sent_late: int = 0
    by_channel: Mapping[str, int] = field(default_factory=dict)
    repeated: int = 0
    dated_back: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            pooled((self.answers, other.answers)),
            self.flagged + other.flagged,
            self.transactions + other.transactions,
            self.on_time + other.on_time,
            self.no_due + other.no_due,
            self.computed_in_time + other.computed_in_time,
            self.computed_late + other.computed_late,
            self.aside + other.aside,
            self.owed + other.owed,
            self.in_time + other.in_time,
            self.sent_late + other.sent_late,
            dict(Counter(self.by_channel) + Counter(other.by_channel)),
            self.repeated + other.repeated,
            self.dated_back + other.dated_back,
        )


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of the questionnaire, in its order."""

    courtesies: Mapping[str, str]
    factors: Mapping[str, str]
    channels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Member:
    """A unit of the scope with its counts: this week, the four weeks before as one period, and each of them."""

    unit_id: int
    code: str
    name: str
    now: Counts
    before: Counts
    past: tuple[Counts, ...]


def build(
    *,
    week: Week,
    scope: Scope,
    members: Sequence[Member],
    details: Details,
    labels: Labels,
    as_of: datetime,
    cut_off: datetime,
    provisional: bool = False,
    limits: Limits = USUAL,
    places: Places = NOWHERE,
) -> WeekNumbers:
    """The numbers of one week and scope. Members are pooled; their own lines stand only where there are several.

    `places`: where every unit of the four weeks before belonged; without it small ones are told with no others.
    """
    now, before = added(m.now for m in members), added(m.before for m in members)
    told = told_share({m.unit_id: m.now.answers for m in members}, limits)
    weeks = [{m.unit_id: m.past[i].answers for m in members} for i in range(len(week.before))]
    past = [told_share(each, limits) for each in weeks]
    told_before = told_window(weeks, places, limits, own_turn=is_own_turn(week.monday))
    silent = hides_window(week.monday, [each.n for each in past], limits.shown)
    return WeekNumbers(
        week=str(week),
        monday=week.monday,
        sunday=week.sunday,
        scope=scope,
        as_of=as_of,
        cut_off=cut_off,
        formula=FORMULA_VERSION,
        provisional=provisional,
        min_shown=limits.shown,
        min_judged=limits.judged,
        now=span(now, limits, told=told),
        before=span(before, limits, told=told_before, hide=silent),
        change=_verdict(change(told, told_before, limits.judged), silent),
        channels=_channels(details, labels, limits),
        courtesies=_courtesies(details, labels, limits),
        factors=_factors(details, labels, limits),
        weeks=_weeks(week, members, past, limits),
        units=_unit_lines(week, by_name(members), limits) if len(members) > 1 else (),
    )


def added(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def figure(share: Share, limits: Limits, *, hide: bool = False, people: int | None = None) -> Figure:
    """What may be said of a share; hidden when it has too few answers, withheld when it would give another one away.

    `people`, where one may have given several of the answers: they decide how far the share may be used.
    """
    standing = (share if people is None else Share(0, people)).standing(limits.shown, limits.judged)
    if hide or standing is Standing.HIDDEN:
        return Figure(n=share.n, standing=Standing.HIDDEN if standing is Standing.HIDDEN else Standing.WITHHELD)
    value, interval = share.percent, share.interval
    return Figure(
        n=share.n,
        standing=standing,
        part=share.part,
        percent=None if value is None else float(value),
        low=round(interval.low * 100, 4),
        high=round(interval.high * 100, 4),
    )


def span(counts: Counts, limits: Limits, *, told: Share | None = None, hide: bool = False) -> Span:
    """`told`: the part of the answers whose share may be printed, where that is not all of them."""
    share = counts.answers if told is None else told
    response = percent(counts.answers.n, counts.transactions)
    return Span(
        satisfaction=figure(share, limits, hide=hide),
        left_out=counts.answers.n - share.n,
        transactions=counts.transactions,
        response_percent=None if response is None else float(response),
        wanted_answers=sample_size(counts.transactions),
        flagged=counts.flagged,
        files=_files(counts),
        apologies=Apologies(counts.owed, counts.in_time, counts.sent_late),
        by_channel=dict(sorted(counts.by_channel.items())),
    )


def _files(counts: Counts) -> Files:
    rate = counts.on_time.percent
    return Files(
        done_in_time=counts.on_time.done_in_time,
        done_late=counts.on_time.done_late,
        open_in_time=counts.on_time.open_in_time,
        open_overdue=counts.on_time.open_overdue,
        no_due=counts.no_due,
        computed_in_time=counts.computed_in_time,
        computed_late=counts.computed_late,
        aside=counts.aside,
        on_time_percent=None if rate is None else float(rate),
        repeated=counts.repeated,
        dated_back=counts.dated_back,
    )


def _channels(details: Details, labels: Labels, limits: Limits) -> tuple[Channel, ...]:
    """Channels apart, those used this week; their total is printed, so complementary suppression applies."""
    hidden = silent_channels(details, limits) if details.channels_apart else frozenset(details.channels)
    order = [key for key in labels.channels if key in details.channels]
    order += sorted(key for key in details.channels if key not in labels.channels)
    return tuple(
        Channel(key, labels.channels.get(key, key), figure(details.channels[key], limits, hide=key in hidden))
        for key in order
    )


def _courtesies(details: Details, labels: Labels, limits: Limits) -> tuple[Courtesy, ...]:
    """“Không rõ” is an answer as well: where the others are too few it is told as little as they are."""
    found = []
    for key, label in labels.courtesies.items():
        asked = details.courtesies.get(key, YesNo(0, 0, 0))
        shown = figure(asked.share, limits)
        found.append(Courtesy(key, label, shown, None if shown.percent is None else asked.unsure))
    return tuple(found)


def _factors(details: Details, labels: Labels, limits: Limits) -> tuple[Factor, ...]:
    return tuple(
        Factor(key, label, figure(details.factors.get(key, NONE), limits, people=details.people_of(key)))
        for key, label in labels.factors.items()
    )


def _weeks(week: Week, members: Sequence[Member], told: Sequence[Share], limits: Limits) -> tuple[PastWeek, ...]:
    """The four weeks one by one; their pooled share is printed too, so a hidden week may hide its neighbour."""
    hidden = hidden_cells({i: share.n for i, share in enumerate(told)}, limits.shown)
    return tuple(
        PastWeek(
            str(past), past.monday, span(added(m.past[i] for m in members), limits, told=told[i], hide=i in hidden)
        )
        for i, past in enumerate(week.before)
    )


def _unit_lines(week: Week, members: Sequence[Member], limits: Limits) -> tuple[UnitLine, ...]:
    """A line for each unit by name. No order of merit unless intervals separate.

    Small ones are hidden without a companion: the total holds none of them alone (`told_share`). A verdict stands only
    where the unit's own report has it as well.
    """
    hidden = {m.unit_id for m in members if m.now.answers.n < limits.shown}
    silent = {m.unit_id for m in members if hides_window(week.monday, [p.answers.n for p in m.past], limits.shown)}
    verdicts = real_changes([(m.now.answers, m.before.answers) for m in members], min_judged=limits.judged)
    bands = _bands(members, hidden, limits)
    return tuple(
        UnitLine(
            unit_id=member.unit_id,
            code=member.code,
            name=member.name,
            span=span(member.now, limits, hide=member.unit_id in hidden),
            band=bands.get(member.unit_id),
            change=_verdict(verdict, member.unit_id in hidden | silent),
        )
        for member, verdict in zip(members, verdicts, strict=True)
    )


def _verdict(verdict: Change, hidden: bool) -> Change:
    return Change.TOO_FEW if hidden else verdict


def _bands(members: Sequence[Member], hidden: Collection[int], limits: Limits) -> dict[int, int]:
    """Rank bands of the units with enough answers, empty while all of them overlap."""
    judged = [m for m in members if m.unit_id not in hidden and m.now.answers.n >= limits.judged]
    bands = rank_bands(m.now.answers for m in judged)
    if max(bands, default=1) == 1:
        return {}
    return {m.unit_id: band for m, band in zip(judged, bands, strict=True)}


def by_name(members: Iterable[Member]) -> list[Member]:
    """Sorted by name then code: never by merit."""
    return sorted(members, key=lambda m: (fold(m.name), m.code))


def without_history(numbers: WeekNumbers) -> WeekNumbers:
    """The numbers without their cut-off, for asking whether two runs found the same."""
    return replace(numbers, cut_off=numbers.as_of)
