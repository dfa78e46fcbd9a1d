"""What can be done with apologies."""

from feedback.apologies.actions.approving import Approval, FactsMoved, approve, prepare
from feedback.apologies.actions.drafting import draft_expected, follow_file
from feedback.apologies.actions.escalating import ask_for_calendar, ask_for_heads, escalate_unsigned
from feedback.apologies.actions.morning import answer_morning_list, give_morning_tasks, lists_to_give
from feedback.apologies.actions.publishing import withdraw_from_public

__all__ = [
    "Approval",
    "FactsMoved",
    "answer_morning_list",
    "approve",
    "ask_for_calendar",
    "ask_for_heads",
    "draft_expected",
    "escalate_unsigned",
    "follow_file",
    "give_morning_tasks",
    "lists_to_give",
    "prepare",
    "withdraw_from_public",
]
