"""Decisions about sheets, keys, receipts and comments, as pure functions."""

from __future__ import annotations

from feedback.foundation.actors import Permission

READ_COMMENTS = Permission("answers.read_comments")
"""Only a unit's head holds it: nobody whose work is judged reads the words first."""

READ_SERIOUS = Permission("answers.read_serious")
"""Talk of bribery or harassment: leaders above and inspectors, never anybody of the unit it is about."""

SEE_CALL_BACKS = Permission("answers.call_backs")
"""Only a unit's head holds it: telephone numbers of people who asked to be called back."""
