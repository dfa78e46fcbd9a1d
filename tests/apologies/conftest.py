"""A small province with one commune, its head, desk and counter, a loaded calendar, and files as tests need them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.apologies import actions, queries
from feedback.apologies.documents import approve_notice
from feedback.apologies.rules import MARK_LATE, SEE_APOLOGIES, SIGN_APOLOGIES, Decision, Kind
from feedback.apologies.tables import Apology
from feedback.foundation.actors import SYSTEM, Actor, Grant, Permission
from feedback.foundation.clock import at_local
from feedback.foundation.engine import Store
from feedback.organisation.tables import Unit
from feedback.outbox.actions import tick_off
from feedback.outbox.rules import SEE_TASKS
from feedback.outbox.tables import Task, WorkItem
from feedback.records.tables import Record, RecordChange
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import Factory
from tests.outbox.conftest import store

__all__ = ["store"]

MORNING = at_local(date(2026, 11, 20), time(7, 0))
"""Friday. Monday 23/11 works, Tuesday 24/11 is a holiday."""
DUE = at_local(date(2026, 11, 23), time(16, 10))
LIMIT = at_local(date(2026, 11, 20), time(17, 0))
NEW_DUE = at_local(date(2026, 11, 30), time(16, 0))
REASON = "Chưa nhận được kết quả trích lục của chi nhánh đăng ký đất đai, đã đôn đốc ngày 16/11."
WHY = "Phiếu ghi nhầm ngày tiếp nhận của hồ sơ khác, đơn vị đã lập lại cho đúng."
DECISION = Decision("coordination", REASON, NEW_DUE)
REPAIR = Decision(
    "mistake",
    "Cán bộ tiếp nhận để lẫn giấy tờ vào hồ sơ khác khi chuyển sang phòng chuyên môn.",
    remedy="Đơn vị tự xin cấp lại bản sao giấy khai sinh và trao tận nhà trước ngày 27/11/2026.",
)
OLD = datetime(2026, 11, 2, 1, 5, tzinfo=UTC)
ALL = frozenset({SEE_APOLOGIES, SIGN_APOLOGIES, MARK_LATE, SEE_TASKS})


def person(
    unit_id: int, permissions: frozenset[Permission] = ALL, name: str = "Trần Văn Mẫu", account_id: int = 7
) -> Actor:
    return Actor(name, account_id, (Grant(permissions, frozenset({unit_id})),))


@dataclass
class World:
    """Units by id, and short verbs. Everything is committed."""

    store: Store
    province: int = 0
    commune: int = 0
    made: int = field(default=0)

    def __post_init__(self) -> None:
        self.run(lambda session: load_reference_calendar(session, actor=SYSTEM, now=OLD))
        self.province, self.commune = self.run(self._units)

    def run(self, work: Callable[[Session], Any]) -> Any:
        return self.store.database.run(work)

    def factory(self, session: Session) -> Factory:
        """Numbers go on, so that names stay distinct over several transactions."""
        make = Factory(session, self.store.sealer)
        for _ in range(self.made):
            next(make._numbers)
        self.made += 40
        return make

    def _units(self, session: Session) -> tuple[int, int]:
        make = self.factory(session)
        province = make.unit("Tỉnh Quảng Mẫu", level="province")
        commune = make.unit("Xã Mẫu Một", parent=province)
        make.head(commune, "Trần Văn Mẫu")
        make.printed_code(make.counter(commune, desk=make.desk(commune)))
        return province.id, commune.id

    def file(self, *, unit: int = 0, applicant: dict[str, str] | None = None, **more: Any) -> int:
        """A file open since 2/11, due Monday 23/11 16:10 unless said otherwise; its id."""

        def work(session: Session) -> int:
            make = self.factory(session)
            name = more.pop("procedure", f"Thủ tục mẫu {self.made}")
            procedure = make.procedure(name=name, field=more.pop("field", "Đất đai"))
            values: dict[str, Any] = {"received_at": OLD, "stated_due_at": DUE, **more}
            where = {"solving_unit_id": unit or self.commune, "receiving_unit_id": self.commune}
            code = f"H50.41.01-261102-{self.made:04d}"
            record = make.record(session.get_one(Unit, self.commune), procedure, **(where | {"code": code} | values))
            if applicant is not None:
                make.applicant(record, **applicant)
            return record.id

        return self.run(work)

    def change(self, record_id: int, **facts: Any) -> None:
        """What a later import would tell, with its trace."""

        def work(session: Session) -> None:
            record = session.get_one(Record, record_id)
            for name, value in facts.items():
                setattr(record, name, value)
            if "finished_at" in facts:
                change: dict[str, Any] = {
                    "fact": "finished",
                    "before": None,
                    "after": "x",
                    "flags": [],
                    "import_id": None,
                }
                session.add(RecordChange(record_id=record_id, at=OLD, **change))

        self.run(work)

    def follow(self, now: datetime, *record_ids: int) -> list[str]:
        def work(session: Session) -> list[str]:
            return [actions.follow_file(session, actor=SYSTEM, now=now, record_id=each).value for each in record_ids]

        return self.run(work)

    def expect_late(self, record_id: int, now: datetime = MORNING) -> int:
        """The desk marks it; the notice's id."""
        self.run(
            lambda session: actions.draft_expected(session, actor=person(self.commune), now=now, record_id=record_id)
        )
        return self.notice(record_id).id

    def decide(self, notice_id: int, now: datetime = MORNING, decision: Decision = DECISION) -> None:
        version = self.line(notice_id).version
        self.run(
            lambda session: actions.prepare(
                session, actor=person(self.commune), now=now, notice_id=notice_id, version=version, decision=decision
            )
        )

    def approve(self, notice_id: int, now: datetime = MORNING, version: int = 0) -> int:
        return approve_notice(
            self.store,
            actor=person(self.commune),
            now=now,
            notice_id=notice_id,
            version=version or self.line(notice_id).version,
        )

    def approved(self, now: datetime = MORNING, **more: Any) -> int:
        """A file whose notice was approved; the notice's id."""
        notice_id = self.expect_late(self.file(**more), now)
        self.decide(notice_id, now)
        self.approve(notice_id, now)
        return notice_id

    def publish(self, notice_id: int, now: datetime = MORNING) -> int:
        """What the two jobs do: handed over as a task or delivered, then on the public list; the notice's id."""
        self.run(lambda session: actions.follow_notice(session, now=now, notice_id=notice_id, sealer=self.store.sealer))
        self.run(lambda session: actions.follow_public(session, actor=SYSTEM, now=now, notice_id=notice_id))
        return notice_id

    def tick_off(self, notice_id: int, now: datetime = MORNING) -> None:
        """Somebody hands the paper over and says so; the job sees it."""
        for task in self.tasks("apologies.print"):
            if task.subject == str(notice_id):
                self.run(partial(tick_off, actor=person(self.commune), now=now, task_id=task.id))
        self.run(lambda session: actions.follow_notice(session, now=now, notice_id=notice_id, sealer=self.store.sealer))

    def take_back(self, notice_id: int, now: datetime = MORNING, why: str = WHY) -> int:
        """A draft that withdraws the notice; its id."""
        version = self.line(notice_id).version
        return self.run(
            lambda session: actions.draft_withdrawal(
                session, actor=person(self.commune), now=now, notice_id=notice_id, version=version, why=why
            )
        )

    def fault_letter(self, record_id: int, happened: str = "bản chính giấy khai sinh nộp ngày 02/11") -> int:
        """A letter about lost papers, decided and approved; its id."""
        letter = self.add_fault(record_id, Kind.LOST_PAPERS, happened)
        self.decide(letter, decision=REPAIR)
        self.approve(letter)
        return letter

    def add_fault(self, record_id: int, kind: Kind, happened: str, now: datetime = MORNING) -> int:
        return self.run(
            lambda session: actions.add_fault(
                session, actor=person(self.commune), now=now, record_id=record_id, kind=kind, happened=happened
            )
        )

    def form_of(self, notice_id: int) -> str:
        """Which form the notice was printed from."""
        with self.store.database.read() as session:
            return queries.read_notice(session, notice_id).form_key

    def accounts(self) -> tuple[int, int]:
        """Two accounts' ids: one who asks, another who decides."""

        def work(session: Session) -> tuple[int, int]:
            make = self.factory(session)
            return make.account().id, make.account().id

        return self.run(work)

    def line(self, notice_id: int) -> queries.NoticeLine:
        with self.store.database.read() as session:
            return queries.get_line(session, notice_id)

    def notice(self, record_id: int, turn: int = 1) -> Apology:
        with self.store.database.read() as session:
            return queries.find_turns(session, [record_id])[record_id][turn]

    def tasks(self, kind: str, *, still_open: bool = True) -> list[Task]:
        with self.store.database.read() as session:
            wanted = select(Task).where(Task.kind == kind).order_by(Task.id)
            return [task for task in session.scalars(wanted) if not still_open or task.done_at is None]

    def letters(self) -> list[WorkItem]:
        with self.store.database.read() as session:
            return list(session.scalars(select(WorkItem).order_by(WorkItem.created_at)))


@pytest.fixture
def world(store: Store) -> World:
    return World(store)
