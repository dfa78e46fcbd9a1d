"""Eight hands at the same papers, and any order of deeds: no move outside the table, no deed lost, no number twice.

The audit's notes are written with the deeds: in order they must be a walk through MOVES that ends where the row is.
FEEDBACK_PROOF=1 runs the large sizes.
"""

import os
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from feedback.apologies import actions
from feedback.apologies.rules import FAULTS, SIGNED_STATES, Kind, State, Verb
from feedback.apologies.rules.states import MOVES
from feedback.apologies.tables import Apology
from feedback.audit.queries import Note, NoteFilter, list_notes
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import at_local
from feedback.foundation.errors import Refused
from tests.apologies.concurrency import at_once
from tests.apologies.conftest import DECISION, MORNING, REPAIR, World, person

PROOF = os.environ.get("FEEDBACK_PROOF") == "1"
THREADS, STEPS, SEEDS = 8, 120 if PROOF else 40, range(12 if PROOF else 2)
EXAMPLES, LENGTH = (150, 40) if PROOF else (4, 14)
LATER = timedelta(days=200)
DAYS = [at_local(date(2026, 12, day), time(16, 0)) for day in (1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15)]
HAPPENED = "bản chính giấy khai sinh nộp ngày 02/11"
BEGINNINGS = {
    "apology.late": Verb.REOPEN,
    "apology.expected": Verb.REOPEN,
    "apology.withdrawal": Verb.REOPEN,
    "apology.fault": Verb.AMEND,
}
VERBS = {f"apology.{verb.value}": verb for verb in Verb} | BEGINNINGS


class Hands:
    """What can be done to the papers of one unit; every deed gives its audit verb when it was done, "" when refused."""

    def __init__(self, world: World, random: Random) -> None:
        self.world, self.random = world, random
        self.deeds: tuple[Callable[[int], None], ...] = (
            self.prepare,
            self.prepare,
            self.approve,
            self.approve,
            self.cancel,
            self.take_back,
            self.amend,
            self.deliver,
            self.tick,
            self.publish,
            self.publish,
            self.close,
        )

    def step(self, notice: int) -> None:
        try:
            self.random.choice(self.deeds)(notice)
        except Refused:
            return

    def prepare(self, notice: int) -> None:
        dated = replace(DECISION, new_due=self.random.choice(DAYS))
        self.world.decide(notice, decision=REPAIR if self.world.line(notice).kind in FAULTS else dated)

    def approve(self, notice: int) -> None:
        self.world.approve(notice)

    def cancel(self, notice: int) -> None:
        if self.random.random() < 0.2:  # else hardly anything would live long enough to be raced for
            self._by_hand(notice, actions.cancel_draft)

    def take_back(self, notice: int) -> None:
        self.world.take_back(notice)

    def amend(self, notice: int) -> None:
        self.world.add_fault(self.world.line(notice).record_id, self.random.choice(FAULTS), HAPPENED)

    def deliver(self, notice: int) -> None:
        self.world.run(
            lambda session: actions.follow_notice(
                session, now=MORNING, notice_id=notice, sealer=self.world.store.sealer
            )
        )

    def tick(self, notice: int) -> None:
        self.world.tick_off(notice)

    def publish(self, notice: int) -> None:
        self.world.run(lambda session: actions.follow_public(session, actor=SYSTEM, now=MORNING, notice_id=notice))

    def close(self, notice: int) -> None:
        self.world.run(
            lambda session: actions.follow_public(session, actor=SYSTEM, now=MORNING + LATER, notice_id=notice)
        )

    def _by_hand(self, notice: int, deed: Callable[..., None]) -> None:
        version, who = self.world.line(notice).version, person(self.world.commune)
        self.world.run(lambda session: deed(session, actor=who, now=MORNING, notice_id=notice, version=version))


def rows(world: World, records: Collection[int] = ()) -> list[Apology]:
    """Every paper, or those of these files."""
    wanted = select(Apology).order_by(Apology.id)
    with world.store.database.read() as session:
        return list(session.scalars(wanted.where(Apology.record_id.in_(records)) if records else wanted))


def notes_of(world: World, notice: int) -> list[Note]:
    wanted = NoteFilter(unit_ids=None, object_kind="apology", object_id=str(notice))
    with world.store.database.read() as session:
        return list(reversed(list_notes(session, wanted, limit=10_000)))


def walk(notes: list[Note]) -> State:
    """Where the noted deeds lead; an AssertionError at the first move that is not in the table."""
    state = State.CANCELLED  # before the first note: everything begins by being opened
    for number, note in enumerate(notes):
        if note.verb not in VERBS:
            continue
        verb = Verb.REOPEN if number == 0 else VERBS[note.verb]
        assert (state, verb) in MOVES, f"{note.object_label}: {verb} from {state}"
        state = MOVES[state, verb]
        if note.verb == "apology.withdrawal":
            state = MOVES[state, Verb.PREPARE]
    return state


def check(world: World, records: Collection[int] = ()) -> Counter[str]:
    """Every promise of the book, the walks of these files' papers (or all); how many papers are in each state."""
    book, approvals = rows(world), 0
    watched = rows(world, records)
    for row in watched:
        notes = notes_of(world, row.id)
        assert walk(notes) == State(row.state)
        approvals += _check_approval(row, [note for note in notes if note.verb in VERBS])
    numbers = sorted(row.number for row in book if row.number is not None)
    assert numbers == list(range(1, len(numbers) + 1))
    assert approvals == sum(row.number is not None for row in watched)
    _check_withdrawals(book)
    return Counter(row.state for row in book)


def _check_approval(row: Apology, notes: list[Note]) -> int:
    """What was approved is what was prepared last: no preparation was overwritten by an older page."""
    verbs = [note.verb for note in notes]
    signed = State(row.state) in SIGNED_STATES | {State.WITHDRAWN}
    assert verbs.count("apology.approve") == signed == (row.number is not None) == (row.document_id is not None)
    assert verbs.count("apology.withdraw") == (row.state == State.WITHDRAWN)
    if not signed or Kind(row.kind) not in (Kind.EXPECTED, Kind.LATE):
        return int(signed)
    at = verbs.index("apology.approve")
    last = next(note for note in reversed(notes[:at]) if note.verb == "apology.prepare")
    due = row.new_due_at.isoformat() if row.new_due_at else ""
    assert notes[at].detail["new_due"] == last.detail["new_due"] == due
    assert "apology.prepare" not in verbs[at:]
    return 1


def _check_withdrawals(book: list[Apology]) -> None:
    by_id = {row.id: row for row in book}
    for row in book:
        if row.withdraws_id is not None:
            first = by_id[row.withdraws_id]
            in_force = State(row.state) in SIGNED_STATES
            assert (first.state == State.WITHDRAWN) == in_force
            assert (first.withdrawn_by_id == row.id) == in_force
        assert (row.state == State.WITHDRAWN) == (row.withdrawn_by_id is not None)


@pytest.mark.parametrize("seed", SEEDS)
def test_eight_hands_at_the_same_papers_break_nothing(world: World, seed: int) -> None:
    for _ in range(2):
        world.expect_late(world.file())
        world.add_fault(world.file(), Kind.LOST_PAPERS, HAPPENED)

    def work(number: int) -> None:
        random = Random(f"{seed}/{number}")
        hands = Hands(world, random)
        for _ in range(STEPS):
            hands.step(random.choice(rows(world)).id)

    at_once(work, THREADS)
    states = check(world)
    done = sum(len(notes_of(world, row.id)) for row in rows(world))
    assert done >= 40  # the race went far enough to be worth checking
    assert states.keys() & {State.PUBLISHED.value, State.CLOSED.value, State.WITHDRAWN.value}


class AnyOrder(RuleBasedStateMachine):
    """One after another in any order, checked after each step."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = MORNING
        self.records = (self.world.file(), self.world.file())
        self.world.expect_late(self.records[0])
        self.world.add_fault(self.records[1], Kind.WRONG_RESULT, HAPPENED)

    @rule(deed=st.integers(0, 11), which=st.integers(0, 9), seed=st.integers(0, 9))
    def somebody_does_something(self, deed: int, which: int, seed: int) -> None:
        papers = rows(self.world, self.records)
        try:
            Hands(self.world, Random(seed)).deeds[deed](papers[which % len(papers)].id)
        except Refused:
            return

    @invariant()
    def every_promise_holds(self) -> None:
        check(self.world, self.records)


def test_any_order_of_deeds_breaks_nothing(world: World) -> None:
    machine = type("Ordered", (AnyOrder,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=LENGTH,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_check_finds_a_move_that_is_not_in_the_table(world: World) -> None:
    notice = world.approved()
    world.run(lambda session: setattr(session.get_one(Apology, notice), "state", State.CLOSED.value))
    with pytest.raises(AssertionError):
        check(world)


def test_the_check_finds_a_number_left_out(world: World) -> None:
    notice = world.approved()
    world.run(lambda session: setattr(session.get_one(Apology, notice), "number", 2))
    with pytest.raises(AssertionError):
        check(world)
