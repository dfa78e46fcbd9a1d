"""What is printed for counters."""

from __future__ import annotations

from feedback.collection_points.documents.stands import (
    stands_pdf,
)

__all__ = [
    "stands_pdf",
]
