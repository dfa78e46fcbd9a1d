"""The sign-in library, bent to the house: the one place that knows Flask-Security and Flask-Login.

What is theirs: keeping who is signed in on the request, freshness, and later the second factor. What is ours: the rows,
the sessions, the pages, the messages, the commit. See docs/decisions on sign-in.
"""

from feedback.accounts.security.engine import from_this_machine, init_security, leave, start

__all__ = ["from_this_machine", "init_security", "leave", "start"]
