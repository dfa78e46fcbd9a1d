"""What can be done with apologies."""

from feedback.apologies.actions.approving import Approval, FactsMoved, approve, prepare
from feedback.apologies.actions.delivering import follow_notice, reopen_notice
from feedback.apologies.actions.drafting import draft_expected, follow_file
from feedback.apologies.actions.escalating import ask_for_calendar, ask_for_heads, escalate_unsigned
from feedback.apologies.actions.faults import add_fault, suggest_letters
from feedback.apologies.actions.forms import add_form, choose_form
from feedback.apologies.actions.morning import answer_morning_list, give_morning_tasks, lists_to_give
from feedback.apologies.actions.publishing import close, follow_public, publish
from feedback.apologies.actions.removing import ask_removal, decide_removal
from feedback.apologies.actions.signing import SignedPaper, accept_signed, check_waits
from feedback.apologies.actions.withdrawing import cancel_draft, draft_withdrawal

__all__ = [
    "Approval",
    "FactsMoved",
    "SignedPaper",
    "accept_signed",
    "add_fault",
    "add_form",
    "answer_morning_list",
    "approve",
    "ask_for_calendar",
    "ask_for_heads",
    "ask_removal",
    "cancel_draft",
    "check_waits",
    "choose_form",
    "close",
    "decide_removal",
    "draft_expected",
    "draft_withdrawal",
    "escalate_unsigned",
    "follow_file",
    "follow_notice",
    "follow_public",
    "give_morning_tasks",
    "lists_to_give",
    "prepare",
    "publish",
    "reopen_notice",
    "suggest_letters",
]
