"""The slice's permissions."""

from feedback.organisation.rules.permissions import EDIT_ORGANISATION, VIEW_ORGANISATION


def test_looking_and_changing_are_two_permissions_of_this_slice():
    assert VIEW_ORGANISATION != EDIT_ORGANISATION
    assert {VIEW_ORGANISATION.split(".")[0], EDIT_ORGANISATION.split(".")[0]} == {"organisation"}
