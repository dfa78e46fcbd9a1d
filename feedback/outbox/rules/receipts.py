"""What a gateway says afterwards: which word replaces which, and how long to ask for one."""

from datetime import datetime, timedelta

DELIVERED, FAILED = "delivered", "failed"
"""Final words of the gateway's contract (docs/gateway.md)."""
RECEIPT_WORDS = {DELIVERED: "đã tới máy người nhận", FAILED: "không tới được"}
FINAL = frozenset(RECEIPT_WORDS)
ASK_FOR = timedelta(days=3)
"""Providers keep the state of a message about that long; what has none by then has none."""
FIRST_QUESTION = timedelta(minutes=2)
PAUSES = tuple(timedelta(minutes=each) for each in (2, 10, 30, 60))


def is_news(known: str, known_at: datetime | None, told: str, told_at: datetime) -> bool:
    """Whether a receipt changes what is known: final words only, the later one wins, the same again is none."""
    if told not in FINAL or told == known:
        return False
    return known_at is None or told_at >= known_at


def believed(told_at: datetime, since: datetime, now: datetime) -> datetime:
    """The moment a gateway names, within the time from when the message was written (`since`) until now.

    Its clock or time zone may be wrong: a word dated 2030 would outweigh every later one, and one dated before the
    approval would make the paper arrive before there was one.
    """
    return max(since, min(told_at, now))


def next_question(sent_at: datetime, now: datetime) -> datetime | None:
    """When to ask again for a receipt: soon after sending, then hourly; None when it is no use any more."""
    waited = now - sent_at
    if waited >= ASK_FOR:
        return None
    return now + next((pause for pause in PAUSES if waited < pause * 3), PAUSES[-1])
