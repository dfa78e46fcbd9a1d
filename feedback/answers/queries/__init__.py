"""Reads of sheets, receipts, comments and counts."""

from __future__ import annotations

from feedback.answers.queries.counts import (
    AnswerCounts,
    ReadableComment,
    SheetState,
    count_comments,
    find_sheet,
    get_questionnaire,
    is_counted,
    list_comments,
    week_counts,
)

__all__ = [
    "AnswerCounts",
    "ReadableComment",
    "SheetState",
    "count_comments",
    "find_sheet",
    "get_questionnaire",
    "is_counted",
    "list_comments",
    "week_counts",
]
