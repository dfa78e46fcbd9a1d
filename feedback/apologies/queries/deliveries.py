"""How far each way of an approved notice has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from feedback.apologies.rules import Kind, State
from feedback.apologies.rules.delivery import MESSAGE_WAYS, Evidence, Stage, Way
from feedback.apologies.rules.messages import is_mobile
from feedback.apologies.tables import Apology
from feedback.foundation.gateway import DELIVERED
from feedback.foundation.sealing import Sealer
from feedback.organisation.queries import get_setting
from feedback.outbox.queries import list_tasks_of, list_work_of
from feedback.outbox.rules import WorkState
from feedback.outbox.tables import Task, WorkItem
from feedback.records.queries import find_applicant

MAIL, MESSAGE, PRINT_TASK = "apologies.notice", "apologies.message", "apologies.print"
UPLOAD_TASK = "apologies.sign_and_upload"
OVERDUE_TASK = "apologies.hand_over_overdue"
OVERDUE_TOGETHER = "apologies.hand_over_before"
"""One task for all notices of a unit that were first looked at after their time: approved under an older version, or
while nothing ran. Those approved before it was given are told by it and not one by one."""
AGAIN = "again"
BY_SYSTEM = "hệ thống"
ENOUGH = "apology_electronic_enough"
"""Setting of a unit: true where a letter or message that arrived is enough and no paper need be handed over."""


@dataclass(frozen=True, slots=True)
class Sendings:
    """What was put on its way for one notice."""

    works: tuple[WorkItem, ...]
    tasks: tuple[Task, ...]

    @property
    def open_task(self) -> Task | None:
        return next((task for task in self.tasks if task.done_at is None), None)

    @property
    def asked_again(self) -> bool:
        """Whether a message was believed to have arrived, was not, and a person has been asked to hand it over."""
        return any(task.subject.endswith(f"/{AGAIN}") for task in self.tasks)

    @property
    def by_hand(self) -> list[Task]:
        """The hand-over tasks a person ticked off; one that became needless is closed by the system."""
        return [task for task in self.tasks if task.done_at is not None and task.done_by != BY_SYSTEM]

    def is_told(self, subjects: Collection[str]) -> bool:
        """Whether the open hand-over is among these, of which the head knows."""
        return self.open_task is not None and self.open_task.subject in subjects

    def has_news(self, now: datetime, *, enough: bool, told: bool) -> bool:
        """Whether a notice handed over as a task needs a look: ticked, nobody asked, overdue, or a way came on."""
        task = self.open_task
        overdue = task is not None and task.due_at is not None and task.due_at < now and not told
        failed = Stage.FAILED in self.channels().values()
        arrived = enough and not self.asked_again and any(stage_of(item) == Stage.ARRIVED for item in self.works)
        return bool(self.by_hand) or not self.tasks or overdue or failed or arrived

    def evidence(self) -> list[Evidence]:
        """How far each way has come."""
        ticked = [Evidence(Way.COUNTER, Stage.ARRIVED, task.done_at) for task in self.by_hand if task.done_at]
        return ticked + [Evidence(way_of(item), stage_of(item), item_moment(item)) for item in self.works]

    def channels(self) -> dict[str, Stage]:
        """Each message channel used, and how far it has come."""
        return {way_of(item).value: stage_of(item) for item in self.works if item.kind == MESSAGE}


def way_of(item: WorkItem) -> Way:
    return Way.EMAIL if item.kind == MAIL else Way(item.subject.partition("/")[2])


def stage_of(item: WorkItem) -> Stage:
    """A letter has arrived when its mail server took it (there is no better word); a message when its receipt says."""
    if item.state in (WorkState.FAILED, WorkState.DONE):
        return Stage.FAILED
    if item.state != WorkState.SENT:
        return Stage.WAITING
    return Stage.ARRIVED if item.kind == MAIL or item.receipt == DELIVERED else Stage.TAKEN


def item_moment(item: WorkItem) -> datetime:
    return item.receipt_at or item.done_at or item.created_at


def list_to_follow(session: Session, now: datetime) -> list[int]:
    """Approved notices not known to have reached their person, and of which there is news; in order.

    Most wait for a person at a counter: those are not looked at one by one inside the writer every two minutes.
    """
    open_states = [State.APPROVED.value, State.HANDED_OVER.value]
    public = (Apology.state == State.PUBLISHED.value) & Apology.delivered_at.is_(None)
    since = func.coalesce(Apology.signed_at, Apology.approved_at)
    wanted = select(Apology.id, Apology.state, Apology.unit_id, since)
    rows = session.execute(wanted.where(or_(Apology.state.in_(open_states), public)).order_by(Apology.id)).all()
    ids = [row[0] for row in rows]
    sendings = find_sendings(session, ids)
    told = {task.subject for task in list_tasks_of(session, OVERDUE_TASK, _hand_overs(ids))}
    units = {row[2] for row in rows}
    enough = {unit_id: is_enough(session, unit_id) for unit_id in units}
    together = find_told_together(session, units)
    return [
        notice_id
        for notice_id, state, unit_id, since in rows
        if state == State.APPROVED
        or sendings[notice_id].has_news(
            now,
            enough=enough[unit_id],
            told=sendings[notice_id].is_told(told) or is_told_together(since, together.get(unit_id)),
        )
    ]


def _hand_overs(notice_ids: Collection[int]) -> list[str]:
    """The subjects of the tasks to hand these notices over, and of the words to the head about them."""
    return [subject for each in notice_ids for subject in (str(each), f"{each}/{AGAIN}")]


def find_told_together(session: Session, unit_ids: Collection[int]) -> dict[int, datetime]:
    """Unit id → when its last task about all its overdue hand-overs together was given."""
    wanted = select(Task.unit_id, func.max(Task.created_at)).where(Task.kind == OVERDUE_TOGETHER)
    rows = session.execute(wanted.where(Task.unit_id.in_(unit_ids)).group_by(Task.unit_id)).all()
    return {row[0]: row[1] for row in rows}


def is_told_together(since: datetime | None, told_at: datetime | None) -> bool:
    """Whether a notice ready `since` then is among those told together at `told_at`."""
    return since is not None and told_at is not None and since < told_at


def list_contradicted(session: Session) -> list[int]:
    """Notices held to be delivered by a message of which the gateway said later that it did not arrive."""
    rows = session.execute(
        select(Apology.id, Apology.delivery_way).where(
            Apology.delivery_way.in_([way.value for way in MESSAGE_WAYS]), Apology.state != State.WITHDRAWN.value
        )
    ).all()
    sendings = find_sendings(session, [row[0] for row in rows])
    return [notice_id for notice_id, way in rows if sendings[notice_id].channels().get(way) == Stage.FAILED]


def is_contradicted(notice: Apology, sendings: Sendings) -> bool:
    """Whether the message by which the notice counts as delivered did not arrive after all."""
    in_force = notice.state != State.WITHDRAWN
    return in_force and sendings.channels().get(notice.delivery_way) == Stage.FAILED


def find_sendings(session: Session, notice_ids: Collection[int]) -> dict[int, Sendings]:
    """Notice id → its letter, its messages and its hand-over tasks, oldest first."""
    works: dict[int, list[WorkItem]] = {each: [] for each in notice_ids}
    tasks: dict[int, list[Task]] = {each: [] for each in notice_ids}
    keys = [str(each) for each in notice_ids]
    messages = [f"{each}/{way.value}" for each in notice_ids for way in MESSAGE_WAYS]
    for item in (*list_work_of(session, MAIL, keys), *list_work_of(session, MESSAGE, messages)):
        works[int(item.subject.partition("/")[0])].append(item)
    for task in list_tasks_of(session, PRINT_TASK, _hand_overs(notice_ids)):
        tasks[int(task.subject.partition("/")[0])].append(task)
    return {each: Sendings(tuple(works[each]), tuple(tasks[each])) for each in notice_ids}


def is_enough(session: Session, unit_id: int) -> bool:
    """Whether an electronic way that arrived is enough at this unit. Default no."""
    return get_setting(session, unit_id, ENOUGH, False) is True


def find_phone(session: Session, sealer: Sealer, notice: Apology) -> str:
    """The applicant's mobile number, opened; "" where there is none. Only for sending, or to be masked."""
    known = find_applicant(session, sealer, notice.record_id)
    return known.phone if known and is_mobile(known.phone) else ""


def takes_messages(notice: Apology) -> bool:
    """A withdrawal is a paper about a paper: nothing a short message could say rightly."""
    return notice.kind != Kind.WITHDRAWAL


def is_denied(session: Session, notice: Apology) -> bool:
    """Whether a message that counted as delivered was later said not to have arrived, and nobody made up for it."""
    sendings = find_sendings(session, [notice.id])[notice.id]
    waiting = sendings.asked_again and notice.delivered_at is None
    return (is_contradicted(notice, sendings) or waiting) and not sendings.by_hand
