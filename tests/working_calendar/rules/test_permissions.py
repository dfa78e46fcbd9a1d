"""Permissions of the calendar."""

from feedback.working_calendar.rules import EDIT_CALENDAR, SEE_CALENDAR


def test_looking_and_editing_are_two_rights():
    assert {SEE_CALENDAR, EDIT_CALENDAR} == {"working_calendar.see", "working_calendar.edit"}
