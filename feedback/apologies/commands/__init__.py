"""The commands of apologies, and of what a change of the calendar does to promises and files."""

from __future__ import annotations

from feedback.apologies.commands import calendar, notices

commands = [*notices.commands, *calendar.commands]

__all__ = ["commands"]
