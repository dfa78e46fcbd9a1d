"""The pages of records."""

from __future__ import annotations

from feedback.records.pages import imports, mappings, way
from feedback.records.pages.files import pages

__all__ = ["imports", "mappings", "pages", "way"]
