"""Decisions about sheets, keys, receipts and comments, as pure functions."""

from __future__ import annotations

from feedback.foundation.actors import Permission

READ_COMMENTS = Permission("answers.read_comments")
"""Only a unit's head holds it: nobody whose work is judged reads the words first."""
