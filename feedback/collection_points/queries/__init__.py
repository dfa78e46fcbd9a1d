"""Reads of codes, counters and tablets."""

from __future__ import annotations

from feedback.collection_points.queries.points import (
    FRESH,
    KEPT,
    PointBook,
    find_point,
    get_code,
    list_counters_without_code,
    list_points,
)

__all__ = [
    "FRESH",
    "KEPT",
    "PointBook",
    "find_point",
    "get_code",
    "list_counters_without_code",
    "list_points",
]
