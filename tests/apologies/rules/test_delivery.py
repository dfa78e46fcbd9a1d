"""What each way tells, and what follows from it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.apologies.rules.delivery import (
    ELECTRONIC,
    WAY_TITLES,
    WAY_WORDS,
    Evidence,
    Stage,
    Step,
    Verdict,
    Way,
    judge,
    next_channel,
)

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(days=1)
EARLIER = NOW - timedelta(hours=1)


def verdict(*found: tuple[Way, Stage], enough: bool = True, now: datetime = NOW) -> Verdict:
    return judge([Evidence(way, stage, EARLIER) for way, stage in found], enough=enough, until=UNTIL, now=now)


def test_the_counter_always_counts() -> None:
    for enough in (True, False):
        found = verdict((Way.COUNTER, Stage.ARRIVED), (Way.EMAIL, Stage.FAILED), enough=enough)
        assert found == Verdict(Step.DELIVER, Way.COUNTER, EARLIER)


@pytest.mark.parametrize("way", ELECTRONIC)
def test_an_electronic_way_counts_only_where_the_unit_says_so(way: Way) -> None:
    assert verdict((way, Stage.ARRIVED)) == Verdict(Step.DELIVER, way, EARLIER)
    assert verdict((way, Stage.ARRIVED), enough=False).step == Step.HAND_OVER


@pytest.mark.parametrize("stage", [Stage.WAITING, Stage.TAKEN])
def test_what_may_still_arrive_is_waited_for_until_the_time_is_over(stage: Stage) -> None:
    assert verdict((Way.SMS, stage)).step == Step.WAIT
    assert verdict((Way.SMS, stage), now=UNTIL).step == Step.HAND_OVER
    assert verdict((Way.SMS, stage), enough=False).step == Step.HAND_OVER


def test_where_all_failed_or_there_was_no_way_a_person_is_asked_at_once() -> None:
    assert verdict((Way.SMS, Stage.FAILED), (Way.EMAIL, Stage.FAILED)).step == Step.HAND_OVER
    assert verdict().step == Step.HAND_OVER


@given(
    st.lists(st.tuples(st.sampled_from(Way), st.sampled_from(Stage)), max_size=6),
    st.booleans(),
    st.integers(0, 3),
)
def test_after_the_time_nothing_waits(found: list[tuple[Way, Stage]], enough: bool, days: int) -> None:
    late = verdict(*found, enough=enough, now=UNTIL + timedelta(days=days))
    assert late.step in (Step.DELIVER, Step.HAND_OVER)
    if late.step == Step.DELIVER:
        assert (late.way, Stage.ARRIVED) in found


def test_the_next_channel_is_tried_only_when_the_one_before_failed() -> None:
    both = ("zalo", "sms")
    assert next_channel(both, {}) == "zalo"
    assert next_channel(both, {"zalo": Stage.TAKEN}) is None
    assert next_channel(both, {"zalo": Stage.FAILED}) == "sms"
    assert next_channel(both, {"zalo": Stage.FAILED, "sms": Stage.FAILED}) is None
    assert next_channel((), {}) is None


def test_every_way_has_its_words() -> None:
    assert set(WAY_WORDS) == set(Way)


def test_names_of_services_keep_their_letters_at_the_beginning_of_a_line() -> None:
    assert WAY_TITLES[Way.SMS] == "Tin nhắn SMS"
    assert WAY_TITLES[Way.ZALO] == "Tin nhắn Zalo"
