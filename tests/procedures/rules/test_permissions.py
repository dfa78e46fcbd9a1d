"""Permissions of the catalogue."""

from feedback.procedures.rules import EDIT_PROCEDURES, SEE_PROCEDURES


def test_looking_and_editing_are_two_rights():
    assert {SEE_PROCEDURES, EDIT_PROCEDURES} == {"procedures.see", "procedures.edit"}
