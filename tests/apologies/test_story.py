"""Any order of events: the promises of the slice hold after each of them.

Events: the desk marks, prepares, the head approves, the job runs, the file ends, pauses, opens again, time passes.
"""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from feedback.apologies import queries
from feedback.apologies.jobs import draft_owed, notice_handler
from feedback.apologies.queries.deliveries import MAIL
from feedback.apologies.rules import State
from feedback.foundation.errors import Refused
from feedback.outbox.actions import hand_over
from feedback.outbox.jobs import deliver_due
from feedback.schema import METADATA
from feedback.working_calendar.queries import calendar_for
from feedback.working_calendar.rules import minute_of, moment_of
from tests.apologies.conftest import DECISION, MORNING, World

EXAMPLES, STEPS = int(os.environ.get("FEEDBACK_TEST_EXAMPLES", "5")), 10


class Story(RuleBasedStateMachine):
    """One file after another in one commune; refusals are fine, broken promises are not."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = MORNING
        self.record = self.world.file()
        self.papers: dict[int, Any] = {}

    @property
    def notice(self) -> Any:
        with self.world.store.database.read() as session:
            return queries.find_turns(session, [self.record]).get(self.record, {}).get(1)

    def attempt(self, deed: Any) -> None:
        try:
            deed()
        except Refused:
            return

    @rule()
    def the_desk_marks(self) -> None:
        self.attempt(lambda: self.world.expect_late(self.record, self.now))

    @rule(days=st.integers(1, 3))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days, hours=1)

    @rule()
    def the_job_runs_and_running_it_again_changes_nothing(self) -> None:
        draft_owed(self.world.store, self.now, "")
        assert draft_owed(self.world.store, self.now, "") == {}

    @rule(state=st.sampled_from(["received", "awaiting_supplement", "withdrawn", "done"]))
    def an_import_tells(self, state: str) -> None:
        self.world.change(self.record, state=state, finished_at=self.now if state == "done" else None)

    @precondition(lambda self: self.notice is not None)
    @rule()
    def somebody_prepares(self) -> None:
        with self.world.store.database.read() as session:
            calendar = calendar_for(session, self.world.commune)
        ahead = moment_of(calendar.add_days(minute_of(self.now), 3))
        notice, due = self.notice, max(ahead, DECISION.new_due or ahead)
        self.attempt(lambda: self.world.decide(notice.id, self.now, replace(DECISION, new_due=due)))

    @precondition(lambda self: self.notice is not None)
    @rule()
    def the_head_approves(self) -> None:
        notice = self.notice
        self.attempt(lambda: self.world.approve(notice.id, self.now))

    @invariant()
    def numbers_have_no_gap(self) -> None:
        with self.world.store.database.read() as session:
            lines = queries.list_lines(session, None, {State.APPROVED}, take=10_000)
        numbers = sorted(line.number for line in lines if line.number)
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def an_approved_paper_never_changes(self) -> None:
        notice = self.notice
        if notice is not None and notice.state == "approved":
            kept = self.papers.setdefault(notice.id, (notice.number, notice.new_due_at, notice.document_id))
            assert kept == (notice.number, notice.new_due_at, notice.document_id)

    @invariant()
    def at_most_one_new_date_and_one_word_above(self) -> None:
        with self.world.store.database.read() as session:
            turns = queries.find_turns(session, [self.record]).get(self.record, {})
        assert set(turns) <= {1, 2}
        if 2 in turns:
            assert turns[1].state == "approved"
            assert (turns[2].number, turns[2].new_due_at) == (None, None)


def test_the_promises_hold_in_any_order(world: World) -> None:
    machine = type("Told", (Story,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


MARKER = {"name": "Đinh Thị Dấu Riêng", "identity": "045199123457", "email": "dau.rieng@example.vn"}
"""A citizen nobody else is called like."""


def traces(world: World) -> list[str]:
    """Tables whose rows show something of the citizen, read as whoever holds a copy of the database would."""
    found = []
    with world.store.database.read() as session:
        for table in METADATA.sorted_tables:
            for row in session.execute(select(table)):
                plain = " ".join(
                    bytes(each).decode("latin-1") if isinstance(each, bytes) else str(each) for each in row
                )
                found += [table.name for word in MARKER.values() if word in plain or repr(word)[1:-1] in plain]
    return found


def test_after_a_whole_story_the_citizen_stands_in_the_clear_in_the_own_letter_alone(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Filed, marked late, decided, approved, sent: neither a table, nor a log, nor the letter's name holds a word."""
    notice_id = world.approved(applicant=MARKER)
    handlers = {MAIL: notice_handler(world.store)}
    assert deliver_due(world.store.database, handlers, MORNING + timedelta(minutes=1)) == {"sent": 1}
    assert world.line(notice_id).state == State.APPROVED
    assert traces(world) == []
    home = world.store.settings.home
    clear = [path for path in home.rglob("*") if path.is_file() and MARKER["email"].encode() in path.read_bytes()]
    assert [path.suffix for path in clear] == [".eml"]
    assert MARKER["email"] in clear[0].read_text()
    assert not any(word in f"{path.name} {caplog.text}" for word in MARKER.values() for path in home.rglob("*"))


def test_the_search_for_traces_bites(world: World) -> None:
    """Planted: a name in a task."""
    world.run(
        lambda session: hand_over(
            session, kind="x", subject="1", unit_id=world.commune, title=f"Gọi {MARKER['name']}", now=MORNING
        )
    )
    assert traces(world) == ["task"]
