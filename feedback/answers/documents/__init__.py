"""What is printed for answers: sheets of one-time codes."""

from __future__ import annotations

from feedback.answers.documents.stickers import PER_SHEET, print_stickers, stickers_pdf

__all__ = ["PER_SHEET", "print_stickers", "stickers_pdf"]
