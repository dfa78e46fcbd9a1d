"""The moves of a notice: the table is all there is."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from feedback.apologies.rules import KIND_WORDS, OPEN_STATES, STATE_WORDS, Kind, State, Verb, move, sent_in_time
from feedback.apologies.rules.states import MOVES
from feedback.foundation.errors import Conflict

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(("state", "verb"), [pair for pair in product(State, Verb) if pair not in MOVES])
def test_every_other_move_is_refused(state: State, verb: Verb) -> None:
    with pytest.raises(Conflict):
        move(state, verb)


def test_what_is_approved_or_escalated_never_moves_again() -> None:
    assert not [pair for pair in MOVES if pair[0] in (State.APPROVED, State.ESCALATED)]


def test_only_open_notices_can_be_prepared_approved_or_cancelled() -> None:
    for state, verb in MOVES:
        assert (state in OPEN_STATES) == (verb != Verb.REOPEN)


@pytest.mark.parametrize(
    ("late", "in_time"), [(timedelta(0), True), (timedelta(0, 59), True), (timedelta(0, 60), False)]
)
def test_the_minute_of_the_limit_is_in_time(late: timedelta, in_time: bool) -> None:
    assert sent_in_time(NOON + late, NOON) is in_time


def test_every_kind_and_state_has_its_word() -> None:
    assert set(KIND_WORDS) == set(Kind)
    assert set(STATE_WORDS) == set(State)
