"""Seeing, marking and signing are three permissions."""

from feedback.apologies.rules import MARK_LATE, SEE_APOLOGIES, SIGN_APOLOGIES


def test_the_permissions_are_distinct() -> None:
    assert len({MARK_LATE, SEE_APOLOGIES, SIGN_APOLOGIES}) == 3
