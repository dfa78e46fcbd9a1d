"""What is printed for counters."""

from __future__ import annotations

from feedback.collection_points.documents.kit import (
    EVERYTHING,
    PART_WORDS,
    Part,
    Printing,
    kit_pdf,
    page_count,
)

__all__ = [
    "EVERYTHING",
    "PART_WORDS",
    "Part",
    "Printing",
    "kit_pdf",
    "page_count",
]
