"""The words of permission are distinct."""

from feedback.outbox.rules import SEE_OUTBOX, SEE_TASKS


def test_looking_at_tasks_and_at_letters_are_two_permissions() -> None:
    assert SEE_TASKS != SEE_OUTBOX
