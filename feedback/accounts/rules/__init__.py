"""Decisions about roles, passwords, sessions and one-time codes: pure."""

from feedback.accounts.rules.passwords import check_password, clean_login, one_time_code, secret_hash
from feedback.accounts.rules.roles import (
    ABOVE_ONLY,
    MANAGE_ACCOUNTS,
    OF_THE_UNIT,
    OWN_UNIT_ONLY,
    ROLE_WORDS,
    Role,
    check_place,
)
from feedback.accounts.rules.sessions import (
    ABSOLUTE,
    IDLE,
    ONE_TIME_PASSWORD_LIFE,
    SETUP_CODE_LIFE,
    TOUCH_EVERY,
    is_live,
    may_enter,
    slow_down,
)

__all__ = [
    "ABOVE_ONLY",
    "ABSOLUTE",
    "IDLE",
    "MANAGE_ACCOUNTS",
    "OF_THE_UNIT",
    "ONE_TIME_PASSWORD_LIFE",
    "OWN_UNIT_ONLY",
    "ROLE_WORDS",
    "SETUP_CODE_LIFE",
    "TOUCH_EVERY",
    "Role",
    "check_password",
    "check_place",
    "clean_login",
    "is_live",
    "may_enter",
    "one_time_code",
    "secret_hash",
    "slow_down",
]
