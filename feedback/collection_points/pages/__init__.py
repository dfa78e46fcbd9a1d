"""The pages of codes and tablets."""

from __future__ import annotations

from feedback.collection_points.pages.codes import pages

__all__ = ["pages"]
