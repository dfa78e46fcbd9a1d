"""What a note may hold, and who may read the book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from feedback.foundation.actors import Permission
from feedback.foundation.text import clean

READ_AUDIT = Permission("audit.read")

MAX_LABEL = 300


def plain_detail(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail as JSON can hold it, text cleaned of control characters (log injection). TypeError for bytes."""
    return {str(key): _plain(value) for key, value in detail.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return clean(value, lines=True)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return plain_detail(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    raise TypeError(f"an audit note cannot hold {type(value).__name__}")


def label(text: str) -> str:
    """One line, at most 300 characters."""
    short = clean(text)
    return short if len(short) <= MAX_LABEL else short[: MAX_LABEL - 1] + "…"
