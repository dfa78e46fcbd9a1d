"""The moves of a notice: the table is all there is."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from feedback.apologies.rules import (
    KIND_WORDS,
    OPEN_STATES,
    SIGNED_STATES,
    STATE_WORDS,
    Kind,
    State,
    Verb,
    is_over,
    move,
    sent_in_time,
)
from feedback.apologies.rules.states import MOVES
from feedback.foundation.errors import Conflict

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(("state", "verb"), [pair for pair in product(State, Verb) if pair not in MOVES])
def test_every_other_move_is_refused(state: State, verb: Verb) -> None:
    with pytest.raises(Conflict):
        move(state, verb)


def test_only_open_notices_can_be_prepared_approved_or_cancelled() -> None:
    deciding = {Verb.PREPARE, Verb.APPROVE, Verb.CANCEL, Verb.AMEND}
    for state, verb in MOVES:
        assert (state in OPEN_STATES) == (verb in deciding)


def test_what_was_signed_never_becomes_a_draft_again() -> None:
    reached, edge = set(SIGNED_STATES), set(SIGNED_STATES)
    while edge:
        edge = {after for (state, _), after in MOVES.items() if state in edge} - reached
        reached |= edge
    assert reached == SIGNED_STATES | {State.WITHDRAWN}


def test_everything_signed_can_be_withdrawn_once_and_nothing_follows() -> None:
    assert {state for state, verb in MOVES if verb == Verb.WITHDRAW} == SIGNED_STATES
    assert not [pair for pair in MOVES if pair[0] in (State.WITHDRAWN, State.ESCALATED, State.CANCELLED)][1:]


def test_a_paper_is_public_only_after_it_is_on_its_way() -> None:
    assert {state for state, verb in MOVES if verb == Verb.PUBLISH} == {State.DELIVERED, State.HANDED_OVER}


def test_a_word_taken_back_leaves_nothing_delivered_or_closed() -> None:
    after = {state: move(state, Verb.NOT_ARRIVED) for state, verb in MOVES if verb == Verb.NOT_ARRIVED}
    assert after.keys() == {State.DELIVERED, State.PUBLISHED, State.CLOSED}
    assert set(after.values()) == {State.HANDED_OVER, State.PUBLISHED}


@pytest.mark.parametrize(
    ("delivered", "until", "over"),
    [
        (NOON, date(2026, 11, 19), True),
        (NOON, None, True),
        (NOON, date(2026, 11, 20), False),
        (None, date(2026, 11, 19), False),
    ],
)
def test_a_notice_is_over_when_it_is_delivered_and_its_last_public_day_has_passed(
    delivered: datetime | None, until: date | None, over: bool
) -> None:
    assert is_over(delivered, until, date(2026, 11, 20)) is over


@pytest.mark.parametrize(
    ("late", "in_time"), [(timedelta(0), True), (timedelta(0, 59), True), (timedelta(0, 60), False)]
)
def test_the_minute_of_the_limit_is_in_time(late: timedelta, in_time: bool) -> None:
    assert sent_in_time(NOON + late, NOON) is in_time


def test_every_kind_and_state_has_its_word() -> None:
    assert set(KIND_WORDS) == set(Kind)
    assert set(STATE_WORDS) == set(State)
