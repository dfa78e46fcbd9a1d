"""What can be done: put work in, lease it, settle it, hand tasks over and tick them off, take turns of a job."""

from feedback.outbox.actions.receipts import ask_later, note_event, take_receipts
from feedback.outbox.actions.slots import begin_job, claim_slot, fail_slot, finish_slot
from feedback.outbox.actions.store import keep_document
from feedback.outbox.actions.tasks import close_task, close_tasks, hand_over, tick_off
from feedback.outbox.actions.way_out import count_on, mind_restore, release
from feedback.outbox.actions.work import enqueue, lease_due, mark_sending, send_again, settle

__all__ = [
    "ask_later",
    "begin_job",
    "claim_slot",
    "close_task",
    "close_tasks",
    "count_on",
    "enqueue",
    "fail_slot",
    "finish_slot",
    "hand_over",
    "keep_document",
    "lease_due",
    "mark_sending",
    "mind_restore",
    "note_event",
    "release",
    "send_again",
    "settle",
    "take_receipts",
    "tick_off",
]
