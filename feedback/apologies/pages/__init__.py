"""The pages of apologies."""

from __future__ import annotations

from feedback.apologies.pages import (
    batch,
    calendar,
    calendar_history,
    calendar_hours,
    faults,
    forms,
    poster,
    removals,
    signing,
    withdrawals,
)
from feedback.apologies.pages.notices import pages

__all__ = [
    "batch",
    "calendar",
    "calendar_history",
    "calendar_hours",
    "faults",
    "forms",
    "pages",
    "poster",
    "removals",
    "signing",
    "withdrawals",
]
