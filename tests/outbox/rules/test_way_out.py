"""When a database counts as put back."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.outbox.rules.way_out import BEHIND, COUNT_AGAIN, OLDER, STRANGE, is_time, why_closed

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("inside", "outside", "why"),
    [
        (None, None, ""),
        (None, 3, OLDER),
        (1, None, ""),
        (2, None, STRANGE),
        (5, 5, ""),
        (6, 5, ""),
        (5, 6, BEHIND),
    ],
)
def test_only_a_file_that_is_ahead_or_gone_closes_the_way(inside: int | None, outside: int | None, why: str) -> None:
    assert why_closed(inside, outside) == why


def test_the_number_grows_every_hour_and_after_the_clock_was_set_back() -> None:
    assert not is_time(NOW, NOW + COUNT_AGAIN - timedelta(seconds=1))
    assert is_time(NOW, NOW + COUNT_AGAIN)
    assert is_time(NOW, NOW - timedelta(days=30))
