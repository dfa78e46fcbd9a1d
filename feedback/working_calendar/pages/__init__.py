"""The pages of the calendar."""

from __future__ import annotations

from feedback.working_calendar.pages.year import pages

__all__ = ["pages"]
