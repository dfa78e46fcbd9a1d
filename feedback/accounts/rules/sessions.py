"""How long a session lives, and how a row of wrong passwords slows the next try."""

from __future__ import annotations

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
TOUCH_EVERY = timedelta(minutes=1)
"""A session's last sight is written at most this often: one write a minute, not one a page."""

SETUP_CODE_LIFE = timedelta(hours=24)
ONE_TIME_PASSWORD_LIFE = timedelta(days=3)

FREE_TRIES = 4
LONGEST_WAIT = timedelta(seconds=30)
FORGET_AFTER = timedelta(hours=1)


def is_live(now: datetime, *, seen_at: datetime, ends_at: datetime) -> bool:
    """Seen within 30 minutes and begun within 8 hours."""
    return now < ends_at and now - seen_at < IDLE


def slow_down(failures: int) -> timedelta:
    """How long the next try must wait after so many wrong ones in a row: none for four, then 1, 2, 4 … 30 seconds.

    Never a lock: an officer could otherwise keep a head out by typing nonsense under the head's name.
    """
    if failures <= FREE_TRIES:
        return timedelta()
    return min(timedelta(seconds=2 ** min(failures - FREE_TRIES - 1, 10)), LONGEST_WAIT)


def may_enter(
    now: datetime,
    *,
    active: bool,
    one_time_until: datetime | None,
    is_sample: bool,
    demo: bool,
    from_this_machine: bool,
) -> bool:
    """Whether an account whose password fits may come in: open, its one-time password not too old.

    Sample accounts have printed passwords: only in the demo, and only at the machine that runs it.
    """
    if is_sample and not (demo and from_this_machine):
        return False
    return active and (one_time_until is None or now < one_time_until)
