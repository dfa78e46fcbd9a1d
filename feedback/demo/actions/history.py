"""Eight weeks of the sample province, told day by day through the real verbs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from feedback.demo.actions.answers import hand_in_all
from feedback.demo.actions.files import import_day
from feedback.demo.rules import WEEKS, PlannedFile, first_day, plan_answers, plan_files
from feedback.foundation.clock import LOCAL, to_local
from feedback.foundation.engine import Store
from feedback.organisation.queries import list_counters
from feedback.procedures.queries import due_for, get_by_code
from feedback.questionnaires.queries import find_current
from feedback.questionnaires.rules import read as read_questionnaire
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import local_time, minute_of

CLOSING = time(17, 15)
Tell = Callable[[str, int, int], None]
LiveDay = Callable[[datetime], None]
Offices = Callable[[frozenset[str]], LiveDay]


def tell_history(
    store: Store, units: dict[str, int], now: datetime, offices: Offices, tell: Tell, *, weeks: int = WEEKS
) -> None:
    """Files and answers of the eight weeks up to `now`.

    `offices(told)` gives what offices do each working morning, `told` being the codes of files seen to run late.
    """
    until = to_local(now).replace(tzinfo=None)
    with store.database.read() as session:
        days = list(_working_days(session, until.date(), weeks))
        files = list(plan_files(days, until, _due_times(session), _in_office(session)))
    since = datetime.combine(days[0], time())
    live_day = offices(frozenset(file.code for file in files if file.told and _runs_late(file)))
    for number, day in enumerate(days, start=1):
        tell("Hồ sơ và phiếu xin lỗi", number, len(days))
        since = _one_day(store, files, day, since, until, live_day)
    tell("Ý kiến người dân", 0, 1)
    _answers(store, units, files, days, until)
    tell("Ý kiến người dân", 1, 1)


def _runs_late(file: PlannedFile) -> bool:
    return file.due is not None and (file.finished is None or file.finished > file.due)


def _working_days(session: Session, last: date, weeks: int) -> Iterator[date]:
    calendar = calendar_for(session)
    day = first_day(last, weeks)
    while day <= last:
        if calendar.is_working_day(day):
            yield day
        day += timedelta(days=1)


def _due_times(session: Session) -> Callable[[str, datetime], datetime | None]:
    """What the one-stop software prints as the appointment, in local time."""

    def due_at(code: str, received: datetime) -> datetime | None:
        due = due_for(session, get_by_code(session, code), received.replace(tzinfo=LOCAL), None)
        return to_local(due.at).replace(tzinfo=None) if due else None

    return due_at


def _in_office(session: Session) -> Callable[[datetime], datetime]:
    calendar = calendar_for(session)

    def in_office(moment: datetime) -> datetime:
        return local_time(calendar.last_working(minute_of(moment.replace(tzinfo=LOCAL)))).replace(tzinfo=None)

    return in_office


def _one_day(
    store: Store,
    files: list[PlannedFile],
    day: date,
    since: datetime,
    until: datetime,
    live_day: LiveDay,
) -> datetime:
    """Morning: lists and drafts. Evening: what came in and what was finished since the last evening; that evening."""
    evening = min(datetime.combine(day, CLOSING), until)
    morning = datetime.combine(day, time(8))
    if morning <= until:
        live_day(morning.replace(tzinfo=LOCAL))
    touched = [
        file
        for file in files
        if since < file.received <= evening or (file.finished is not None and since < file.finished <= evening)
    ]
    import_day(store, touched, evening, f"mot-cua-mau-{day:%Y%m%d}.csv")
    return evening


def _answers(store: Store, units: dict[str, int], files: list[PlannedFile], days: list[date], until: datetime) -> None:
    counters: dict[int, list[int]] = defaultdict(list)
    with store.database.read() as session:
        for counter in list_counters(session, set(units.values())):
            counters[counter.unit_id].append(counter.id)
        version = find_current(session)
        assert version is not None  # noqa: S101  (published when the installation was made ready)
        questionnaire, version_id = read_questionnaire(version.content), version.id
    planned = plan_answers(files, days, until)
    hand_in_all(store, planned, units=units, counters=counters, questionnaire=questionnaire, version_id=version_id)
