"""What happens by itself, one module a subject."""

from feedback.apologies.jobs.calendar import calendar_handler, follow_decisions, moved_message_handler
from feedback.apologies.jobs.deliveries import follow_deliveries
from feedback.apologies.jobs.letters import message_handler, notice_handler
from feedback.apologies.jobs.owed import MORNING, draft_owed, escalate, lists_of_the_day, morning_lists
from feedback.apologies.jobs.public import follow_notices

__all__ = [
    "MORNING",
    "calendar_handler",
    "draft_owed",
    "escalate",
    "follow_decisions",
    "follow_deliveries",
    "follow_notices",
    "lists_of_the_day",
    "message_handler",
    "morning_lists",
    "moved_message_handler",
    "notice_handler",
]
