"""Reads of sheets, receipts, comments and counts."""

from __future__ import annotations

from feedback.answers.queries.comments import (
    CommentFilter,
    CommentPlace,
    ReadableComment,
    count_comments,
    get_comment_place,
    list_comments,
    list_raw_units,
)
from feedback.answers.queries.counts import (
    AnswerCounts,
    SheetState,
    find_sheet,
    get_questionnaire,
    is_counted,
    week_counts,
)

__all__ = [
    "AnswerCounts",
    "CommentFilter",
    "CommentPlace",
    "ReadableComment",
    "SheetState",
    "count_comments",
    "find_sheet",
    "get_comment_place",
    "get_questionnaire",
    "is_counted",
    "list_comments",
    "list_raw_units",
    "week_counts",
]
