"""Decisions about codes and tablets, as pure functions."""

from __future__ import annotations

from feedback.collection_points.rules.tokens import (
    ACTIVE,
    ALPHABET,
    REVOKED,
    TOKEN_BYTES,
    TOKEN_LENGTH,
    Point,
    address_of,
    check_printable,
    read_token,
    shown_address,
    shown_token,
    token_from,
)
from feedback.foundation.actors import Permission

VIEW_POINTS = Permission("collection_points.view")
CHECK_CODES = Permission("collection_points.check")
"""Say which counters are open today and whether their codes are still ours."""
MANAGE_POINTS = Permission("collection_points.manage")

__all__ = [
    "ACTIVE",
    "ALPHABET",
    "CHECK_CODES",
    "MANAGE_POINTS",
    "REVOKED",
    "TOKEN_BYTES",
    "TOKEN_LENGTH",
    "VIEW_POINTS",
    "Point",
    "address_of",
    "check_printable",
    "read_token",
    "shown_address",
    "shown_token",
    "token_from",
]
