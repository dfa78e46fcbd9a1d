"""Patience with work, and with turns of a job."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.outbox.rules import (
    RETRY_MINUTES,
    STATE_WORDS,
    WorkState,
    next_try,
    slot_pause,
    subject_when,
    title_of,
)

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def test_patience_with_a_mail_server_lasts_more_than_four_hours() -> None:
    assert timedelta(minutes=sum(RETRY_MINUTES)) >= timedelta(hours=4)


def test_a_greylisting_server_is_asked_again_after_fifteen_minutes() -> None:
    tries, at = [NOON], NOON
    for attempt in range(1, 5):
        at = next_try(attempt, at) or at
        tries.append(at)
    assert any(timedelta(minutes=5) <= each - NOON <= timedelta(minutes=20) for each in tries)


def test_waits_never_get_shorter() -> None:
    assert list(RETRY_MINUTES) == sorted(RETRY_MINUTES)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (3, 5), (9, 60)])
def test_each_try_has_its_wait(attempts: int, minutes: int) -> None:
    assert next_try(attempts, NOON) == NOON + timedelta(minutes=minutes)


def test_after_the_last_wait_a_person_has_to_look() -> None:
    assert next_try(len(RETRY_MINUTES) + 1, NOON) is None


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (4, 8), (7, 60), (500, 60)])
def test_a_failed_turn_waits_longer_each_time_but_never_more_than_an_hour(attempts: int, minutes: int) -> None:
    assert slot_pause(attempts) == timedelta(minutes=minutes)


def test_every_state_has_a_word_on_the_screen() -> None:
    assert set(STATE_WORDS) == set(WorkState)


@pytest.mark.parametrize(("hours", "subject"), [(0, "Tuần 46"), (24, "Tuần 46"), (25, "Tuần 46 (gửi muộn)")])
def test_a_letter_that_waited_more_than_a_day_says_so(hours: int, subject: str) -> None:
    assert subject_when("Tuần 46", NOON, NOON + timedelta(hours=hours)) == subject


@pytest.mark.parametrize(
    ("payload", "title"),
    [
        ({"title": "Phiếu xin lỗi 01/PXL"}, "Phiếu xin lỗi 01/PXL"),
        ({"subject": "Báo cáo tuần 2026-W46"}, "Báo cáo tuần 2026-W46"),
        ({}, "2026-W46/5"),
    ],
)
def test_an_item_is_called_by_its_title_its_subject_line_or_its_key(payload: dict[str, str], title: str) -> None:
    assert title_of(payload, "2026-W46/5") == title
