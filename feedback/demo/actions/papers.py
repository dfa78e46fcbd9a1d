"""Papers of every state in the sample: prepared ones to read at once, a withdrawal, letters about faults, a removal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from feedback.accounts.queries import find_account
from feedback.apologies.actions import add_fault, ask_removal, draft_withdrawal, prepare
from feedback.apologies.documents import approve_notice
from feedback.apologies.jobs import follow_deliveries, follow_notices
from feedback.apologies.queries import NoticeLine, get_line, list_lines
from feedback.apologies.rules import Decision, Kind, State
from feedback.demo.actions.office import new_due
from feedback.demo.rules import REASONS
from feedback.foundation.actors import Actor
from feedback.foundation.engine import Store
from feedback.foundation.errors import Refused

HEADS = (("chutich", "MAU01"), ("chutich7", "MAU07"))
PREPARED = 4
WITHDRAWN = "Phiếu ghi nhầm số ngày làm việc của cơ quan phối hợp, đơn vị đã báo lại người nộp ngày 16/11."
REMOVED = "Thôn chỉ có một hộ làm thủ tục này trong tháng nên dễ nhận ra người nộp."
FAULTS = (
    (Kind.LOST_PAPERS, "bản sao giấy khai sinh nộp kèm hồ sơ"),
    (Kind.WRONG_RESULT, "trích lục ghi sai năm sinh"),
)
REPAIR = Decision(
    "mistake",
    "Cán bộ không kiểm lại giấy tờ trước khi chuyển hồ sơ sang phòng chuyên môn.",
    remedy="Đơn vị tự làm lại cho đúng, không thu phí, và trao tận nhà trước ngày 27/11/2026.",
)


def other_papers(store: Store, units: dict[str, int], now: datetime) -> None:
    """After the weeks are told: something to see on every page of apologies. What the rules refuse is left out."""
    for login, code in HEADS:
        head = _head(store, login)
        _prepare_some(store, head, units[code], now)
        _after_approval(store, head, units[code], now)
    follow_deliveries(store, now, "")
    follow_notices(store, now, "")


def _head(store: Store, login: str) -> Actor:
    with store.database.read() as session:
        account = find_account(session, login)
    if account is None:
        return Actor("Người đứng đầu (mẫu)", all_powerful=True)
    return Actor(account.person_name, account.id, login=login, all_powerful=True)


def _lines(store: Store, unit_id: int, *states: State) -> list[NoticeLine]:
    with store.database.read() as session:
        return list_lines(session, [unit_id], states)


def _attempt(store: Store, deed: Callable[[Session], object]) -> None:
    try:
        store.database.run(deed)
    except Refused:
        return


def _prepare_some(store: Store, head: Actor, unit_id: int, now: datetime) -> None:
    random = Random(unit_id)
    for line in _lines(store, unit_id, State.DRAFTED)[:PREPARED]:
        reason_class, reason = random.choice(REASONS)
        decision = Decision(reason_class, reason, new_due(store, line, now, random))
        deed = partial(prepare, actor=head, now=now, notice_id=line.id, version=line.version, decision=decision)
        _attempt(store, deed)


def _after_approval(store: Store, head: Actor, unit_id: int, now: datetime) -> None:
    """The newest papers: one withdrawn, one whose withdrawal waits, one with a removal asked, two letters."""
    signed = _lines(store, unit_id, State.PUBLISHED, State.HANDED_OVER, State.DELIVERED)
    for number, line in enumerate(signed[:2]):
        _attempt(
            store,
            partial(draft_withdrawal, actor=head, now=now, notice_id=line.id, version=line.version, why=WITHDRAWN),
        )
        if number == 0:
            _approve_waiting(store, head, unit_id, now, Kind.WITHDRAWAL)
    for line in signed[-1:]:
        _attempt(store, partial(ask_removal, actor=head, now=now, notice_id=line.id, why=REMOVED))
    for line, (kind, happened) in zip(signed[-2:], FAULTS, strict=False):
        _letter(store, head, line.record_id, kind, happened, now)


def _approve_waiting(store: Store, head: Actor, unit_id: int, now: datetime, kind: Kind) -> None:
    for line in _lines(store, unit_id, State.AWAITING):
        if line.kind == kind:
            approve_notice(store, actor=head, now=now, notice_id=line.id, version=line.version)


def _letter(store: Store, head: Actor, record_id: int, kind: Kind, happened: str, now: datetime) -> None:
    """Begun and prepared; of lost papers also approved."""
    letter_id = store.database.run(
        lambda session: add_fault(session, actor=head, now=now, record_id=record_id, kind=kind, happened=happened)
    )
    with store.database.read() as session:
        version = get_line(session, letter_id).version
    store.database.run(
        lambda session: prepare(session, actor=head, now=now, notice_id=letter_id, version=version, decision=REPAIR)
    )
    if kind == Kind.LOST_PAPERS:
        approve_notice(store, actor=head, now=now, notice_id=letter_id, version=version + 1)
