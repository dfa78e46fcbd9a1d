"""A week's files read by today's units, or with the units that are gone told apart: the same files in both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.foundation.clock import at_local
from feedback.foundation.text import fold
from feedback.organisation.queries import area_subtree_ids, ids_with_predecessors, scope_ids
from feedback.organisation.queries.successors import list_successors_on
from feedback.organisation.tables import Unit
from feedback.reports.queries.apologies import list_owed
from feedback.reports.queries.files import list_dated_back, list_files
from feedback.reports.rules.building import Counts, added
from feedback.reports.rules.files import FileRow, Standing, Window, count_repeated, is_transaction, on_time, tally
from feedback.reports.rules.numbers import Scope, ScopeKind
from feedback.reports.rules.weeks import Week


@dataclass(frozen=True, slots=True)
class UnitFiles:
    """A unit's files of the week. `includes`: units that are gone and counted here; `divided_among`: today's units of
    one that is gone and was divided, or went to a unit outside of the scope, and therefore stands for itself.
    """

    name: str
    counts: Counts
    includes: tuple[str, ...] = ()
    divided_among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SuccessionView:
    """Lines by name; `total` is the same whichever way the units are read."""

    scope: Scope
    as_of: datetime
    by_today: bool
    lines: tuple[UnitFiles, ...]
    total: Counts


def read_by_unit(
    session: Session,
    scope: Scope,
    week: Week,
    cut_off: datetime,
    *,
    by_today: bool,
    reach: Collection[int] | None = None,
) -> SuccessionView:
    """The files of the week that the scope's units solve, those of the units before them included.

    `by_today`: files of a unit that is gone are counted at its only successor; of a divided one at itself, so that none
    is counted twice. `reach` (None: all) are the units whose files this reader may see.
    """
    ids = _ids(session, scope, week) if reach is None else _ids(session, scope, week) & frozenset(reach)
    as_of = min(at_local(week.period.after), cut_off)
    successors = list_successors_on(session, ids, week.sunday)
    into = {old: new[0] for old, new in successors.items() if by_today and len(new) == 1 and new[0] in ids}
    counts = _counts(session, ids, Window(at_local(week.monday), as_of), at_local(week.period.after), cut_off)
    names = _names(session, {*ids, *(unit for units in successors.values() for unit in units)})
    gathered: dict[int, list[int]] = defaultdict(list)
    for unit_id in counts:
        gathered[into.get(unit_id, unit_id)].append(unit_id)
    lines = [
        UnitFiles(
            names[unit_id],
            added(counts[each] for each in units),
            tuple(sorted(names[each] for each in units if each != unit_id)),
            _elsewhere(unit_id, successors, names),
        )
        for unit_id, units in gathered.items()
    ]
    lines.sort(key=lambda line: fold(line.name))
    return SuccessionView(scope, as_of, by_today, tuple(lines), added(line.counts for line in lines))


def _ids(session: Session, scope: Scope, week: Week) -> frozenset[int]:
    """The scope's units and all before them. A unit alone takes only those that became it whole."""
    if scope.kind is ScopeKind.AREA:
        return area_subtree_ids(session, scope.id)
    if scope.kind is ScopeKind.SUBTREE:
        return scope_ids(session, scope.id)
    before = ids_with_predecessors(session, [scope.id])
    found = list_successors_on(session, before, week.sunday)
    return frozenset(unit for unit, ends in found.items() if unit == scope.id or ends == (scope.id,))


def _counts(
    session: Session, ids: frozenset[int], window: Window, week_end: datetime, cut_off: datetime
) -> dict[int, Counts]:
    """Unit → what was counted, for units with anything at all."""
    files = list_files(session, ids, window)
    solved: dict[int, list[FileRow]] = defaultdict(list)
    found: dict[int, Counts] = defaultdict(Counts)
    for file in files:
        solved[file.solving_unit_id].append(file)
        if file.receiving_unit_id in ids and is_transaction(file, window):
            found[file.receiving_unit_id] += Counts(transactions=1)
    for unit_id in ids & solved.keys():
        found[unit_id] += _of_files(solved[unit_id], window)
    for owed in list_owed(session, ids, window.start, week_end, cut_off):
        found[owed.unit_id] += Counts(owed=1, in_time=int(owed.in_time), sent_late=int(owed.late))
    for unit_id, _ in list_dated_back(session, ids, window):
        found[unit_id] += Counts(dated_back=1)
    return {unit_id: counts for unit_id, counts in found.items() if counts != Counts()}


def _of_files(files: list[FileRow], window: Window) -> Counts:
    standings = tally(files, window)
    return Counts(
        on_time=on_time(standings),
        no_due=standings[Standing.NO_DUE],
        computed_in_time=standings[Standing.COMPUTED_IN_TIME],
        computed_late=standings[Standing.COMPUTED_LATE],
        aside=standings[Standing.ASIDE],
        repeated=count_repeated(files, window),
    )


def _elsewhere(unit_id: int, successors: Mapping[int, tuple[int, ...]], names: Mapping[int, str]) -> tuple[str, ...]:
    ends = successors[unit_id]
    return () if ends == (unit_id,) else tuple(sorted(names[end] for end in ends))


def _names(session: Session, ids: Collection[int]) -> dict[int, str]:
    return dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids))).all())
