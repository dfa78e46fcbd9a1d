"""What can be done with codes and tablets."""

from __future__ import annotations

from feedback.collection_points.actions.codes import (
    issue,
    issue_missing,
    reissue,
    revoke,
)

__all__ = [
    "issue",
    "issue_missing",
    "reissue",
    "revoke",
]
