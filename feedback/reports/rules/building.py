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
    ScopeKind,
    Span,
    UnitLine,
    WeekNumbers,
)
from feedback.reports.rules.rolling import hides_window
from feedback.reports.rules.weeks import Week
from feedback.scoring.rules import FORMULA_VERSION
from feedback.scoring.rules.changes import Change, change, real_changes
from feedback.scoring.rules.rates import OnTime, sample_size
from feedback.scoring.rules.rounding import percent
from feedback.scoring.rules.shares import MIN_JUDGED, MIN_SHOWN, Share, Standing, YesNo, pooled, rank_bands
from feedback.scoring.rules.suppression import hidden_cells

NONE = Share(0, 0)
CODES = "code"
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
class Details:
    """Channels, courtesies and factors of the whole scope in the week, by key."""

    channels: Mapping[str, Share] = field(default_factory=dict)
    courtesies: Mapping[str, YesNo] = field(default_factory=dict)
    factors: Mapping[str, Share] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class Limits:
    """How many answers a share needs to be shown and to be judged (settings)."""

    shown: int = MIN_SHOWN
    judged: int = MIN_JUDGED


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
    limits: Limits = Limits(),
) -> WeekNumbers:
    """The numbers of one week and scope. Members are pooled; their own lines stand only where there are several."""
    now, before = added(m.now for m in members), added(m.before for m in members)
    silent = hides_window(week.monday, _answers_of_weeks(week, members), limits.shown)
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
        now=span(now, limits),
        before=span(before, limits, hide=silent),
        change=_verdict(change(now.answers, before.answers, limits.judged), silent),
        channels=_channels(details, labels, limits, alone=scope.kind is ScopeKind.UNIT),
        courtesies=_courtesies(details, labels, limits),
        factors=tuple(
            Factor(key, label, figure(details.factors.get(key, NONE), limits)) for key, label in labels.factors.items()
        ),
        weeks=_weeks(week, members, limits),
        units=_unit_lines(by_name(members), limits) if len(members) > 1 else (),
    )


def _answers_of_weeks(week: Week, members: Sequence[Member]) -> list[int]:
    return [sum(m.past[i].answers.n for m in members) for i in range(len(week.before))]


def added(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def figure(share: Share, limits: Limits, *, hide: bool = False) -> Figure:
    """What may be said of a share; hidden when it has too few answers or would give another one away."""
    standing = share.standing(limits.shown, limits.judged)
    if hide or standing is Standing.HIDDEN:
        return Figure(n=share.n, standing=Standing.HIDDEN)
    value, interval = share.percent, share.interval
    return Figure(
        n=share.n,
        standing=standing,
        part=share.part,
        percent=None if value is None else float(value),
        low=round(interval.low * 100, 4),
        high=round(interval.high * 100, 4),
    )


def span(counts: Counts, limits: Limits, *, hide: bool = False) -> Span:
    response = percent(counts.answers.n, counts.transactions)
    return Span(
        satisfaction=figure(counts.answers, limits, hide=hide),
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


def _channels(details: Details, labels: Labels, limits: Limits, *, alone: bool) -> tuple[Channel, ...]:
    """Channels apart, those used this week; their total is printed, so complementary suppression applies.

    Of several units together only the counts, once some answers came by one-time codes: from a province's channel less
    its communes' own the few code answers of one commune would come back.
    """
    hidden = hidden_cells({key: share.n for key, share in details.channels.items()}, limits.shown)
    if not alone and details.channels.get(CODES, NONE).n:
        hidden = frozenset(details.channels)
    order = [key for key in labels.channels if key in details.channels]
    order += sorted(key for key in details.channels if key not in labels.channels)
    return tuple(
        Channel(key, labels.channels.get(key, key), figure(details.channels[key], limits, hide=key in hidden))
        for key in order
    )


def _courtesies(details: Details, labels: Labels, limits: Limits) -> tuple[Courtesy, ...]:
    nobody = YesNo(0, 0, 0)
    found = {key: details.courtesies.get(key, nobody) for key in labels.courtesies}
    return tuple(
        Courtesy(key, labels.courtesies[key], figure(asked.share, limits), asked.unsure) for key, asked in found.items()
    )


def _weeks(week: Week, members: Sequence[Member], limits: Limits) -> tuple[PastWeek, ...]:
    """The four weeks one by one; their pooled share is printed too, so a hidden week may hide its neighbour."""
    each = [added(m.past[i] for m in members) for i in range(len(week.before))]
    hidden = hidden_cells({i: counts.answers.n for i, counts in enumerate(each)}, limits.shown)
    return tuple(
        PastWeek(str(past), past.monday, span(counts, limits, hide=i in hidden))
        for i, (past, counts) in enumerate(zip(week.before, each, strict=True))
    )


def _unit_lines(members: Sequence[Member], limits: Limits) -> tuple[UnitLine, ...]:
    """A line for each unit by name. No order of merit unless intervals separate; hidden cells cannot be subtracted."""
    hidden = hidden_cells({m.unit_id: m.now.answers.n for m in members}, limits.shown)
    before_hidden = hidden_cells({m.unit_id: m.before.answers.n for m in members}, limits.shown)
    verdicts = real_changes([(m.now.answers, m.before.answers) for m in members], min_judged=limits.judged)
    bands = _bands(members, hidden, limits)
    return tuple(
        UnitLine(
            unit_id=member.unit_id,
            code=member.code,
            name=member.name,
            span=span(member.now, limits, hide=member.unit_id in hidden),
            band=bands.get(member.unit_id),
            change=_verdict(verdict, member.unit_id in hidden | before_hidden),
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
