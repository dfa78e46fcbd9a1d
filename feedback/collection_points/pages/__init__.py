"""The pages of codes and tablets."""

from __future__ import annotations

from feedback.collection_points.pages import authority, checks, tablets
from feedback.collection_points.pages.codes import pages
from feedback.collection_points.pages.tablet_app import app_files

pages.register_blueprint(app_files)

__all__ = ["authority", "checks", "pages", "tablets"]
