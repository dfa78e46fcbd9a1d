"""Which receipt is news, and how long one is asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.outbox.rules.receipts import ASK_FOR, is_news, next_question

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("known", "known_at", "told", "told_at", "news"),
    [
        ("", None, "delivered", NOW, True),
        ("", None, "accepted", NOW, False),
        ("", None, "unknown", NOW, False),
        ("delivered", NOW, "delivered", LATER, False),
        ("delivered", NOW, "failed", LATER, True),
        ("delivered", LATER, "failed", NOW, False),
        ("failed", NOW, "delivered", LATER, True),
    ],
)
def test_only_a_later_final_word_is_news(
    known: str, known_at: datetime | None, told: str, told_at: datetime, news: bool
) -> None:
    assert is_news(known, known_at, told, told_at) is news


def test_it_is_asked_less_and_less_often_and_not_for_ever() -> None:
    asked, now = 0, NOW
    while (again := next_question(NOW, now)) is not None:
        assert again > now
        asked, now = asked + 1, again
    assert now - NOW >= ASK_FOR
    assert 60 < asked < 100
