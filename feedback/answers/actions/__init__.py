"""What a citizen does with a sheet, and what happens to it afterwards."""

from __future__ import annotations

from feedback.answers.actions.comments import COMMENTS_PER_SHEET, add_comment
from feedback.answers.actions.sheets import SETTLED_AT_ONCE, HandedIn, add_answers, hand_in, settle

__all__ = [
    "COMMENTS_PER_SHEET",
    "SETTLED_AT_ONCE",
    "HandedIn",
    "add_answers",
    "add_comment",
    "hand_in",
    "settle",
]
